/** Looks at everything a call needs, one thing after the other, and tells each finding as soon as it is there. */
import type { CommandResult, PhoneCommand, PhoneState } from '@/lib/phone';
import type { SelfTest, SelfTestResult } from '@/lib/diagnostics';
import type { Settings } from '@/lib/settings';
import type { Microphone } from '../microphone';
import { testCandidates, testLoopback } from './media';
import { testSockets } from './socket';
import { testMicrophone, testOutput } from './sound';

export interface SelfTestSurroundings {
  readonly state: () => PhoneState | null;
  readonly settings: () => Settings;
  readonly microphone: Microphone;
  readonly send: (command: PhoneCommand) => Promise<CommandResult>;
}
type Tell = (results: readonly SelfTestResult[]) => void;

export async function runSelfTest(around: SelfTestSurroundings, tell: Tell): Promise<void> {
  const results: SelfTestResult[] = [];
  const found = (...more: readonly SelfTestResult[]): void => {
    results.push(...more);
    tell([...results]);
  };
  const { devices } = around.state() ?? {};
  const chosen = devices?.chosen ?? around.settings().devices;
  found(await testMicrophone(around.microphone, chosen.microphoneId));
  found(await testOutput('speaker', chosen.speakerId, chosen.volume));
  found(await testOutput('ring', chosen.ringId, chosen.ringVolume));
  if (around.state() === null) {
    found(dead('server'), dead('session'), dead('socket'), dead('line'));
  } else {
    found(...(await ask<readonly SelfTestResult[]>(around, { type: 'testServer' }, [dead('server')])));
    found(await testSockets(await ask<readonly string[]>(around, { type: 'sipServers' }, [])));
    found(testLine(around.state()));
  }
  found(await testCandidates(around.settings().iceServers));
  found(await testLoopback());
  if (around.settings().testNumber !== '') found(await ask(around, { type: 'testCall' }, dead('testCall')));
  await around.send({ type: 'selfTested', results });
}

/** The phone document isn't there to be asked. */
const dead = (what: SelfTest): SelfTestResult => ({ what, ok: false, why: 'phoneDocumentLost' });

function testLine(state: PhoneState | null): SelfTestResult {
  if (state === null) return dead('line');
  const { phase, reason } = state.registration;
  if (phase === 'registered') return { what: 'line', ok: true };
  return { what: 'line', ok: false, why: reason ?? 'notConnected' };
}

/** From our own phone document, so its value is taken as it is. */
async function ask<T>(around: SelfTestSurroundings, command: PhoneCommand, otherwise: T): Promise<T> {
  const result = await around.send(command);
  return result.ok && result.value !== undefined ? (result.value as T) : otherwise;
}
