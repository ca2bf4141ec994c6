/** A self-test is offered once a day, when the line is there and no call was made yet: later nobody has time for it. */
import type { PhoneContext } from '../context';

export async function offerSelfTest(phone: PhoneContext): Promise<void> {
  const today = dayOf(phone.now());
  const { recents, call } = phone.store.get();
  if (phone.settings.selfTestDay === today || recents.length > 0 || call.phase !== 'idle') return;
  phone.store.set({ selfTestDue: true });
  try {
    phone.settings = await phone.ports.desk.saveSettings({ selfTestDay: today });
  } catch (thrown) {
    phone.ports.log.warn('phone', 'the day of the self-test not kept', { error: String(thrown) });
  }
}

/** The agent's own day, YYYY-MM-DD. */
function dayOf(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
