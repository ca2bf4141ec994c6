/** The note on a recording, saved and read back on the stand-in. */
import { Window } from 'happy-dom';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createFakePbx, startOmnileads, type OmnileadsStandIn } from '@/lab/omnileads';
import { createBrowser } from './browser';

const PASSWORD = '098098ZZZ'; // the seed's
const NOTE = 'cliente molesto & ñ';
let standIn: OmnileadsStandIn;
beforeAll(() => vi.stubGlobal('DOMParser', new Window().DOMParser));
afterAll(() => vi.unstubAllGlobals());
beforeEach(async () => {
  standIn = await startOmnileads({ secret: 'contract-secret', pbx: createFakePbx() });
});
afterEach(() => standIn.stop());

it.each(['http', 'https'] as const)('saves a note over %s and reads it back', async (scheme) => {
  const server = (scheme === 'https' ? standIn.httpsUrl : standIn.httpUrl) ?? '';
  const { client } = createBrowser().phone();
  await client.session.signIn({ server, user: 'ag1', password: PASSWORD });
  await client.notes.noteRecording('1700000200.1', NOTE);
  expect(await client.notes.readNote('1700000200.1')).toBe(NOTE);
  expect(await client.notes.readNote('1700000200.2')).not.toBe(NOTE);
});
