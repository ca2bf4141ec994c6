/** Calls the administrator's test number: the one test that goes all the way, through OMniLeads and the PBX, and back. */
import type { ErrorCode, SelfTestFinding, SelfTestResult } from '@/lib/diagnostics';
import type { CommandResult, PhoneCommand } from '../command';
import type { PhoneContext } from '../context';

/** OMniLeads calls us, the number answers; a real exchange may take this long. */
const ANSWER_MS = 30_000;
/** Five samples make a grade; the first second has none. */
const LISTEN_MS = 6_500;
const HANG_UP_MS = 5_000;
const LOOK_EVERY_MS = 100;
const GOOD_MOS = 3.6;

export async function runTestCall(
  phone: PhoneContext,
  handle: (command: PhoneCommand) => Promise<CommandResult>,
): Promise<SelfTestResult> {
  const { testNumber } = phone.settings;
  if (phone.store.get().call.phase !== 'idle' || phone.placing) return failed('callBusyNow');
  const before = phone.health.records().length;
  const asked = await handle({ type: 'call', number: testNumber, via: 'panel' });
  if (!asked.ok) return failed('code' in asked ? asked.code : 'callNotStarted');
  // A customer may come in between: never hang up on them.
  const requestedAt = phone.store.get().call.call?.requestedAt ?? null;
  const ours = (): boolean => phone.store.get().call.call?.requestedAt === requestedAt;
  const hangUp = async (): Promise<void> => {
    if (requestedAt !== null && ours()) await handle({ type: 'hangUp', confirmed: true });
  };
  await until(phone, ANSWER_MS, () => phase(phone) === 'talking' || !ours());
  if (phase(phone) !== 'talking' || !ours()) {
    await hangUp();
    return failed('callUnanswered');
  }
  await until(phone, LISTEN_MS, () => !ours());
  await hangUp();
  await until(phone, HANG_UP_MS, () => phone.health.records().length > before);
  const record = phone.health.records()[before];
  if (!record || record.packetsReceived === 0 || !record.mos) return failed('callSilent');
  const facts = { mos: record.mos.mean, ...(record.rttMs ? { rttMs: record.rttMs.mean } : {}) };
  return record.mos.mean >= GOOD_MOS
    ? { what: 'testCall', ok: true, facts }
    : { what: 'testCall', ok: false, why: 'callPoor', facts };
}

const failed = (why: ErrorCode | SelfTestFinding): SelfTestResult => ({ what: 'testCall', ok: false, why });
const phase = (phone: PhoneContext) => phone.store.get().call.phase;

/** Until it came to that, or the time is over. */
function until(phone: PhoneContext, ms: number, done: () => boolean): Promise<void> {
  const end = phone.now() + ms;
  return new Promise((resolve) => {
    const look = (): void => {
      if (done() || phone.now() >= end) resolve();
      else phone.ports.clock.after(LOOK_EVERY_MS, look);
    };
    look();
  });
}
