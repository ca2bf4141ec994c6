// Set-up for every command, in plain Node: it runs before `npm ci` has.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const onPath = (command) =>
  (process.env.PATH ?? '').split(delimiter).some((dir) => dir && existsSync(join(dir, command)));
const CHROMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** What has to be on the machine, and the Debian package that brings it. */
const SYSTEM = [
  { package: 'chromium', here: () => Boolean(process.env.CHROME_PATH) || CHROMES.some(onPath) },
  { package: 'openssl', here: () => onPath('openssl') }, // certificates of the lab
  { package: 'iproute2', here: () => onPath('ip') || onPath('../sbin/ip') }, // addresses for the lab's ICE mapping
];

function sh(command, args, options = {}) {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
}

function ensureSystem() {
  const missing = SYSTEM.filter((item) => !item.here()).map((item) => item.package);
  if (missing.length === 0) return;
  const root = process.getuid?.() === 0;
  const prefix = root ? [] : onPath('sudo') ? ['sudo', '-n'] : null;
  if (!onPath('apt-get') || !prefix) {
    console.error(
      `Please install: ${missing.join(' ')}  (for example: sudo apt-get install -y ${missing.join(' ')})`,
    );
    process.exit(2);
  }
  console.error(`installing ${missing.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'apt-get', '-qq', ...args];
    return sh(command, rest, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  };
  if (!(apt('update') && apt('install', '-y', '--no-install-recommends', ...missing))) {
    console.error(`Could not install ${missing.join(' ')}; please install them by hand and try again.`);
    process.exit(2);
  }
}

function ensureModules() {
  const marker = join(ROOT, 'node_modules', '.package-lock.json');
  const fresh =
    existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs;
  if (fresh) return;
  console.error('installing packages (npm ci) …');
  const env = { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' };
  const done = sh('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

export function setUp() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    console.error(`Node 20 or newer is needed, this is ${process.versions.node}.`);
    process.exit(2);
  }
  ensureSystem();
  ensureModules();
}
