/** The agent's callbacks: read from OMniLeads, remembered on this computer, and told when they are due (interface §7.6). */
import * as v from 'valibot';
import { asPhoneError, PhoneError } from '@/lib/diagnostics';
import { momentOf, newDraft, serverMoment, type Draft } from '@/lib/drafts';
import type { CallbackRow, StoredCallback } from '@/lib/omnileads';
import type { Cancel } from '../ports';
import type { CallbackEntry } from '../state';
import { quietly, type Bench, type Signed } from './shared';

const DAY_MS = 24 * 60 * 60_000;
/** Callbacks that nobody made: a month of them is a list, more is a graveyard. */
const BACK_MS = 30 * DAY_MS;
const AHEAD_MS = 366 * DAY_MS;
/** Others (a supervisor, the agent's own tab) may add and move them. */
const REFRESH_MS = 5 * 60_000;
/** After a sleep or a crash a reminder is still of use for so long; later it is in the list as overdue. */
const STILL_DUE_MS = 15 * 60_000;
/** Each new row costs a request for its exact time. */
const READ_AT_ONCE = 60;
/** Timers over sleep aren't to be trusted: looked at again at least so often. */
const LONGEST_TIMER_MS = 10 * 60_000;

const Row = v.object({
  id: v.string(),
  words: v.string(),
  contactId: v.string(),
  campaignId: v.string(),
  campaignType: v.string(),
  campaignName: v.string(),
  kind: v.picklist(['personal', 'global']),
  date: v.string(),
  time: v.string(),
  phone: v.string(),
  reason: v.string(),
  /** The moment that the agent was reminded of; moved ones are told again. */
  reminded: v.string(),
});
type Row = Readonly<v.InferOutput<typeof Row>>;
const Book = v.array(Row);

export interface Callbacks {
  /** From memory at once, from the server when it answers. Errors: those of the list, permissionDenied aside. */
  refresh(): Promise<void>;
  start(): void;
  stop(): void;
  /** The server's zone became known. */
  zoneChanged(): void;
  /** A draft brought one to the server: known from here on, also where the group forbids the list. */
  made(draft: Draft): void;
  /** Id of a draft that changes this callback. Error: draftDamaged when it isn't in the list. */
  edit(callbackId: string): Promise<string>;
}

export function createCallbacks(bench: Bench): Callbacks {
  const { deps, outlet } = bench;
  let book: readonly Row[] = [];
  let due: Cancel = () => undefined;
  let again: Cancel = () => undefined;

  const key = (signed: Signed): string => `callbacks|${signed.owner.server}|${signed.owner.agentId}`;
  const at = (row: Row): number => momentOf(row.date, row.time, bench.zoneMin, deps.now());
  const stamp = ({ date, time }: Row): string => `${date} ${time}`;
  const entryOf = (row: Row): CallbackEntry => ({
    id: row.id,
    contactId: row.contactId,
    campaignId: row.campaignId,
    phone: row.phone,
    at: at(row),
    reason: row.reason,
    kind: row.kind,
  });
  const personal = (): Row[] => book.filter((row) => row.kind === 'personal' && !Number.isNaN(at(row)));

  function tell(): void {
    outlet.callbacks(
      personal()
        .map(entryOf)
        .sort((a, b) => a.at - b.at),
    );
    remind();
  }
  function write(rows: readonly Row[]): void {
    book = rows;
    const { signed } = bench;
    if (signed)
      quietly(
        bench,
        'callbacks not kept',
        bench.store().then((store) => store.keepFact(key(signed), rows)),
      );
    tell();
  }

  /** Tells what has become due, and comes back for the next one. */
  function remind(): void {
    due();
    const now = deps.now();
    const told = personal().filter(
      (row) => at(row) <= now && at(row) > now - STILL_DUE_MS && row.reminded !== stamp(row),
    );
    if (told.length > 0) {
      for (const row of told) outlet.callbackDue(entryOf(row));
      return write(book.map((row) => (told.includes(row) ? { ...row, reminded: stamp(row) } : row)));
    }
    const next = Math.min(
      ...personal()
        .map(at)
        .filter((moment) => moment > now),
    );
    if (Number.isFinite(next)) due = deps.after(Math.min(next - now, LONGEST_TIMER_MS), remind);
  }

  async function rowOf(signed: Signed, line: CallbackRow): Promise<Row | null> {
    const before = book.find(({ id }) => id === line.id);
    if (before?.words === line.words) return before;
    const exact = await signed.client.callbacks.read(line.id);
    return exact && { ...line, ...fieldsOf(exact), reminded: before?.reminded ?? '' };
  }

  async function refresh(): Promise<void> {
    const { signed } = bench;
    if (!signed) return;
    const day = (moment: number): string => serverMoment(moment, bench.zoneMin).date;
    const now = deps.now();
    let lines: readonly CallbackRow[];
    try {
      lines = await signed.client.callbacks.list(day(now - BACK_MS), day(now + AHEAD_MS));
    } catch (thrown) {
      if (asPhoneError(thrown).code !== 'permissionDenied') throw thrown;
      // The group forbids the list: what was made here is all there is. Old ones go, nobody else tells us that they are done.
      return write(book.filter((row) => at(row) > now - DAY_MS));
    }
    const rows: Row[] = [];
    for (const line of lines.slice(0, READ_AT_ONCE)) {
      const row = await rowOf(signed, line);
      if (bench.signed !== signed) return;
      if (row) rows.push(row);
    }
    write(rows);
  }

  const periodically = (): void => {
    quietly(bench, 'callbacks not read', refresh());
    again = deps.after(REFRESH_MS, periodically);
  };
  async function recall(): Promise<void> {
    const { signed } = bench;
    if (!signed) return;
    const checked = v.safeParse(Book, await (await bench.store()).fact(key(signed)));
    if (bench.signed !== signed || !checked.success || book.length > 0) return;
    book = checked.output;
    tell();
  }

  return {
    refresh,
    start() {
      again();
      void recall()
        .catch((thrown: unknown) =>
          deps.log.warn('drafts', 'callbacks not recalled', { error: String(thrown) }),
        )
        .then(periodically);
    },
    stop() {
      due();
      again();
      book = [];
    },
    zoneChanged: tell,
    made(draft) {
      const { call, wanted, callbackId, contactId } = draft;
      if (!wanted.callback || !callbackId) return;
      const row: Row = {
        id: callbackId,
        words: '', // differs from any line's: the list's own answer comes over it
        contactId,
        campaignId: call.campaignId,
        campaignType: call.campaignType,
        campaignName: call.campaignName,
        ...wanted.callback,
        phone: wanted.callback.phone || call.phone,
        reminded: '',
      };
      write([...book.filter(({ id }) => id !== callbackId), row]);
      quietly(bench, 'callbacks not read', refresh());
    },
    async edit(callbackId) {
      const { signed } = bench;
      const row = book.find(({ id }) => id === callbackId);
      if (!row || !signed) throw new PhoneError('draftDamaged');
      const begun = bench
        .drafts()
        .find(
          (draft) => draft.about === 'callback' && draft.callbackId === callbackId && draft.status !== 'sent',
        );
      if (begun) return begun.id;
      const { contactId, campaignId, campaignType, campaignName, phone } = row;
      const call = {
        callId: '',
        campaignId,
        campaignType,
        campaignName,
        phone,
        contactId,
        callType: '',
        startedAt: deps.now(),
        callData: {},
      };
      const id = deps.newId();
      await bench.add({ ...newDraft(id, signed.owner, call, deps.now(), 'callback'), callbackId });
      return id;
    },
  };
}

const fieldsOf = ({ contactId, campaignId, kind, date, time, phone, reason }: StoredCallback) => ({
  contactId,
  campaignId,
  kind,
  date,
  time,
  phone,
  reason,
});
