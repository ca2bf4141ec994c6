import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { run } from './run';

export interface PackageSet {
  /** Debian suite the packages come from. */
  suite: string;
  packages: readonly string[];
  /** Names that apt is told are installed already, so that it fetches less. Unknown names do no harm. */
  pretended: readonly string[];
}

const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
// Nothing here is read at run time; without these the folder is twice as big.
const LEFT_OUT = [
  './usr/share/doc',
  './usr/share/man',
  './usr/share/locale',
  './usr/share/i18n',
  './usr/lib/*/gconv',
];

/**
 * Fetches packages and everything they depend on, libc included, and unpacks them under `prefix`. Needs no root and
 * leaves the machine's own package database alone: apt works on private state, signatures are still checked.
 */
export async function unpackPackages(set: PackageSet, prefix: string, scratch: string): Promise<void> {
  const apt = await privateApt(set, scratch);
  await run('apt-get', [...apt, '-qq', 'update']);
  await run('apt-get', [...apt, '-q', '-y', '--download-only', 'install', ...set.packages]);
  await layOutMergedUsr(prefix);
  const archives = join(scratch, 'archives');
  for (const file of await readdir(archives)) {
    if (file.endsWith('.deb')) await unpackOne(join(archives, file), prefix);
  }
}

async function unpackOne(deb: string, prefix: string): Promise<void> {
  const excluded = LEFT_OUT.map((path) => `--exclude='${path}'`).join(' ');
  const script = `dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --keep-directory-symlink --no-same-owner --wildcards ${excluded}`;
  await run('sh', ['-c', script, 'unpack', deb, prefix]);
}

/** Debian's packages expect /lib and friends to be links into /usr. */
async function layOutMergedUsr(prefix: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(prefix, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, join(prefix, name));
  }
}

async function privateApt(set: PackageSet, scratch: string): Promise<string[]> {
  const at = (path: string) => join(scratch, path);
  for (const path of ['lists/partial', 'archives/partial', 'sources.d', 'preferences.d']) {
    await mkdir(at(path), { recursive: true });
  }
  const architecture = (await run('dpkg', ['--print-architecture'])).trim();
  await writeFile(
    at('sources.d/lab.sources'),
    `Types: deb\nURIs: ${await mirror()}\nSuites: ${set.suite}\nComponents: main\nSigned-By: ${DEBIAN_KEYRING}\n`,
  );
  await writeFile(at('status'), set.pretended.map((name) => pretend(name, architecture)).join('\n'));
  const options: Record<string, string> = {
    'Dir::State': scratch,
    'Dir::State::Lists': at('lists'),
    'Dir::State::status': at('status'),
    'Dir::Cache': scratch,
    'Dir::Cache::archives': at('archives'),
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': at('sources.d'),
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': at('preferences.d'),
    'APT::Sandbox::User': userInfo().username, // else root's apt drops to _apt, which can't write in our folder
    'APT::Install-Recommends': 'false',
    'APT::Update::Post-Invoke': '',
    'APT::Update::Post-Invoke-Success': '',
    'DPkg::Post-Invoke': '',
    'Acquire::Languages': 'none',
    'Acquire::PDiffs': 'false',
    'Acquire::Retries': '3',
    'Acquire::Check-Valid-Until': 'false', // snapshots and slow mirrors
    'Debug::NoLocking': '1',
  };
  return Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

/**
 * The Debian archive this machine's own apt uses. apt is asked what an update would fetch: that counts every form of its
 * configuration, and works before the first update, when there are no lists to look into.
 */
async function mirror(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8');
  const codename = /^VERSION_CODENAME=(\S+)/m.exec(release)?.[1] ?? 'bookworm';
  const uris = await run('apt-get', ['-o', 'Debug::NoLocking=1', 'update', '--print-uris']);
  const found = new RegExp(
    `^'([^']+)/dists/(?:${codename}|stable|testing|sid|unstable)/InRelease'`,
    'm',
  ).exec(uris)?.[1];
  if (!found)
    throw new Error(`this machine's apt has no Debian archive for ${codename}; add one to its sources`);
  return found;
}

function pretend(name: string, architecture: string): string {
  return [
    `Package: ${name}`,
    'Status: install ok installed',
    'Version: 999:9',
    `Architecture: ${architecture}`,
    'Multi-Arch: same',
    'Maintainer: lab',
    'Description: not needed by the lab',
    '',
  ].join('\n');
}
