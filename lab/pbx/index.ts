import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { claimPorts, LOOPBACK } from '@/lab/ports';
import { Ami } from './ami';
import { openAmiGate } from './ami-gate';
import { Asterisk } from './asterisk';
import { startEdge, type Edge } from './edge';
import { install } from './install';
import { Pbx, type PbxAddresses } from './pbx';
import { makeRunFolder, removeRunFolder } from './run-folder';
import { DEFAULT_WORLD, type PbxWorld } from './world';

export { Ami, AmiError, type AmiAddress, type AmiMessage } from './ami';
export { MUSIC_ON_HOLD_HZ } from './asterisk';
export { install } from './install';
export { Pbx, type PbxAddresses, type SipCredentials } from './pbx';
export type { RtpDirection } from './rtpengine';
export { toneWav } from './tone';
export { wav } from './wav';
export {
  DEFAULT_WORLD,
  queueName,
  type PbxAgent,
  type PbxCampaign,
  type PbxDid,
  type PbxWorld,
} from './world';

export interface PbxOptions {
  /** Leave Kamailio and rtpengine out: browsers register at Asterisk itself, with ordinary passwords. */
  core?: boolean;
  /** Secret of the ephemeral credentials; made up when absent. */
  secret?: string;
  world?: PbxWorld;
  /** Ban addresses that send more requests than this, as the real edge does; off by default. */
  flood?: { requests: number; windowS: number; banS: number };
  log?: (line: string) => void;
}

// Enough for two dozen calls at once: each leg takes two ports on each side that relays it.
const ASTERISK_RTP_PORTS = 160;
const RTPENGINE_PORTS = 200;

/** Fetches what is missing, then starts the telephony of one installation on free ports. */
export async function startPbx(options: PbxOptions = {}): Promise<Pbx> {
  const core = options.core ?? false;
  const world = options.world ?? DEFAULT_WORLD;
  const secret = options.secret ?? randomBytes(16).toString('hex');
  const installed = await install({ core, log: options.log });
  const ports = await claimPorts();
  const dir = await makeRunFolder();
  const ami = { host: LOOPBACK, port: ports.one(), username: 'lab', secret: randomBytes(16).toString('hex') };
  const managerPort = ports.one();
  const sip = ports.one();
  const carrierPort = ports.one();
  const coreWs = ports.one();
  const started: { stop(): Promise<void> }[] = [];
  const release = async () => {
    await Promise.all(started.map((one) => one.stop()));
    await ports.release();
    await removeRunFolder(dir);
  };
  try {
    await mkdir(join(dir, 'asterisk'));
    const asterisk = await Asterisk.prepare(installed.asterisk, {
      dir: join(dir, 'asterisk'),
      ports: { sip, ami: managerPort, coreWs, rtp: ports.range(ASTERISK_RTP_PORTS) },
      ami: { ...ami, port: managerPort },
      world,
      core,
      secret,
      carrierPort,
    });
    started.push(asterisk);
    const edgePorts = { udp: ports.one(), ws: ports.one(), wss: ports.one(), ng: ports.one() };
    const startEdgeHere = async (): Promise<Edge | undefined> => {
      if (!installed.edge) return undefined;
      const settings = {
        ports: { ...edgePorts, rtp: ports.range(RTPENGINE_PORTS) },
        asteriskSip: sip,
        secret,
      };
      const edge = await startEdge(installed.edge, join(dir, 'edge'), { ...settings, flood: options.flood });
      started.push(edge);
      return edge;
    };
    const [edge] = await Promise.all([startEdgeHere(), asterisk.start()]);
    started.push(await openAmiGate(ami.port, managerPort));
    const addresses: PbxAddresses = {
      ws: `ws://${LOOPBACK}:${core ? coreWs : edgePorts.ws}/ws`,
      wss: core ? undefined : `wss://${LOOPBACK}:${edgePorts.wss}/ws`,
      asteriskSip: sip,
      rtpengine: core ? undefined : edgePorts.ng,
      carrierPort,
      ami,
    };
    const pbx = new Pbx({
      dir,
      addresses,
      core,
      secret,
      asterisk,
      edge,
      release,
      ami: await Ami.connect(ami),
      world,
    });
    await pbx.seed();
    return pbx;
  } catch (error) {
    await release();
    throw error;
  }
}
