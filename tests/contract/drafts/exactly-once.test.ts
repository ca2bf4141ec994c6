/** The server committed and its answer was lost: the outbox must find that out instead of doing it again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DraftCall, Wanted } from '@/lib/drafts';
import type { FailureKind } from '@/lab/omnileads';
import { CAMPAIGN, openDesk, wish, type Desk } from './desk';
import { withDomParser } from './parse';

withDomParser();
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const contact12 = { contactId: '12', phone: '3515550012' };
const personal = {
  kind: 'personal',
  date: tomorrow,
  time: '09:15',
  phone: '3515550012',
  reason: 'a las nueve',
} as const;
/** Everything a call may leave behind. */
const ALL: Partial<Wanted> = {
  disposition: wish('5', { comments: 'todo', contact: { email: 'doce@example.com' } }),
  callback: personal,
  note: 'nota de la grabación',
};
const SALE: Partial<Wanted> = { disposition: wish('2'), management: { producto: 'Plan B' }, note: 'venta' };

interface Case {
  readonly what: string;
  readonly pattern: RegExp;
  readonly call: Partial<DraftCall>;
  readonly wanted: Partial<Wanted>;
}
const cases: readonly Case[] = [
  {
    what: 'the disposition of a known contact',
    pattern: /^POST \/agente\/calificar_llamada_con/,
    call: contact12,
    wanted: ALL,
  },
  { what: 'the page after it', pattern: /^GET \/agenda_contacto\/12\/create/, call: contact12, wanted: ALL },
  {
    what: 'a new contact with its disposition',
    pattern: /^POST \/agente\/calificar_llamada\//,
    call: { phone: '3519990001' },
    wanted: { disposition: wish('3') },
  },
  { what: 'the callback', pattern: /^POST \/agenda_contacto\/12\/create/, call: contact12, wanted: ALL },
  { what: 'the management form', pattern: /^POST \/formulario\/venta\//, call: contact12, wanted: SALE },
  { what: 'the note', pattern: /^POST \/node\/grabacion\/marcar/, call: contact12, wanted: SALE },
];
const BEFORE: readonly FailureKind[] = ['http500', 'drop', 'html200'];

/** Writes of this call by kind. */
function written(callId: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { what } of desk.standIn.control.commits(undefined, callId))
    counts[what] = (counts[what] ?? 0) + 1;
  return counts;
}
const expected = ({ disposition, management, callback, note }: Partial<Wanted>): Record<string, number> => ({
  ...(disposition ? { disposition: 1 } : {}),
  ...(management ? { management: 1 } : {}),
  ...(callback ? { callback: 1 } : {}),
  ...(note ? { note: 1 } : {}),
});

describe.each(cases)('$what', ({ pattern, call, wanted }) => {
  it('arrives exactly once when its answer is lost after the commit', async () => {
    const { control } = desk.standIn;
    const contacts = control.store.contacts.size;
    const draft = await desk.write(call, wanted);
    control.failNext(pattern, 'commitThenDrop');
    expect(await desk.run()).toMatchObject({ sent: 0, halted: 'serverUnreachable' });
    expect(await desk.read(draft.id)).toMatchObject({ status: 'waiting' });
    expect(await desk.runLater()).toMatchObject({ sent: 1, nextAt: null });
    expect(written(draft.call.callId)).toEqual(expected(wanted));
    expect(control.store.contacts.size - contacts).toBe(call.contactId ? 0 : 1);
    expect((await desk.read(draft.id)).status).toBe('sent');
  });

  it.each(BEFORE)('arrives exactly once after %s instead of it', async (kind) => {
    const { control } = desk.standIn;
    const draft = await desk.write(call, wanted);
    control.failNext(pattern, kind);
    await desk.run();
    for (let pass = 0; pass < 4 && (await desk.read(draft.id)).status === 'waiting'; pass += 1)
      await desk.runLater();
    expect((await desk.read(draft.id)).status).toBe('sent');
    expect(written(draft.call.callId)).toEqual(expected(wanted));
  });
});

it('does not look again before the server has had time to finish', async () => {
  const { control } = desk.standIn;
  const draft = await desk.write(contact12, { disposition: wish('3') });
  control.failNext(/^POST \/agente\/calificar_llamada/, 'drop');
  await desk.run();
  const asked = control.requests.length;
  desk.advance(30_000);
  expect((await desk.run()).sent).toBe(0);
  expect(control.requests.slice(asked).filter(({ method }) => method === 'POST')).toEqual([]);
  expect((await desk.runLater()).sent).toBe(1);
  expect(written(draft.call.callId)).toEqual({ disposition: 1 });
});

it('goes on where an expired session stopped it, under the same agent', async () => {
  const { control, httpUrl } = desk.standIn;
  const draft = await desk.write(contact12, ALL);
  control.expireSession('ag1');
  expect(await desk.run()).toMatchObject({ sent: 0, halted: 'sessionExpired' });
  await desk.client.session.signIn({ server: httpUrl, user: 'ag1', password: '098098ZZZ' });
  expect((await desk.runLater()).sent).toBe(1);
  expect(written(draft.call.callId)).toEqual(expected(ALL));
});

it("sends nothing under another agent's session", async () => {
  const { control, httpUrl } = desk.standIn;
  const draft = await desk.write(contact12, ALL);
  await desk.client.session.signIn({ server: httpUrl, user: 'ag2', password: '098098ZZZ' });
  expect(await desk.run()).toMatchObject({ sent: 0, halted: 'otherAgentSignedIn' });
  expect(written(draft.call.callId)).toEqual({});
  expect(control.dispositionsOf('ag2')).toEqual([]);
});

it('keeps the order of calls of one contact: the newest is the one that stays', async () => {
  const { control } = desk.standIn;
  const first = await desk.write(contact12, { disposition: wish('3', { comments: 'primera' }) });
  const second = await desk.write(
    { ...contact12, startedAt: Date.now() },
    { disposition: wish('1', { sub: 'Interesado' }) },
    (now) => ({ ...now, base: { option: '3', sub: '', comments: 'primera' } }),
  );
  expect((await desk.run()).sent).toBe(2);
  expect(control.dispositionHistory().map(({ callId }) => callId)).toEqual([
    first.call.callId,
    second.call.callId,
  ]);
  expect(control.disposition(12, Number(CAMPAIGN.manual))).toMatchObject({
    optionId: 1,
    callId: second.call.callId,
  });
});
