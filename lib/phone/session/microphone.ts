/** The microphone is asked for in the options page only; here we look, say what is missing, and never register deaf. */
import type { PhoneContext } from '../context';
import type { MicrophoneState } from '../ports';
import type { ErrorCode } from '@/lib/diagnostics';

function problemOf(state: MicrophoneState, hadIt: boolean): ErrorCode | null {
  if (state === 'granted') return null;
  if (state === 'missing') return 'microphoneMissing';
  // "Only this time" was chosen: the permission went with the options tab (platform.md §4.2).
  return state === 'prompt' && hadIt ? 'microphoneOnce' : 'microphoneDenied';
}

/** What is known to be wrong with the microphone, without looking. */
export function microphoneProblem(phone: PhoneContext): ErrorCode | null {
  const { microphone } = phone.store.get().devices;
  return microphone === 'unknown' ? null : problemOf(microphone, phone.hadMicrophone);
}

/** Looks at permission and devices and tells the state; resolves with the problem, null when all is well. */
export async function lookAtMicrophone(phone: PhoneContext): Promise<ErrorCode | null> {
  const { audio } = phone.ports;
  const had = phone.store.get().devices.microphone === 'granted' || phone.hadMicrophone;
  const [microphone, found] = await Promise.all([audio.permission(), audio.devices()]);
  phone.hadMicrophone = had || microphone === 'granted';
  const before = phone.store.get().devices;
  phone.store.set({ devices: { ...before, ...found, microphone } });
  const problem = problemOf(microphone, had);
  phone.clear('microphone');
  if (problem) phone.notice(problem);
  if (phone.store.get().session.kind !== 'signedOut')
    phone.agent({ type: 'microphone', ok: !problem, at: phone.now() });
  return problem;
}
