/** An agent's desk without a screen: the real client, drafts, outbox and forms against the stand-in, on a clock that tests move. */
import 'fake-indexeddb/auto';
import { createFakePbx, startOmnileads, type OmnileadsStandIn } from '@/lab/omnileads';
import { createLog } from '@/lib/diagnostics';
import {
  createDispositionServer,
  createOutbox,
  newDraft,
  openDraftStore,
  save,
  serverMoment,
  UNKNOWN_OUTCOME_WAIT_MS,
  type Draft,
  type DraftCall,
  type OutboxRun,
  type Wanted,
  type WantedDisposition,
} from '@/lib/drafts';
import type { OmnileadsClient } from '@/lib/omnileads';
import type { CrmInteraction } from '@/lib/omnileads/forms';
import { createBrowser } from '../client/browser';

const PASSWORD = '098098ZZZ'; // the seed's
/** Longest back-off of the first tries, spread included. */
const A_WHILE_MS = 120_000;
export const CAMPAIGN = { manual: '1', dialer: '2', inbound: '3', preview: '4', foreign: '5' } as const;

export interface Desk {
  readonly standIn: OmnileadsStandIn;
  readonly client: OmnileadsClient;
  /** CRM pages that a save asked for. */
  readonly crm: CrmInteraction[];
  /** A saved draft of a call, waiting to be sent. */
  readonly write: (
    call: Partial<DraftCall>,
    wanted: Partial<Wanted>,
    change?: (draft: Draft) => Draft,
  ) => Promise<Draft>;
  readonly edit: (id: string, change: (draft: Draft) => Draft) => Promise<Draft>;
  readonly read: (id: string) => Promise<Draft>;
  /** One pass of the outbox. */
  readonly run: () => Promise<OutboxRun>;
  /** Passes until nothing is due any more within the wait after an unknown outcome. */
  readonly runLater: () => Promise<OutboxRun>;
  readonly advance: (ms: number) => void;
  readonly close: () => Promise<void>;
}

export const wish = (option: string, more: Partial<WantedDisposition> = {}): WantedDisposition => ({
  option,
  sub: '',
  comments: '',
  contact: {},
  confirmDuplicate: false,
  ...more,
});

let calls = 0;
/** A call of a campaign with a call id of its own. */
export function callOf(given: Partial<DraftCall>): DraftCall {
  calls += 1;
  const call = {
    callId: `1700009${String(calls).padStart(3, '0')}.1`,
    campaignId: CAMPAIGN.manual,
    campaignType: '1',
    campaignName: 'manual_01',
    phone: '3515550001',
    contactId: '',
    callType: given.campaignType ?? '1',
    startedAt: calls,
    ...given,
  };
  const callData = {
    id_campana: call.campaignId,
    campana_type: call.campaignType,
    telefono: call.phone,
    call_id: call.callId,
    call_type: call.callType,
    id_contacto: call.contactId || '-1',
    rec_filename: '',
    call_wait_duration: '',
  };
  return { ...call, callData: { ...callData, ...given.callData } };
}

export async function openDesk(user = 'ag1', mode: '2.6' | 'next' = '2.6'): Promise<Desk> {
  const standIn = await startOmnileads({ secret: 'contract-secret', pbx: createFakePbx(), tls: false, mode });
  const browser = createBrowser();
  const { client } = browser.phone();
  const server = standIn.httpUrl;
  const me = await client.session.signIn({ server, user, password: PASSWORD });
  const owner = { server, agentId: me.agentId };
  const store = await openDraftStore(`desk-${owner.agentId}-${server}`);
  const time = { now: Date.now(), elapsed: 0 };
  const crm: CrmInteraction[] = [];
  const forms = createDispositionServer(
    client,
    () => ({ server, agentId: me.agentId, extension: me.extension }),
    {
      now: () => serverMoment(time.now, -180), // the stand-in's zone is -03:00
      heard: () => undefined,
      crm: (_callId, interaction) => crm.push(interaction),
    },
  );
  const outbox = createOutbox({
    store: { ...store, list: async (whose) => (await store.read(whose)).drafts },
    server: forms,
    clock: { now: () => time.now, elapsed: () => time.elapsed, random: () => 0.5 },
    log: createLog(),
    exclusively: (_name, work) => work(),
    onChange: () => undefined,
  });
  const run = async (): Promise<OutboxRun> => {
    const done = await outbox.run(owner);
    if (!done) throw new Error('another outbox holds the lock');
    return done;
  };
  const advance = (ms: number): void => {
    time.now += ms;
    time.elapsed += ms;
  };
  const read = async (id: string): Promise<Draft> => {
    const draft = await store.get(id);
    if (!draft) throw new Error(`no draft ${id}`);
    return draft;
  };
  return {
    standIn,
    client,
    crm,
    read,
    run,
    advance,
    async write(call, wanted, change = (draft) => draft) {
      const empty: Wanted = { disposition: null, management: null, callback: null, note: null };
      const draft = newDraft(`draft ${callOf({}).callId}`, owner, callOf(call), time.now);
      const written = change(save({ ...draft, wanted: { ...empty, ...wanted } }, time.now));
      await store.add(written);
      return written;
    },
    async edit(id, change) {
      const changed = await store.update(id, change);
      if (!changed) throw new Error(`no draft ${id}`);
      return changed;
    },
    async runLater() {
      advance(UNKNOWN_OUTCOME_WAIT_MS + A_WHILE_MS);
      return run();
    },
    async close() {
      store.close();
      browser.closeSockets();
      await standIn.stop();
    },
  };
}
