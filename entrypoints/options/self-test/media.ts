/** Which network paths this computer offers, and whether sound survives the way through the browser's own WebRTC. */
import type { SelfTestResult } from '@/lib/diagnostics';
import type { Settings } from '@/lib/settings';
import { readReport, sampleBetween, type RtpSnapshot } from '@/lib/sip/stats';

type IceServers = Settings['iceServers'];
type Kinds = NonNullable<NonNullable<SelfTestResult['facts']>['kinds']>;

/** A STUN server that answers does so in a round trip; a dead one is waited for no longer. */
const GATHER_MS = 4000;
const CONNECT_MS = 5000;
const SAMPLES = 3;
const SAMPLE_MS = 1000;
const GOOD_MOS = 3.6; // as the panel's meter

export async function testCandidates(iceServers: IceServers): Promise<SelfTestResult> {
  const connection = new RTCPeerConnection({ iceServers: [...iceServers] });
  const kinds = new Set<Kinds[number]>();
  const failed = new Set<string>();
  try {
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.type) kinds.add(candidate.type);
    });
    connection.addEventListener('icecandidateerror', ({ url }) => void failed.add(url));
    const gathered = new Promise<void>((resolve) => {
      connection.addEventListener('icegatheringstatechange', () => {
        if (connection.iceGatheringState === 'complete') resolve();
      });
      setTimeout(resolve, GATHER_MS);
    });
    connection.addTransceiver('audio');
    await connection.setLocalDescription();
    await gathered;
  } finally {
    connection.close();
  }
  const facts = { kinds: [...kinds] };
  const configured = (scheme: RegExp) => iceServers.some(({ urls }) => scheme.test(urls));
  // Without a NAT the reflexive address is the host's own and isn't told again: only a server that failed counts.
  const stunFailed = [...failed].some((url) => url.startsWith('stun'));
  if (kinds.size === 0) return { what: 'candidates', ok: false, why: 'noCandidates', facts };
  if (configured(/^turns?:/) && !kinds.has('relay'))
    return { what: 'candidates', ok: false, why: 'relayMissing', facts };
  if (stunFailed && !kinds.has('srflx'))
    return { what: 'candidates', ok: false, why: 'reflexiveMissing', facts };
  return { what: 'candidates', ok: true, facts };
}

export async function testLoopback(): Promise<SelfTestResult> {
  const context = new AudioContext();
  const [here, there] = [new RTCPeerConnection(), new RTCPeerConnection()];
  try {
    const target = context.createMediaStreamDestination();
    const oscillator = new OscillatorNode(context, { frequency: 440 });
    oscillator.connect(target);
    oscillator.start();
    for (const track of target.stream.getTracks()) here.addTrack(track, target.stream);
    there.addTransceiver('audio', { direction: 'recvonly' });
    if (!(await connects(here, there))) return { what: 'loopback', ok: false, why: 'loopbackDead' };
    const mos = await listen(there);
    if (mos === null) return { what: 'loopback', ok: false, why: 'loopbackDead' };
    const facts = { mos: Math.round(mos * 100) / 100 };
    return mos >= GOOD_MOS
      ? { what: 'loopback', ok: true, facts }
      : { what: 'loopback', ok: false, why: 'loopbackPoor', facts };
  } finally {
    here.close();
    there.close();
    await context.close();
  }
}

async function connects(here: RTCPeerConnection, there: RTCPeerConnection): Promise<boolean> {
  const give = (to: RTCPeerConnection) => (event: RTCPeerConnectionIceEvent) => {
    if (event.candidate)
      to.addIceCandidate(event.candidate).catch((thrown: unknown) => console.warn('candidate', thrown));
  };
  here.addEventListener('icecandidate', give(there));
  there.addEventListener('icecandidate', give(here));
  const connected = new Promise<boolean>((resolve) => {
    there.addEventListener('connectionstatechange', () => {
      if (there.connectionState === 'connected') resolve(true);
      if (there.connectionState === 'failed') resolve(false);
    });
    setTimeout(() => resolve(false), CONNECT_MS);
  });
  await here.setLocalDescription();
  if (here.localDescription) await there.setRemoteDescription(here.localDescription);
  await there.setLocalDescription();
  if (there.localDescription) await here.setRemoteDescription(there.localDescription);
  return connected;
}

/** The mean of a few seconds; null = not a packet came. */
async function listen(connection: RTCPeerConnection): Promise<number | null> {
  const scores: number[] = [];
  let before: RtpSnapshot | null = null;
  for (let turn = 0; turn <= SAMPLES; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    const now = readReport(await connection.getStats(), Date.now());
    const sample = before && now && sampleBetween(before, now);
    if (sample && sample.packetsIn > 0) scores.push(sample.mos);
    before = now;
  }
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
