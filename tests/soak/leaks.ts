/** What should be gone after a call, and how much memory is left in use: asked after a forced collection. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession } from 'puppeteer';
import { LOG_LINES_KEPT, type Log, type LogLine } from '@/lib/diagnostics/log';
import type { Stage } from './stage';

declare global {
  interface Window {
    phonePorts?: () => { views: number; pages: number };
    phoneLog?: Log;
  }
}

interface Living {
  /** Peer connections that are not closed. */
  readonly peers: number;
  /** Peer connections that could not be collected, closed ones too. */
  readonly peerObjects: number;
  readonly liveTracks: number;
  readonly openSockets: number;
  readonly audioContexts: number;
}
/** Calls after which the log's ring is filled with lines of its own, or half an hour would see nothing but it filling. */
const FILL_AFTER_CALLS = 10;
/** One SIP socket and the console's; one of each may be opening while its predecessor closes. */
const SOCKETS_AT_MOST = 4;
/** The call that has just ended may still be on the stack of a promise: looked at again after a moment, then it is a leak. */
const LOOK_AGAIN_MS = 1000;
const LOOKS = 3;

export class Leaks {
  private calls = 0;

  private constructor(
    private readonly stage: Stage,
    private readonly session: CDPSession,
    private readonly idle: Living,
    private readonly idlePorts: number,
  ) {}

  /** What an idle phone has is what it may have after every call. */
  static async open(stage: Stage): Promise<Leaks> {
    const session = await stage.phone.createCDPSession();
    return new Leaks(stage, session, await living(session), await ports(stage));
  }

  /** Between two calls. */
  async look(): Promise<void> {
    const { stage, session, idle } = this;
    if ((this.calls += 1) === FILL_AFTER_CALLS) await fillLog(stage);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    stage.ledger.heap.push({ atMs: Date.now() - stage.ledger.startedAt, bytes: usedSize });
    let now = await living(session);
    for (let look = 1; look < LOOKS && now.peerObjects > idle.peerObjects; look += 1) {
      await delay(LOOK_AGAIN_MS);
      now = await living(session); // collects, too
    }
    const more: string[] = [];
    if (now.peers > idle.peers) more.push(`${now.peers} open peer connections`);
    if (now.peerObjects > idle.peerObjects) more.push(`${now.peerObjects} peer connections in memory`);
    if (now.liveTracks > idle.liveTracks) more.push(`${now.liveTracks} live tracks`);
    if (now.openSockets > SOCKETS_AT_MOST) more.push(`${now.openSockets} open sockets`);
    if (now.audioContexts > idle.audioContexts + 1) more.push(`${now.audioContexts} audio contexts`); // the listener's own
    if (more.length > 0) stage.ledger.leak(`while idle: ${more.join(', ')}`);
  }

  /** At the end, when nobody is struck any more. */
  async finish(): Promise<void> {
    const now = await ports(this.stage);
    if (now > this.idlePorts) this.stage.ledger.leak(`${now} ports, ${this.idlePorts} at the start`);
    await this.session.detach();
  }
}

/** The ring as it is after some hours: the lines of the calls so far, again and again. */
const fillLog = ({ phone }: Pick<Stage, 'phone'>): Promise<void> =>
  phone.evaluate((kept) => {
    const { phoneLog } = window;
    if (!phoneLog) throw new Error('this build does not hand out its log');
    const lines = JSON.stringify(phoneLog.lines());
    for (let count = 0; count < kept;) {
      for (const { level, area, what, data } of JSON.parse(lines) as LogLine[]) {
        phoneLog[level](area, what, data);
        count += 1;
      }
    }
  }, LOG_LINES_KEPT);

async function living(session: CDPSession): Promise<Living> {
  const group = 'soak';
  const count = async (constructor: string, keep: string): Promise<{ all: number; kept: number }> => {
    const { result: prototype } = await session.send('Runtime.evaluate', {
      expression: `${constructor}.prototype`,
      objectGroup: group,
    });
    const { objects } = await session.send('Runtime.queryObjects', {
      prototypeObjectId: prototype.objectId ?? '',
      objectGroup: group,
    });
    const { result } = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration: `function () { return [this.length, this.filter((one) => ${keep}).length]; }`,
      returnByValue: true,
    });
    const [all = 0, kept = 0] = result.value as number[];
    return { all, kept };
  };
  try {
    const peers = await count('RTCPeerConnection', "one.connectionState !== 'closed'");
    const tracks = await count('MediaStreamTrack', "one.readyState === 'live'");
    const sockets = await count('WebSocket', 'one.readyState < 2');
    const contexts = await count('AudioContext', "one.state !== 'closed'");
    return {
      peers: peers.kept,
      peerObjects: peers.all,
      liveTracks: tracks.kept,
      openSockets: sockets.kept,
      audioContexts: contexts.kept,
    };
  } finally {
    await session.send('Runtime.releaseObjectGroup', { objectGroup: group });
  }
}

/** Ports that the phone document holds: of views and of pages. The build for tests says so. */
const ports = ({ phone }: Pick<Stage, 'phone'>): Promise<number> =>
  phone.evaluate(() => {
    const counts = window.phonePorts?.();
    if (!counts) throw new Error('this build does not tell its ports');
    return counts.views + counts.pages;
  });
