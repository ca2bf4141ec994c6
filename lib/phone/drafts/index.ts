/** Drafts as the phone needs them: born with a call, filled in, sent, and told of. The rest of the phone knows this door only. */
import { belongsToCampaign, isRingingOut } from '@/lib/call';
import { asPhoneError } from '@/lib/diagnostics';
import { changeNote, createFormSource, newDraft, type Draft } from '@/lib/drafts';
import { NO_DRAFTS } from '../initial';
import type { DraftsOutlet, DraftsPort } from '../ports';
import { callOf } from './calls';
import { createCallbacks } from './callbacks';
import { createDraftCommands } from './commands';
import { createCompulsory } from './compulsory';
import { createForms } from './forms';
import { createHistory } from './history';
import { createKinds } from './kinds';
import { createRunner } from './runner';
import { createBench, quietly, type DraftsDeps } from './shared';
import { tidy } from './tidy';
import { viewOf } from './view';

export { isOwed } from './compulsory';
export type { DraftsDeps } from './shared';

const TIDY_MS = 60 * 60_000;
const NOBODY: DraftsOutlet = {
  view: () => undefined,
  callbacks: () => undefined,
  callbackDue: () => undefined,
  zone: () => undefined,
  compulsory: () => undefined,
  openCrm: () => undefined,
};

export function createDrafts(deps: DraftsDeps): DraftsPort {
  let listener = NOBODY;
  const outlet: DraftsOutlet = {
    view: (view) => listener.view(view),
    callbacks: (list) => listener.callbacks(list),
    callbackDue: (entry) => listener.callbackDue(entry),
    zone(zoneMin) {
      listener.zone(zoneMin);
      callbacks.zoneChanged();
    },
    compulsory: (owed) => listener.compulsory(owed),
    openCrm: (interaction) => listener.openCrm(interaction),
  };
  const bench = createBench(deps, outlet, () => outlet.view(viewOf({ ...bench, drafts: bench.drafts() })));
  const kinds = createKinds(bench);
  const callbacks = createCallbacks(bench);
  const compulsory = createCompulsory(bench);
  const forms = createForms(bench, kinds);
  /** Each draft as it was when sending last changed it. */
  const seen = new Map<string, Pick<Draft, 'status' | 'confirmed'>>();
  const runner = createRunner(bench, (draft) => afterSending(draft));
  const commands = createDraftCommands({
    bench,
    forms,
    history: createHistory(bench),
    kinds,
    runner,
    callbacks,
  });
  let nextTidy = (): void => undefined;

  /** What a confirmed step means for the rest: kinds learnt, callbacks and the compulsory state looked at again. */
  function afterSending(draft: Draft): void {
    const before = seen.get(draft.id) ?? { status: draft.status, confirmed: {} };
    const gone = draft.status === 'sent';
    const now = (step: keyof Draft['confirmed']): boolean =>
      draft.confirmed[step] !== undefined && draft.confirmed[step] !== before.confirmed[step];
    const option = draft.wanted.disposition?.option ?? '';
    if (now('disposition')) {
      if (option && draft.followUp !== '')
        kinds.learn(draft.call.campaignId, option, draft.followUp === 'none' ? 'plain' : draft.followUp);
      // An option that isn't the callback's deletes the agent's callback of this contact (interface §6.1).
      quietly(bench, 'callbacks not read', callbacks.refresh());
    }
    if (now('callback')) callbacks.made(draft);
    if (now('disposition') || now('management') || now('callback')) compulsory.check();
    if (gone) seen.delete(draft.id);
    else seen.set(draft.id, draft);
    if (gone) {
      quietly(
        bench,
        'form not forgotten',
        bench.store().then((store) => store.forgetPages(draft.id)),
      );
      if (bench.current === draft.id) bench.current = null;
    } else if (before.status === 'waiting' && draft.status === 'open') {
      // The server asks for another form: it comes up where the first one was.
      bench.current ??= draft.id;
    }
    bench.show();
  }
  let loaded: Promise<void> = Promise.resolve();
  const tidyUp = (): void => {
    tidy(bench);
    nextTidy();
    nextTidy = deps.after(TIDY_MS, tidyUp);
  };
  /** Whatever was put off for want of network or session is tried now; an unknown outcome still has its wait. */
  async function wake(): Promise<void> {
    for (const { id, attempts, note } of bench.drafts())
      if (attempts > 0 || note.attempts > 0)
        await bench.update(id, (draft) => ({
          ...draft,
          nextTryAt: attempts > 0 ? 0 : draft.nextTryAt,
          note: { ...draft.note, nextTryAt: note.attempts > 0 ? 0 : draft.note.nextTryAt },
        }));
    runner.kick();
  }
  const awake = (): void => quietly(bench, 'not woken', wake());
  deps.onOnline?.(awake);

  return {
    connect(to) {
      listener = to;
    },
    async open(session) {
      const { server, agentId, client } = session;
      const before = bench.signed?.owner;
      const same = before?.server === server && before.agentId === agentId;
      if (!same) {
        bench.forget();
        callbacks.stop();
        kinds.forget();
        seen.clear();
      }
      bench.signed = { ...session, owner: { server, agentId }, forms: createFormSource(client, deps.now) };
      bench.zoneMin ??= session.zoneMin;
      loaded = bench.load();
      await loaded;
      tidyUp();
      awake();
      callbacks.start();
      compulsory.check();
    },
    close() {
      runner.stop();
      callbacks.stop();
      nextTidy();
      bench.forget();
      outlet.view(NO_DRAFTS);
      outlet.callbacks([]);
    },
    wake: awake,
    async born(details, contactId, at, external) {
      await loaded; // a call taken over has its draft already
      const { signed } = bench;
      if (!signed || !belongsToCampaign(details) || !details.campaignId || !details.callId) return null;
      const known = bench.byCall(details.callId);
      const call = callOf(details, contactId, at, external);
      const draft = known ?? newDraft(deps.newId(), signed.owner, call, deps.now());
      bench.current = draft.id;
      // Noted before it was known which of several numbers answered.
      if (known && isRingingOut(known.call)) await bench.update(known.id, (stored) => ({ ...stored, call }));
      else if (known) bench.show();
      else await bench.add(draft);
      quietly(bench, 'form not announced', forms.announce(draft.id));
      return draft.id;
    },
    async measured(record) {
      const draft = bench.byCall(record.callId);
      if (draft) await bench.update(draft.id, (stored) => ({ ...stored, record }));
    },
    // The form's request is what makes the server owe it: asked before that is through, it would know of nothing.
    callOver: () => void forms.settled().then(() => compulsory.check()),
    gated: (status) => compulsory.show(status),
    refreshCallbacks: () => callbacks.refresh(),
    async contactSaved(callId, contactId) {
      const draft = bench.byCall(callId);
      if (!draft) return;
      await bench.update(draft.id, (stored) => ({
        ...stored,
        contactId: stored.contactId || contactId,
        updatedAt: deps.now(),
      }));
    },
    async note(callId, text, details) {
      try {
        const { signed } = bench;
        const known = bench.byCall(callId);
        if (!signed || (!known && (!details || !callId)))
          return { ok: false, code: 'commandNotAllowed', params: {} };
        const id = known?.id ?? deps.newId();
        if (!known && details) {
          const about = belongsToCampaign(details) ? 'disposition' : 'note';
          const call = callOf(details, details.contactId, deps.now());
          await bench.add(newDraft(id, signed.owner, call, deps.now(), about));
        }
        await bench.update(id, (draft) => changeNote(draft, text, deps.now()));
        runner.kick();
        return { ok: true };
      } catch (thrown) {
        const { code, params } = asPhoneError(thrown);
        return { ok: false, code, params };
      }
    },
    handle: (command) => commands(command),
  };
}
