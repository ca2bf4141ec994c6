/** Drafts of a phone with a small OMniLeads behind them: time moves by hand, the disk outlives the document. */
import { createLog } from '@/lib/diagnostics';
import { openDraftStore, type FormReply, type FormView } from '@/lib/drafts';
import type { CallbackEntry, CommandResult, DraftCommand, DraftsView } from '@/lib/phone';
import { createDrafts } from '@/lib/phone/drafts';
import type { DraftsPort } from '@/lib/phone/ports';
import { FakeClock, inCampaign } from './fakes';
import { Office, SERVER } from './drafts-office';

let names = 0;
/** IndexedDB answers by tasks of its own, which moving the clock doesn't run. */
export const disk = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

export interface Document {
  readonly drafts: DraftsPort;
  readonly view: () => DraftsView;
  readonly told: string[];
  readonly callbacks: () => readonly CallbackEntry[];
  readonly online: () => void;
  handle(command: DraftCommand): Promise<CommandResult>;
  form(draftId: string, step?: 'disposition' | 'management' | 'callback'): Promise<FormView>;
  /** Until the condition holds, letting disk, requests and planned tries have their time. */
  until(what: () => boolean, stepMs?: number): Promise<void>;
  signIn(agentId?: string): Promise<void>;
}

export interface Desk {
  readonly office: Office;
  readonly clock: FakeClock;
  readonly flags: { forceDisposition: boolean };
  /** A new phone document over the same disk, as after a crash. */
  start(): Promise<Document>;
}

const TRIES = 400;

export function createDesk(): Desk {
  const office = new Office();
  const clock = new FakeClock();
  const flags = { forceDisposition: false };
  const name = `desk-${(names += 1)}`;
  let ids = 0;
  return {
    office,
    clock,
    flags,
    async start() {
      const told: string[] = [];
      const began = clock.now();
      let view: DraftsView | undefined;
      let callbacks: readonly CallbackEntry[] = [];
      let online = (): void => undefined;
      const drafts = createDrafts({
        now: clock.now,
        newId: () => `d${(ids += 1)}`,
        log: createLog(clock.now),
        after: clock.after,
        random: () => 0.5,
        elapsed: () => clock.now() - began,
        openStore: () => openDraftStore(name),
        exclusively: (_lock, work) => work(),
        onOnline: (listener) => void (online = listener),
      });
      drafts.connect({
        view: (next) => (view = next),
        callbacks: (list) => (callbacks = list),
        callbackDue: ({ id, reason }) => told.push(`due ${id} ${reason}`),
        zone: (zoneMin) => told.push(`zone ${zoneMin}`),
        compulsory: (owed) => told.push(`owed ${owed}`),
        openCrm: ({ action }) => told.push(`crm ${action.kind} ${action.url}`),
      });
      const document: Document = {
        drafts,
        view: () => view as DraftsView,
        told,
        callbacks: () => callbacks,
        online: () => online(),
        handle: (command) => drafts.handle(command),
        async form(draftId, step = 'disposition') {
          const result = await drafts.handle({ type: 'form', draftId, step });
          const reply = (result.ok ? result.value : undefined) as FormReply | undefined;
          if (reply?.kind !== 'form') throw new Error(`no form but ${JSON.stringify(result)}`);
          return reply.form;
        },
        async until(what, stepMs = 50) {
          for (let turn = 0; turn < TRIES; turn += 1) {
            if (what()) return;
            await disk();
            await clock.pass(stepMs);
          }
          throw new Error(`never came true; asked: ${office.asked.slice(-8).join(', ')}`);
        },
        signIn: (agentId = '1') =>
          drafts.open({
            server: SERVER,
            agentId,
            extension: '1003',
            flags,
            zoneMin: null,
            client: office.client(),
          }),
      };
      await document.signIn();
      return document;
    },
  };
}

export const CALL_ID = '1795000000.1';
/** A campaign call to a contact that OMniLeads knows. */
export const campaignCall = (callId = CALL_ID, contactId = '19', over = {}) =>
  inCampaign({
    callId,
    contactId,
    phone: '3515550019',
    callType: '1',
    callData: {
      id_campana: '1',
      campana_type: '1',
      telefono: '3515550019',
      call_id: callId,
      call_type: '1',
      id_contacto: contactId,
      rec_filename: '',
      call_wait_duration: '',
      ...over,
    },
  });
