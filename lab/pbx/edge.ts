import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { join } from 'node:path';
import { LOOPBACK } from '@/lab/ports';
import { giveAway } from './asterisk';
import { kamailioCfg, type KamailioSettings } from './config/kamailio';
import { startDaemon, untilReady, type Daemon } from './daemon';
import { run } from './install/run';
import type { Prefix } from './install';

const USERSPACE = '--table=-1'; // packets are forwarded by the program itself: no kernel module, no root
const PING_TIMEOUT_MS = 200;

/** Kamailio and rtpengine in front of Asterisk, as every real installation has them. */
export interface Edge {
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

export async function startEdge(
  prefix: Prefix,
  dir: string,
  settings: Omit<KamailioSettings, 'moduleDir' | 'certificate'>,
): Promise<Edge> {
  await mkdir(join(dir, 'run'), { recursive: true });
  const certificate = await selfSigned(dir);
  const moduleDir = await prefix.folderOf('auth_ephemeral.so');
  const cfg = join(dir, 'kamailio.cfg');
  await writeFile(cfg, kamailioCfg({ ...settings, moduleDir, certificate }));
  await giveAway(dir);
  const { ports } = settings;
  const rtpengine = startDaemon({
    name: 'rtpengine',
    command: [
      ...prefix.command('usr/bin/rtpengine'),
      '--config-file=none',
      USERSPACE,
      `--interface=${LOOPBACK}`,
      `--listen-ng=${LOOPBACK}:${ports.ng}`,
      `--port-min=${ports.rtp.min}`,
      `--port-max=${ports.rtp.max}`,
      '--foreground',
      '--log-stderr',
      '--log-level=5',
      '--num-threads=2',
    ],
    cwd: dir,
    logFile: join(dir, 'rtpengine.log'),
  });
  const kamailio = startDaemon({
    name: 'kamailio',
    command: [
      ...prefix.command('usr/sbin/kamailio'),
      '-f',
      cfg,
      '-Y',
      join(dir, 'run'),
      '-P',
      join(dir, 'run/kamailio.pid'),
      '-w',
      join(dir, 'run'),
      '-m', // MiB shared
      '64',
      '-M', // MiB per process
      '8',
      '-DD',
      '-E',
    ],
    cwd: dir,
    logFile: join(dir, 'kamailio.log'),
  });
  const daemons: Daemon[] = [kamailio, rtpengine];
  const stop = async () => {
    await Promise.all(daemons.map((one) => one.stop()));
  };
  try {
    await untilReady(rtpengine, 'rtpengine', () => pongs(ports.ng));
    await untilReady(kamailio, 'Kamailio', () => accepts(ports.ws));
  } catch (error) {
    await stop();
    throw error;
  }
  return { pids: daemons.map((one) => one.pid), stop };
}

/** A certificate for localhost; browsers need to be told to accept it. */
export async function selfSigned(dir: string): Promise<{ cert: string; key: string }> {
  const cert = join(dir, 'lab.crt');
  const key = join(dir, 'lab.key');
  const names = `subjectAltName=DNS:localhost,IP:${LOOPBACK}`;
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '3650',
    '-subj',
    '/CN=localhost',
  ];
  await run('openssl', [...request, '-addext', names, '-keyout', key, '-out', cert]);
  await readFile(cert); // fails here, with the path, rather than later inside Kamailio
  return { cert, key };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Asks rtpengine's control port for a sign of life. */
function pongs(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const done = (answer: boolean) => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => done(false), PING_TIMEOUT_MS);
    socket.once('message', (reply) => done(reply.toString().includes('pong')));
    socket.once('error', () => done(false));
    socket.send('ping d7:command4:pinge', port, LOOPBACK);
  });
}
