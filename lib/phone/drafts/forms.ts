/** Loading forms: asked of the server, kept beside the draft, and shown from there when the server can't be asked. */
import { asPhoneError, PhoneError, type ErrorCode } from '@/lib/diagnostics';
import {
  formView,
  loaded,
  withExternalContact,
  zoneOf,
  type Draft,
  type FormPage,
  type FormReply,
  type FormStep,
  type LoadedForm,
  type Pages,
} from '@/lib/drafts';
import type { CrmInteraction } from '@/lib/omnileads/forms';
import type { Kinds } from './kinds';
import type { Bench } from './shared';

/** What may pass: the form of earlier is better than none. Anything else is an answer, and is told. */
const MAY_PASS: ReadonlySet<ErrorCode> = new Set([
  'serverUnreachable',
  'serverTimeout',
  'serverError',
  'sessionExpired',
  'certificateUntrusted',
  'otherAgentSignedIn',
  'csrfRejected',
]);
/** Later than this the call is history: marking it as not dispositioned would block the agent out of the blue. */
const ANNOUNCE_WITHIN_MS = 15 * 60_000;
const CALL_FORM = '/agente/calificar_llamada/';

export interface Forms {
  /** Errors: draftDamaged (unknown draft), and those of `FormSource.load` when nothing was kept. */
  reply(draftId: string, step: FormStep): Promise<FormReply>;
  /** As the stock phone does at the answer: once per call, also with no panel in sight. */
  announce(draftId: string): Promise<void>;
  pages(draftId: string): Promise<Pages>;
  /** Resolves when every form that was asked for so far is here, or is known not to come. */
  settled(): Promise<unknown>;
}

export function createForms(bench: Bench, kinds: Kinds): Forms {
  const { deps, outlet } = bench;
  /** A form that is on its way is waited for, not asked for twice: the first time has effects on the server. */
  const onTheWay = new Map<string, Promise<LoadedForm>>();

  async function ask(draft: Draft, step: FormStep): Promise<LoadedForm> {
    const { signed } = bench;
    if (!signed) throw new PhoneError('sessionExpired');
    const recent = deps.now() - draft.call.startedAt < ANNOUNCE_WITHIN_MS;
    // Nobody of several is a contact of ours: the CRM has no page of it to open.
    const announce = step === 'disposition' && !draft.announced && !draft.newContact && recent;
    const option = draft.wanted.disposition?.option ?? draft.base?.option ?? '';
    const known = kinds.fields(draft.call.campaignId, option);
    const load = (again: boolean) => signed.forms.load(draft, step, { announce: announce && !again, known });
    let form: LoadedForm;
    try {
      form = await load(false);
      // Asked whose number it was, the server has noted nothing yet: the chosen one's form is what tells it of the call.
      if (announce && form.kind !== 'candidates')
        await bench.update(draft.id, (now) => ({ ...now, announced: true }));
    } catch (thrown) {
      if (!announce || asPhoneError(thrown).code !== 'serverUnreachable') throw thrown;
      // A site that may not be read looks like a dead server. If ours answers, it has sent us on to the CRM (interface §11.4).
      form = await load(true);
      await bench.update(draft.id, (now) => ({ ...now, announced: true }));
      bench.crm.set(draft.id, byServer(draft));
    }
    if (form.kind !== 'crm') return form;
    outlet.openCrm({ trigger: 'automatic', action: { kind: 'open', url: form.url } });
    return load(true);
  }

  function once(draft: Draft, step: FormStep): Promise<LoadedForm> {
    const key = `${draft.id}|${step}|${draft.contactId}|${draft.newContact}`;
    const asked =
      onTheWay.get(key) ??
      ask(draft, step)
        .then((form) => took(draft, form))
        .finally(() => onTheWay.delete(key));
    onTheWay.set(key, asked);
    return asked;
  }

  /** What a fresh form teaches: base for conflicts, zone, name, the CRM's page. */
  async function took(draft: Draft, form: LoadedForm): Promise<LoadedForm> {
    if (form.kind !== 'page') return form;
    const { page, crm, moments } = form;
    const zone = zoneOf(moments);
    if (zone !== null && zone !== bench.zoneMin) {
      bench.zoneMin = zone;
      outlet.zone(zone);
    }
    if (crm) bench.crm.set(draft.id, crm);
    const announced = bench.find(draft.id)?.announced === true && !draft.announced;
    if (crm?.trigger === 'automatic' && announced) outlet.openCrm(crm);
    if (bench.find(draft.id)) await (await bench.store()).keepPage(draft.id, page);
    if (page.step === 'disposition') {
      const title = nameIn(page);
      await bench.update(draft.id, (now) => ({
        ...withExternalContact(loaded(now, page.stored, ''), page, deps.now()),
        title: title || now.title,
      }));
    }
    return form;
  }

  async function view(draftId: string, page: FormPage, fresh: boolean): Promise<FormReply> {
    const draft = bench.find(draftId);
    if (!draft) throw new PhoneError('draftDamaged');
    const optionKinds = page.step === 'disposition' ? await kinds.of(draft.call.campaignId) : {};
    const form = formView(draft, page, {
      optionKinds,
      zoneMin: bench.zoneMin,
      now: deps.now(),
      fresh,
      crm: bench.crm.get(draftId) ?? null,
    });
    return { kind: 'form', form };
  }

  return {
    async reply(draftId, step) {
      const draft = bench.find(draftId);
      if (!draft || draft.about === 'note') throw new PhoneError('draftDamaged');
      try {
        const form = await once(draft, step);
        if (form.kind === 'page') return await view(draftId, form.page, true);
        return form.kind === 'candidates' ? form : { kind: 'later' };
      } catch (thrown) {
        const error = asPhoneError(thrown);
        const kept = MAY_PASS.has(error.code) ? await (await bench.store()).page(draftId, step) : null;
        if (!kept) throw error;
        deps.log.info('drafts', 'showing the form of earlier', { code: error.code });
        return view(draftId, kept, false);
      }
    },
    async announce(draftId) {
      const draft = bench.find(draftId);
      if (draft && !draft.announced) await once(draft, 'disposition');
    },
    settled: () => Promise.allSettled(onTheWay.values()),
    async pages(draftId) {
      const store = await bench.store();
      const steps = ['disposition', 'management', 'callback'] as const;
      const found = await Promise.all(steps.map((step) => store.page(draftId, step)));
      return Object.fromEntries(steps.flatMap((step, at) => (found[at] ? [[step, found[at]]] : [])));
    },
  };

  /** The server's own address leads to where we may not look. */
  function byServer(draft: Draft): CrmInteraction {
    const data = encodeURIComponent(JSON.stringify(draft.call.callData));
    const url = new URL(CALL_FORM + data, draft.owner.server).href;
    return { trigger: 'agent', action: { kind: 'open', url } };
  }
}

/** The customer's name as far as the campaign's columns tell it. */
function nameIn(page: FormPage): string {
  const columns = page.sections.find(({ part }) => part === 'contact')?.fields ?? [];
  const of = (pattern: RegExp): string => columns.find(({ name }) => pattern.test(name))?.value ?? '';
  return [of(/^contact\.(nombre|name|nome|first)/i), of(/^contact\.(apellido|sobrenome|surname|last)/i)]
    .filter(Boolean)
    .join(' ')
    .trim();
}
