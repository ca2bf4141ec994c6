import { rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './install';

const PREFIX = 'agent-phone-lab-';
const OWNER_FILE = 'owner';

const ours = new Set<string>();
process.on('exit', () => {
  for (const folder of ours) rmSync(folder, { recursive: true, force: true });
});

/** A folder for one run. It goes with {@link removeRunFolder}, at the end of this process, or when a later lab starts. */
export async function makeRunFolder(): Promise<string> {
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await writeFile(join(folder, OWNER_FILE), String(process.pid));
  await chmod(folder, 0o755); // the daemons are other users
  ours.add(folder);
  return folder;
}

export async function removeRunFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  ours.delete(folder);
}

/** Folders whose process was killed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const pid = Number(await readFile(join(folder, OWNER_FILE), 'utf8').catch(() => ''));
    if (pid && !isAlive(pid)) await rm(folder, { recursive: true, force: true });
  }
}
