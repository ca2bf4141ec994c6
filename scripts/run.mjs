// node scripts/run.mjs FILE.ts [ARG …]: installs what is missing, then runs a TypeScript program of the project.
import { spawn } from 'node:child_process';
import { ROOT, setUp } from './lib/setup.mjs';

setUp();
const child = spawn(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
