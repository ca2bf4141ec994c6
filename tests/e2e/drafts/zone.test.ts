/** The server's clock is not the agent's: what is chosen is the server's, what is read is the agent's, and both are the same moment. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Lab } from '@/lab';
import { find, press, words } from '../harness/aria';
import { until } from '../harness/until';
import { contactNumber, Paperwork, serverMoment } from './paperwork';

/** Half a day from the agent's Córdoba: the day of the server is never that of the same clock time here. */
const OFFSET = '+09:00';
const ZONE_MS = 9 * 60 * 60_000;
const AGENT_ZONE = 'America/Argentina/Cordoba';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let desk: Paperwork;
beforeAll(async () => {
  desk = await Paperwork.open({
    prepare(lab) {
      lab.omnileads.control.store.settings.zoneOffset = OFFSET;
      // The console page names the zone in the moments of callbacks that come soon, and nowhere else.
      promise(lab.omnileads.control.store, 940, Date.now() + 60 * MINUTE_MS, 'la que dice la zona');
    },
  });
});
afterAll(() => desk?.close());

/** A callback as somebody made it on the server. */
function promise(
  { callbacks }: Lab['omnileads']['control']['store'],
  id: number,
  at: number,
  observations: string,
): void {
  const phone = contactNumber(20);
  callbacks.set(id, {
    ...serverMoment(at, ZONE_MS),
    id,
    agentId: 1,
    contactId: 20,
    campaignId: 1,
    kind: 1,
    phone,
    observations,
  });
}
/** As the panel writes it for this agent. */
const here = (at: number, format: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en', { ...format, timeZone: AGENT_ZONE }).format(at);
const HOURS = { hour: 'numeric', minute: '2-digit' } as const;
const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const lineWith = async (words: string): Promise<string> =>
  (await desk.lines('Callbacks')).find((line) => line.includes(words)) ?? '';

it('is named beside the times that are chosen, which reach OMniLeads as they stand and the list as the moment they are here', async () => {
  const { server, panel } = desk;
  const { id, callId } = await desk.called(contactNumber(5));
  const before = Date.now();
  await desk.choose('Disposition', 'agenda');
  await find(panel, 'textbox', 'Callback date');
  const named = /Server’s time \(UTC\+9\): it is (\d\d:\d\d) there now/;
  await desk.says(named);
  const [, told] = named.exec(await words(panel)) ?? [];
  const minutes: string[] = [];
  for (let at = before; at < Date.now() + MINUTE_MS; at += MINUTE_MS)
    minutes.push(serverMoment(at, ZONE_MS).time.slice(0, 5));
  expect(minutes).toContain(told);

  const { date } = serverMoment(Date.now() + DAY_MS, ZONE_MS);
  const at = Date.parse(`${date}T03:15:00${OFFSET}`);
  await press(panel, 'Tomorrow'); // the server's
  await desk.write('Callback time', '03:15');
  await desk.write('Reason', 'de madrugada allá');
  await desk.says(`For you: ${here(at, { ...DAY, ...HOURS })}`);
  await desk.saveAndSend(id);
  expect(server.callbacks().find(({ contactId }) => contactId === 5)).toMatchObject({
    date,
    time: '03:15:00',
    observations: 'de madrugada allá',
  });
  expect(desk.counts(callId)).toEqual({ disposition: 1, callback: 1 });

  await desk.says('de madrugada allá');
  expect((await desk.agent.state()).callbacks.find(({ contactId }) => contactId === '5')?.at).toBe(at);
  expect(await lineWith('de madrugada allá')).toContain(here(at, HOURS));
});

it('decides when a reminder comes, and the reminder says the same time as the list', async () => {
  const { server, panel } = desk;
  const due = Math.ceil((Date.now() + 10_000) / MINUTE_MS) * MINUTE_MS;
  promise(server.store, 941, due, 'ya es la hora');
  await press(panel, 'Refresh callbacks');
  await desk.says('ya es la hora');
  expect(await lineWith('ya es la hora')).toContain(here(due, HOURS));
  const { notices } = await until(
    () => desk.agent.state(),
    (state) => state.notices.some(({ code }) => code === 'callbackDue'),
    'the agent should be reminded',
    due - Date.now() + 15_000,
  );
  expect(Date.now()).toBeGreaterThanOrEqual(due);
  expect(
    notices.filter(({ code }) => code === 'callbackDue').map(({ params }) => params['callbackId']),
  ).toEqual(['941']);
  const list = await find(panel, 'list', 'Messages');
  expect(await list.evaluate((one) => (one as HTMLElement).innerText)).toContain(
    `${here(due, HOURS)} · ${contactNumber(20)}`,
  );
});
