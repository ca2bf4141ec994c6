/** Drivers without a PBX, for tests and for the recorded sections that used a stub in place of AMI. */
import { PbxNotConnected, PbxUnreachable, type PbxAnswer, type PbxDriver, type PbxEvent } from './pbx-driver';

export type FakePbxMode = 'down' | 'success' | 'error' | 'refusesLogin';
export interface FakePbx extends PbxDriver {
  /** Everything asked for, in order. */
  readonly asked: { readonly action: string; readonly detail: unknown }[];
  mode: FakePbxMode;
  /** Plays an event of the PBX. */
  tell: (event: PbxEvent) => void;
  /** How long an originate takes to answer. */
  originateMs: number;
}

export function createFakePbx(mode: FakePbxMode = 'success'): FakePbx {
  const asked: FakePbx['asked'] = [];
  const answer = (action: string, detail: unknown): Promise<PbxAnswer> => {
    if (fake.mode === 'down') return Promise.reject(new PbxUnreachable('connection refused'));
    if (fake.mode === 'refusesLogin') return Promise.reject(new PbxNotConnected('login refused'));
    asked.push({ action, detail });
    return Promise.resolve(fake.mode === 'success' ? { ok: true } : { ok: false, message: 'Error' });
  };
  const fake: FakePbx = {
    asked,
    mode,
    originateMs: 0,
    seed: () => Promise.resolve(),
    async originate(call) {
      const said = await answer('Originate', call);
      if (fake.originateMs > 0) await new Promise((done) => setTimeout(done, fake.originateMs));
      return said;
    },
    queueAdd: (member) => answer('QueueAdd', member),
    queueRemove: (member) => answer('QueueRemove', member),
    queuePause: (member) => answer('QueuePause', member),
    queueLog: (entry) => answer('QueueLog', entry),
    hangup: (endpoint) => answer('Hangup', endpoint),
    setPresence: () => Promise.resolve(),
    follow: (listener) => {
      fake.tell = listener;
      return Promise.resolve(() => undefined);
    },
    tell: () => undefined,
  };
  return fake;
}
