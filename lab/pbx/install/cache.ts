import { access, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const FOLDER = 'agent-phone-lab';
const FORMAT = 'v1'; // raise when the choice of packages changes
const LOCK_POLL_MS = 200;
const OTHERS_MAY_ENTER = 0o001;

/**
 * Where the unpacked programs are kept between runs. Root runs the lab's daemons as `nobody`, who can't look into a
 * closed home folder; then the system's cache folder is used.
 */
export async function cacheFolder(): Promise<string> {
  const wished = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const isRoot = process.getuid?.() === 0;
  const base = isRoot && !(await othersMayEnter(wished)) ? '/var/cache' : wished;
  return join(base, FOLDER, `${FORMAT}-${process.arch}`);
}

async function othersMayEnter(path: string): Promise<boolean> {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    const info = await stat(folder).catch(() => undefined);
    if (info && (info.mode & OTHERS_MAY_ENTER) === 0) return false;
  }
  return true;
}

/**
 * Makes `path` exist by running `build` on a scratch folder and renaming it: a half-built folder is never seen. When
 * two processes want the same path, one builds and the other waits.
 */
export async function buildOnce(path: string, build: (scratch: string) => Promise<void>): Promise<void> {
  const lock = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    if (await exists(path)) return;
    if (await takeLock(lock)) break;
    await delay(LOCK_POLL_MS);
  }
  const scratch = `${path}.new`;
  try {
    if (await exists(path)) return; // the one who held the lock before us built it
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch, { recursive: true });
    await build(scratch);
    await rename(scratch, path);
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await rm(lock, { recursive: true, force: true });
  }
}

async function takeLock(lock: string): Promise<boolean> {
  const made = await mkdir(lock).then(
    () => true,
    () => false,
  );
  if (made) {
    await writeFile(join(lock, 'pid'), String(process.pid));
    return true;
  }
  const pid = Number(await readFile(join(lock, 'pid'), 'utf8').catch(() => ''));
  const age = Date.now() - ((await stat(lock).catch(() => undefined))?.mtimeMs ?? Date.now());
  const NO_PID_AFTER_MS = 5000; // the holder died between making the folder and writing its id
  if (pid ? !isAlive(pid) : age > NO_PID_AFTER_MS) await rm(lock, { recursive: true, force: true });
  return false;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
