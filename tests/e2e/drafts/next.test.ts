/** A server of the releases to come, which takes callbacks as JSON (interface Appendix F): the agent sees no difference. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { find, press } from '../harness/aria';
import { until } from '../harness/until';
import { contactNumber, Paperwork, serverDay } from './paperwork';

const AGENDA = '/api/v1/agenda_contacto/';
/** A post whose answer never came is looked at again only after the server's own time limit. */
const UNKNOWN_OUTCOME_MS = 75_000;

let desk: Paperwork;
beforeAll(async () => {
  desk = await Paperwork.open({ lab: { omnileads: { mode: 'next' } } });
});
afterAll(() => desk?.close());
afterEach(async () => {
  await desk.stage.rest();
  await desk.putAway();
});

/** Fills in the form of a call that ends with a promise to call again. */
async function promise(time: string, reason: string): Promise<void> {
  await desk.choose('Disposition', 'agenda');
  await find(desk.panel, 'textbox', 'Callback date');
  await desk.write('Callback date', serverDay(2));
  await desk.write('Callback time', time);
  await desk.write('Reason', reason);
}
const of = (contactId: number) => desk.server.callbacks().filter((one) => one.contactId === contactId);
/** Whatever was posted to the form that older releases have. */
const byForm = (): readonly string[] =>
  desk.server.requests
    .filter(({ method, path }) => method === 'POST' && /^\/agenda_contacto\/(\d+\/create|update)/.test(path))
    .map(({ path }) => path);

it('a personal callback is made, listed, changed and called as JSON, and goes with the disposition that ends it', async () => {
  const { server, panel } = desk;
  const { id, callId } = await desk.called(contactNumber(5));
  await promise('15:30', 'pidió por la tarde');
  await desk.saveAndSend(id);
  const made = {
    contactId: 5,
    campaignId: 1,
    agentId: 1,
    kind: 1,
    phone: contactNumber(5),
    date: serverDay(2),
  };
  expect(of(5)).toMatchObject([{ ...made, time: '15:30:00', observations: 'pidió por la tarde' }]);
  expect(desk.counts(callId)).toEqual({ disposition: 1, callback: 1 });
  expect(desk.stage.posted(AGENDA).map((body) => JSON.parse(body) as unknown)).toMatchObject([
    { campaign_id: 1, contact_id: 5, date: serverDay(2), time: '15:30', schedule_type: 1 },
  ]);
  const number = of(5)[0]?.id;

  await desk.says('pidió por la tarde');
  await press(panel, `Change callback: ${contactNumber(5)}`);
  await desk.write('Callback time', '9:15');
  await desk.write('Reason', 'mejor temprano');
  const change = await desk.draft();
  await desk.saveAndSend(change.id);
  expect(of(5)).toMatchObject([{ ...made, id: number, time: '09:15:00', observations: 'mejor temprano' }]);
  expect(server.commits('callback').map(({ created }) => created)).toEqual([true, false]);

  await desk.says('mejor temprano');
  await desk.stage.agent.free();
  const called = desk.stage.lab.people.expect(contactNumber(5));
  await desk.stage.pressRow('Callbacks', contactNumber(5));
  const customer = await called;
  await customer.hangUp();
  await desk.agent.phase('idle', 15_000);
  await find(panel, 'form', 'Disposition');
  const kept = await desk.draft();
  await desk.choose('Disposition', 'No contesta');
  await desk.saveAndSend(kept.id);
  expect(of(5)).toEqual([]);
  expect(desk.counts(kept.callId)).toEqual({ disposition: 1 });
  await until(
    () => desk.lines('Callbacks'),
    (lines) => !lines.some((line) => line.includes('mejor temprano')),
    'the list should have lost it',
  );
  expect(byForm()).toEqual([]);
});

it('one whose answer was lost is found, not made again', { timeout: 240_000 }, async () => {
  const { server } = desk;
  const { id, callId } = await desk.called(contactNumber(6));
  await promise('11:45', 'se cortó al guardar');
  server.failNext(`POST ${AGENDA}`, 'commitThenDrop');
  const before = desk.stage.posted(AGENDA).length;
  await desk.save();
  await until(
    () => of(6).length,
    (length) => length === 1,
    'the server should have made it',
  );
  await desk.says(/Waiting to be sent, next try in/);
  await desk.sent(id, UNKNOWN_OUTCOME_MS + 30_000);
  expect(of(6)).toMatchObject([{ time: '11:45:00', observations: 'se cortó al guardar' }]);
  expect(desk.counts(callId)).toEqual({ disposition: 1, callback: 1 });
  expect(desk.stage.posted(AGENDA)).toHaveLength(before + 1);
  await desk.says('se cortó al guardar');
  expect(byForm()).toEqual([]);
});
