/** What a view may ask of drafts. Everything typed is written before it is answered. */
import { asPhoneError, PhoneError } from '@/lib/diagnostics';
import {
  callbackAsOffered,
  change,
  chooseContact,
  dueSteps,
  asksFor,
  EMPTY_DISPOSITION,
  missingFields,
  resolve,
  retry,
  save,
  saveContact,
  typed,
  type Draft,
  type NoteReply,
  type Pages,
  type Step,
} from '@/lib/drafts';
import type { CommandResult, DraftCommand, ListReply } from '../command';
import type { Callbacks } from './callbacks';
import { exportOf } from './export';
import type { Forms } from './forms';
import type { History } from './history';
import type { Kinds } from './kinds';
import type { Runner } from './runner';
import type { Bench } from './shared';
import { listOf, standsAt } from './view';

export interface Parts {
  readonly bench: Bench;
  readonly forms: Forms;
  readonly history: History;
  readonly kinds: Kinds;
  readonly runner: Runner;
  readonly callbacks: Callbacks;
}
type Of<T extends DraftCommand['type']> = Extract<DraftCommand, { type: T }>;
type Table = { readonly [T in DraftCommand['type']]: (command: Of<T>) => Promise<unknown> };

/** Inbound (interface §3.4): their contact may be saved alone. */
const INBOUND_CALL = '3';

export function createDraftCommands(parts: Parts): (command: DraftCommand) => Promise<CommandResult> {
  const { bench, forms, history, kinds, runner, callbacks } = parts;
  const { deps } = bench;

  const known = (id: string): Draft => {
    const draft = bench.find(id);
    if (!draft) throw new PhoneError('draftDamaged');
    return draft;
  };

  const table: Table = {
    async open({ draftId }) {
      bench.current = known(draftId).id;
      bench.show();
    },
    async close() {
      bench.current = null;
      bench.show();
    },
    form: ({ draftId, step }) => forms.reply(draftId, step),
    history: ({ draftId }) => history.of(draftId),
    async choose({ draftId, contactId }) {
      known(draftId);
      await bench.update(draftId, (draft) => chooseContact(draft, contactId, deps.now()));
      await (await bench.store()).forgetPages(draftId);
      return forms.reply(draftId, 'disposition');
    },
    async change({ draftId, fields }) {
      known(draftId);
      const pages = await forms.pages(draftId);
      let understood = true;
      await bench.update(draftId, (draft) => {
        const wish = typed(draft, pages, fields);
        understood = wish !== null;
        return wish ? withOutcome(change(draft, wish, deps.now()), pages) : draft;
      });
      if (!understood) throw new PhoneError('messageInvalid');
    },
    async save({ draftId, only }) {
      const draft = known(draftId);
      const pages = await forms.pages(draftId);
      if (only === 'contact' && draft.call.callType !== INBOUND_CALL)
        throw new PhoneError('commandNotAllowed');
      const incomplete = missingIn(draft, pages, only);
      if (incomplete) {
        const problem = {
          code: 'formIncomplete',
          params: {},
          step: incomplete,
          fields: {},
          theirs: null,
        } as const;
        await bench.update(draftId, (now) => ({
          ...now,
          problem,
          status: now.status === 'waiting' ? 'open' : now.status,
        }));
        throw new PhoneError('formIncomplete');
      }
      await bench.update(draftId, (now) =>
        only === 'contact' ? saveContact(now, deps.now()) : save(spokenOut(now, pages), deps.now()),
      );
      runner.kick();
    },
    async retry({ draftId }) {
      known(draftId);
      await bench.update(draftId, (draft) => retry(draft, deps.now()));
      runner.kick();
    },
    async discard({ draftId }) {
      if (bench.current === draftId) bench.current = null;
      await bench.remove(draftId);
    },
    async resolve({ draftId, keep }) {
      known(draftId);
      await bench.update(draftId, (draft) => resolve(draft, keep, deps.now()));
      runner.kick();
    },
    async editCallback({ callbackId }) {
      const draftId = await callbacks.edit(callbackId);
      bench.current = draftId;
      bench.show();
      return { draftId };
    },
    async note({ callId }): Promise<NoteReply> {
      const draft = bench.byCall(callId);
      if (draft?.wanted.note) return { text: draft.wanted.note };
      // Sent and no longer kept here: OMniLeads has it.
      const there = draft?.confirmed.note !== undefined && draft.wanted.note === null;
      return { text: there ? ((await bench.signed?.client.notes.readNote(callId)) ?? '') : '' };
    },
    async openCrm({ draftId }) {
      const crm = bench.crm.get(known(draftId).id);
      if (!crm) throw new PhoneError('commandNotAllowed');
      bench.outlet.openCrm(crm);
    },
    async list({ upTo }): Promise<ListReply> {
      return listOf({ ...bench, drafts: bench.drafts() }, upTo);
    },
    async export() {
      return exportOf(bench);
    },
  };

  /** What lists show of the choice, and what will follow it, as far as is known. */
  function withOutcome(draft: Draft, pages: Pages): Draft {
    const option = draft.wanted.disposition?.option ?? '';
    const choices = pages.disposition?.sections
      .flatMap(({ fields }) => fields)
      .find(({ name }) => name === 'disposition.option')?.choices;
    const outcome = choices?.find(({ value }) => value === option)?.label ?? draft.outcome;
    if (draft.followUp !== '') return { ...draft, outcome };
    const kind = kinds.known(draft.call.campaignId, option);
    return { ...draft, outcome, followUp: kind === 'plain' ? 'none' : (kind ?? '') };
  }

  return async (command) => {
    try {
      const run = table[command.type] as (command: DraftCommand) => Promise<unknown>;
      const value = await run(command);
      return value === undefined ? { ok: true } : { ok: true, value };
    } catch (thrown) {
      const { code, params, detail } = asPhoneError(thrown);
      deps.log.info('drafts', `${command.type} refused`, { code, detail: detail ?? '' });
      return { ok: false, code, params };
    }
  };
}

/** The step whose compulsory fields are empty; null = all is there, as far as the forms are known. */
function missingIn(draft: Draft, pages: Pages, only: 'contact' | undefined): Step | null {
  const lacks = (page: Pages[keyof Pages], part?: 'contact'): boolean =>
    page !== undefined && missingFields(draft, page, part).length > 0;
  if (only === 'contact') return lacks(pages.disposition, 'contact') ? 'contact' : null;
  if (draft.about === 'note') return null;
  const asks = asksFor(draft);
  const step = standsAt(draft);
  const dispositionDue = draft.about === 'disposition' && (step === 'disposition' || step === 'contact');
  const option =
    draft.wanted.disposition?.option ?? pages.disposition?.stored.option ?? draft.base?.option ?? '';
  if (dispositionDue && (option === '' || lacks(pages.disposition))) return 'disposition';
  const due = dueSteps(draft, 'main');
  // A form that stands beside the disposition is part of what is being saved; one that isn't known yet comes after it.
  const owed = (step: 'management' | 'callback'): boolean =>
    due.includes(step) || (asks === step && (!dispositionDue || pages[step] !== undefined));
  if (owed('management') && lacks(pages.management)) return 'management';
  const nothingSaid = draft.wanted.callback === null && pages.callback === undefined;
  if (owed('callback') && (nothingSaid || lacks(pages.callback))) return 'callback';
  return null;
}

/** Saving a form as it stands is a wish too: the stored disposition for this call, a form that follows left as it was offered. */
function spokenOut(draft: Draft, pages: Pages): Draft {
  const stored = pages.disposition?.stored ?? draft.base;
  let { disposition, management, callback } = draft.wanted;
  const untouched = draft.about === 'disposition' && disposition === null && !draft.confirmed.disposition;
  if (untouched && !draft.dispositionId && stored && stored.option !== '')
    disposition = { ...EMPTY_DISPOSITION, ...stored };
  const asks = asksFor(draft);
  const alone = !dueSteps(draft, 'main').includes('disposition');
  if (asks === 'management' && (alone || pages.management)) management = {};
  if (asks === 'callback' && pages.callback) callback = callbackAsOffered(pages);
  return { ...draft, wanted: { ...draft.wanted, disposition, management, callback } };
}
