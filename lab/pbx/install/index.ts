import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOnce, cacheFolder } from './cache';
import { unpackPackages, type PackageSet } from './packages';
import { assertComplete, openPrefix, type Prefix } from './prefix';

export { isAlive } from './cache';
export type { Prefix } from './prefix';

export interface Installed {
  asterisk: Prefix;
  /** Absent when only the core was asked for. */
  edge?: Prefix;
}

// The same major release as OMniLeads' own image; sid first, then whatever still carries a usable one.
const ASTERISK_SUITES = ['sid', 'testing', 'trixie', 'bullseye'];
const EDGE_SUITE = 'bookworm';
const ROOT = 'root'; // the unpacked file system, inside a cache entry

// What Debian's Asterisk pulls in for maintainer scripts, SNMP, SQL, GnuPG and other things the lab never loads.
const NOT_NEEDED = (
  'adduser base-passwd dbus debconf gnupg gpg gpg-agent gpgsm init-system-helpers libasound2 libasound2t64 ' +
  'libcodec2-1.2 libdebconfclient0 libgmime-3.0-0 libgmime-3.0-0t64 libgpgme11 libgpgme11t64 libgpgme45 libical3 ' +
  'libical3t64 libiksemel3 libjack-jackd2-0 libldap-2.4-2 libldap2 liblua5.1-0 libneon27-gnutls libneon27t64 libodbc1 ' +
  'libodbc2 libpam-modules libpam0g libperl5.32 libperl5.40 libperl5.42 libportaudio2 libpq5 libradcli4 libsnmp-base ' +
  'libsnmp40 libsnmp45 libsybdb5 login.defs lsb-base passwd perl perl-base perl-modules-5.32 perl-modules-5.42 tzdata ucf'
).split(' ');

const ASTERISK_MODULES = [
  'app_mixmonitor.so',
  'app_queue.so',
  'chan_pjsip.so',
  'codec_opus_open_source.so',
  'res_http_websocket.so',
  'res_musiconhold.so',
  'res_pjsip.so',
  'res_pjsip_dtmf_info.so',
  'res_pjsip_transport_websocket.so',
  'res_rtp_asterisk.so',
  'res_srtp.so',
];
const EDGE_MODULES = ['auth_ephemeral.so', 'rtpengine.so', 'tls.so', 'uac.so', 'websocket.so'];

/**
 * Fetches what is missing of Asterisk and, unless `core`, of Kamailio and rtpengine, both at once, into a cache that
 * later runs share. Takes about half a minute from nothing and none afterwards. Needs no root.
 */
export async function install(
  options: { core?: boolean; log?: (line: string) => void } = {},
): Promise<Installed> {
  const log = options.log ?? (() => undefined);
  const cache = await cacheFolder();
  const [asterisk, edge] = await Promise.all([
    installAsterisk(join(cache, 'asterisk'), log),
    options.core ? undefined : installEdge(join(cache, 'edge'), log),
  ]);
  return { asterisk, edge };
}

async function installAsterisk(path: string, log: (line: string) => void): Promise<Prefix> {
  await buildOnce(path, async (scratch) => {
    const failures: string[] = [];
    for (const suite of ASTERISK_SUITES) {
      log(`fetching Asterisk from ${suite}`);
      const packages = ['asterisk', 'asterisk-core-sounds-en-gsm'];
      if (suite === 'bullseye') packages.push('asterisk-opus'); // elsewhere opus is part of asterisk-modules
      try {
        await fetchInto(
          scratch,
          { suite, packages, pretended: NOT_NEEDED },
          ['usr/sbin/asterisk'],
          ASTERISK_MODULES,
        );
        return;
      } catch (error) {
        failures.push(`${suite}: ${(error as Error).message}`);
        log(`no usable Asterisk in ${suite}`);
      }
    }
    throw new Error(`no Debian suite has a usable Asterisk\n${failures.join('\n')}`);
  });
  return openPrefix(join(path, ROOT));
}

async function installEdge(path: string, log: (line: string) => void): Promise<Prefix> {
  const packages = [
    'kamailio',
    'kamailio-websocket-modules',
    'kamailio-tls-modules',
    'kamailio-autheph-modules',
  ];
  const set = { suite: EDGE_SUITE, packages: [...packages, 'rtpengine-daemon'], pretended: NOT_NEEDED };
  await buildOnce(path, async (scratch) => {
    log(`fetching Kamailio and rtpengine from ${EDGE_SUITE}`);
    await fetchInto(scratch, set, ['usr/sbin/kamailio', 'usr/bin/rtpengine'], EDGE_MODULES);
  });
  return openPrefix(join(path, ROOT));
}

async function fetchInto(
  scratch: string,
  set: PackageSet,
  programs: readonly string[],
  modules: readonly string[],
): Promise<void> {
  const root = join(scratch, ROOT);
  const apt = join(scratch, 'apt');
  for (const leftover of [root, apt]) await rm(leftover, { recursive: true, force: true });
  await mkdir(root);
  await unpackPackages(set, root, apt);
  await assertComplete(await openPrefix(root), programs, modules);
  await rm(apt, { recursive: true, force: true });
}
