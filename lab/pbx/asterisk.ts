import { chmod, chown, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ami, type AmiAddress } from './ami';
import { featuresConf, indicationsConf, musicOnHoldConf, queuesConf } from './config/calls';
import { coreFiles } from './config/core';
import { extensionsConf } from './config/dialplan';
import { EMPTY_FILES, modulesConf, OFF_FILES } from './config/modules';
import { pjsipConf } from './config/pjsip';
import type { AsteriskSettings } from './config/settings';
import { startDaemon, untilReady, type Daemon } from './daemon';
import type { Prefix } from './install';
import { toneWav } from './tone';
import type { PbxWorld } from './world';

export const MUSIC_ON_HOLD_HZ = [330, 495] as const;
const MUSIC_S = 20;
const RINGBACK_HZ = 425;
const RINGBACK_ON_S = 1;
const RINGBACK_OFF_S = 4;
const NOBODY = 65534;

export class Asterisk {
  #daemon: Daemon | undefined;

  private constructor(
    readonly settings: AsteriskSettings,
    private readonly prefix: Prefix,
  ) {}

  /** Writes the configuration; nothing runs yet. */
  static async prepare(prefix: Prefix, settings: Omit<AsteriskSettings, 'moduleDir'>): Promise<Asterisk> {
    const moduleDir = await prefix.folderOf('chan_pjsip.so');
    const asterisk = new Asterisk({ ...settings, moduleDir }, prefix);
    await asterisk.#layOut();
    return asterisk;
  }

  get pid(): number {
    return this.#daemon?.pid ?? 0;
  }

  get amiAddress(): AmiAddress {
    return this.settings.ami;
  }

  get spool(): string {
    return join(this.settings.dir, 'spool', 'monitor');
  }

  async start(): Promise<void> {
    const { dir } = this.settings;
    const command = [
      ...this.prefix.command('usr/sbin/asterisk'),
      '-C',
      join(dir, 'etc/asterisk.conf'),
      '-f',
      '-n',
    ];
    const daemon = startDaemon({ name: 'asterisk', command, cwd: dir, logFile: join(dir, 'log/console') });
    this.#daemon = daemon;
    await untilReady(daemon, 'Asterisk', () => this.#booted());
  }

  async stop(): Promise<void> {
    await this.#daemon?.stop();
  }

  async writeQueues(world: PbxWorld): Promise<void> {
    await writeFile(join(this.settings.dir, 'etc/queues.conf'), queuesConf(world));
  }

  async #booted(): Promise<boolean> {
    const ami = await Ami.connect(this.settings.ami).catch(() => undefined); // not listening yet
    if (!ami) return false;
    await ami.command('core waitfullybooted');
    ami.close();
    return true;
  }

  async #layOut(): Promise<void> {
    const { dir, moduleDir, world } = this.settings;
    const folders = [
      'etc',
      'run',
      'log',
      'cache',
      'moh/hold',
      'moh/ringback',
      'lib/sounds',
      'spool/monitor',
      'spool/tmp',
      'spool/outgoing',
    ];
    for (const folder of folders) await mkdir(join(dir, folder), { recursive: true });
    const share = join(this.prefix.root, 'usr/share/asterisk');
    for (const name of await readdir(share)) {
      // 22 reads its own documentation at start; without it no module gets its configuration
      if (name !== 'sounds' && name !== 'moh') await symlink(join(share, name), join(dir, 'lib', name));
    }
    await symlink(join(share, 'sounds/en_US_f_Allison'), join(dir, 'lib/sounds/en'));
    await writeFile(join(dir, 'moh/hold/hold.wav'), toneWav(MUSIC_ON_HOLD_HZ, MUSIC_S));
    await writeFile(
      join(dir, 'moh/ringback/ringback.wav'),
      toneWav([RINGBACK_HZ], RINGBACK_ON_S, RINGBACK_OFF_S),
    );
    const files: Record<string, string> = {
      ...Object.fromEntries(EMPTY_FILES.map((name) => [name, ''])),
      ...OFF_FILES,
      ...coreFiles(this.settings),
      'modules.conf': modulesConf(new Set(await readdir(moduleDir))),
      'pjsip.conf': pjsipConf(this.settings),
      'features.conf': featuresConf(),
      'queues.conf': queuesConf(world),
      'musiconhold.conf': musicOnHoldConf({
        hold: join(dir, 'moh/hold'),
        ringback: join(dir, 'moh/ringback'),
      }),
      'indications.conf': indicationsConf(),
      'extensions.conf': extensionsConf(),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, 'etc', name), text);
    await giveAway(dir);
  }
}

/** Root's daemons run as nobody and must be able to write in their run folder. */
export async function giveAway(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  await chown(folder, NOBODY, NOBODY);
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await giveAway(join(folder, entry.name));
    else if (entry.isFile()) await chown(join(folder, entry.name), NOBODY, NOBODY);
  }
}
