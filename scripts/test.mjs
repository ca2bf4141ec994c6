// npm test: everything, from a fresh clone. Ends with one line: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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

/** A vitest project: counted test by test. A run that leaves no report, or no test, is a failure. */
async function vitest(project, extra = []) {
  const report = join(REPORTS, `${project}.json`);
  const bin = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const { code } = await run(`vitest ${project}`, process.execPath, [
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
    const json = JSON.parse(readFileSync(report, 'utf8'));
    const failed = json.numFailedTests + json.numFailedTestSuites * (json.numFailedTests === 0 ? 1 : 0);
    if (json.numPassedTests === 0) return { passed: 0, failed: failed + 1 };
    return { passed: json.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
  } catch (error) {
    console.log(`no report of ${project}: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

const npx = (name, bin, args) => check(name, process.execPath, [join(ROOT, 'node_modules', bin), ...args]);
const program = (name, file, args = []) => check(name, process.execPath, ['--import', 'tsx', file, ...args]);

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
  hostile: () => program('hostile pages', 'tests/hostile/run.ts'),
  // By chance, but the same chance every time: whoever breaks it can look at it again.
  soak: () => program('soak', 'tests/soak/run.ts', ['--minutes', '1.5', '--seed', '3']),
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
const flat = results.flat(Infinity);
const sum = (key) => flat.reduce((total, result) => total + result[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 && sum('passed') > 0 ? 0 : 1);
