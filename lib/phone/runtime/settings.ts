/** Settings that can't be read at the start: said, asked for again until they can, and never written over with defaults. */
import type { Settings } from '@/lib/settings/types';
import type { PhoneContext } from '../context';

/** Storage that fails once fails for a moment or for good: soon at first, then without hurry. */
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 30_000] as const;

export interface SettingsReader {
  /** The first try. What later ones read goes to `late`, whose taking it makes it known. */
  read(): Promise<void>;
  /** They came by another way. */
  known(): void;
}

export function createSettingsReader(
  phone: PhoneContext,
  late: (settings: Settings) => void,
): SettingsReader {
  let tries = 0;
  const known = (): void => {
    phone.settingsKnown = true;
    phone.clear('settings');
  };
  const ask = async (): Promise<Settings | null> => {
    try {
      return await phone.ports.desk.settings();
    } catch (thrown) {
      phone.ports.log.error('phone', 'settings not read', { error: String(thrown) });
      phone.notice('settingsUnreadable');
      const wait = RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)] ?? 30_000;
      phone.ports.clock.after(wait, () => void again());
      return null;
    }
  };
  async function again(): Promise<void> {
    const settings = phone.settingsKnown ? null : await ask();
    if (settings) late(settings);
  }
  return {
    async read() {
      const settings = await ask();
      if (!settings) return;
      phone.settings = settings;
      known();
    },
    known,
  };
}
