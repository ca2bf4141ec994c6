// npm test: everything, from a fresh clone. Ends with one line: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, setUp } from './lib/setup.mjs';

const REPORTS = join(ROOT, '.output', 'test');

/** Runs a command; its output is shown when it ends, so that steps side by side stay readable. */
function run(name, command, args) {
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' }, // the output goes into logs
    });
    const out = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => out.push(chunk));
    child.on('error', (error) => resolve({ name, code: 1, text: String(error) }));
    child.on('exit', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      const text = Buffer.concat(out).toString();
      console.log(
        `\n── ${name}: ${code === 0 ? 'ok' : `FAILED (${code})`} in ${seconds} s\n${text.trimEnd()}`,
      );
      resolve({ name, code: code ?? 1 });
    });
  });
}

/** A step that is one check: passes or fails as a whole. */
const check = async (name, command, args) => {
  const { code } = await run(name, command, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
};

const MOST_AGAIN = 10; // files; more than that is no matter of a busy machine

/** One run of vitest: what its report says, or why there is none. */
async function look(project, name, extra) {
  const report = join(REPORTS, `${name}.json`);
  const bin = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const { code } = await run(`vitest ${name}`, process.execPath, [
    bin,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...extra,
  ]);
  try {
    return { code, files: JSON.parse(readFileSync(report, 'utf8')).testResults };
  } catch (error) {
    console.log(`no report of ${name}: ${error.message}`);
    return { code: code || 1, files: [] };
  }
}

/** Tests counted one by one; a file that could not run, a run that failed otherwise or ran no test: one failure. */
function count({ code, files }) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(({ status }) => status === 'failed').length;
  const bad = code !== 0 || passed === 0;
  return { passed, failed: bad ? Math.max(failed, 1) : failed };
}

/**
 * A vitest project. Files that failed are run once more, alone: beside others, real calls run late on a slow machine. What
 * fails alone too has failed; what doesn't is named, so that a test that often needs this can be mended.
 */
async function vitest(project) {
  const first = await look(project, project, []);
  const bad = first.files.filter(({ status }) => status === 'failed').map(({ name }) => name);
  if (first.code === 0 || bad.length === 0 || bad.length > MOST_AGAIN) return count(first);
  const again = async () => {
    const second = await look(project, `${project} again`, ['--no-file-parallelism', ...bad]);
    console.log(`run again, alone: ${bad.map((file) => relative(ROOT, file)).join(', ')}`);
    const kept = first.files.filter(({ name }) => !bad.includes(name));
    return count({ code: second.code, files: [...kept, ...second.files] });
  };
  return { again };
}

const npx = (name, bin, args) => check(name, process.execPath, [join(ROOT, 'node_modules', bin), ...args]);
const program = (name, file, args = []) => check(name, process.execPath, ['--import', 'tsx', file, ...args]);
/** A program with real calls: as with the files of vitest, a failure is looked at once more. */
const realCalls = async (name, file, args = []) => {
  const first = await program(name, file, args);
  return first.failed === 0 ? first : { again: () => program(`${name} again`, file, args) };
};

setUp();
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const only = process.argv[2]; // `npm test -- e2e` runs one stage, for people in a hurry
const stages = {
  // Fetching the lab's telephony waits on the network; linting and types wait on the processor.
  static: () =>
    Promise.all([
      program('lab install', 'lab/cli.ts', ['install']),
      (async () => [
        await check('lint', 'npm', ['run', '--silent', 'lint']),
        await npx('types', 'typescript/bin/tsc', ['--noEmit', '-p', '.']),
      ])(),
    ]),
  unit: () => vitest('unit'),
  contract: async () => [
    await vitest('contract'),
    await program('recorded exchanges', 'tests/contract/run.ts'),
  ],
  crash: () => program('outbox crash points', 'tests/crash/run.ts', ['--runs', '1500']),
  build: async () => [
    await npx('build', 'wxt/bin/wxt.mjs', ['build']),
    await npx('build for tests', 'wxt/bin/wxt.mjs', ['build', '--mode', 'e2e']),
  ],
  e2e: () => vitest('e2e'),
  hostile: () => realCalls('hostile pages', 'tests/hostile/run.ts'),
  // By chance, but the same chance every time: whoever breaks it can look at it again.
  soak: () => realCalls('soak', 'tests/soak/run.ts', ['--minutes', '1.5', '--seed', '3']),
};
/** One after another; a pair side by side: the contract's calls mostly wait for rings and time limits of the PBX. */
const ORDER = [['static'], ['unit', 'contract'], ['crash'], ['build'], ['e2e'], ['hostile'], ['soak']];
if (only && !Object.hasOwn(stages, only)) {
  console.error(`no stage "${only}"; there are: ${Object.keys(stages).join(', ')}`);
  process.exit(2);
}
const results = [];
for (const names of only ? [[only]] : ORDER) {
  results.push(await Promise.all(names.map((name) => stages[name]())));
}
// Steps side by side are over: now each has the machine for itself.
const flat = [];
for (const result of results.flat(Infinity)) flat.push(result.again ? await result.again() : result);
const sum = (key) => flat.reduce((total, result) => total + result[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 && sum('passed') > 0 ? 0 : 1);
