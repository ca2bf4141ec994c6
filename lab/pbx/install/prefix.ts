import { access, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from './run';

/** Packages unpacked under one folder, run through their own dynamic loader. */
export interface Prefix {
  root: string;
  /** `[loader, --library-path, …, program]`: append the program's own arguments. */
  command(program: string): string[];
  /** Folder that holds a loadable module of this file name. */
  folderOf(fileName: string): Promise<string>;
}

const LOADERS = ['x86_64-linux-gnu/ld-linux-x86-64.so.2', 'aarch64-linux-gnu/ld-linux-aarch64.so.1'];

export async function openPrefix(root: string): Promise<Prefix> {
  const lib = join(root, 'usr/lib');
  const loader = await firstPresent(LOADERS.map((path) => join(lib, path)));
  if (!loader) throw new Error(`no dynamic loader in ${root}`);
  const libraries = [dirname(loader), lib, join(dirname(loader), 'kamailio')].join(':');
  return {
    root,
    // --library-path and not LD_LIBRARY_PATH: programs that Asterisk starts must keep the machine's own libraries.
    command: (program) => [loader, '--library-path', libraries, join(root, program)],
    async folderOf(fileName) {
      const found = await find(lib, fileName);
      if (!found) throw new Error(`${fileName} is missing in ${root}`);
      return dirname(found);
    },
  };
}

/** Throws with the list of what is missing unless programs and modules are there and all their libraries resolve. */
export async function assertComplete(
  prefix: Prefix,
  programs: readonly string[],
  modules: readonly string[],
): Promise<void> {
  const problems: string[] = [];
  const files = programs.map((program) => join(prefix.root, program));
  for (const name of modules) {
    const found = await find(join(prefix.root, 'usr/lib'), name);
    if (found) files.push(found);
    else problems.push(`${name} is missing`);
  }
  const [loader = '', flag = '', libraries = ''] = prefix.command('');
  for (const file of files) {
    const listing = await run(loader, [flag, libraries, '--list', file]).catch(
      (error: Error) => error.message,
    );
    for (const line of listing.split('\n')) {
      if (/not found|cannot open/.test(line)) problems.push(`${file}: ${line.trim()}`);
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

async function find(folder: string, fileName: string): Promise<string | undefined> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name === fileName) return path;
    if (entry.isDirectory()) {
      const found = await find(path, fileName);
      if (found) return found;
    }
  }
  return undefined;
}

async function firstPresent(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return undefined;
}
