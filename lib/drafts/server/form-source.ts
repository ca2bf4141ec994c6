/** Loads the server's forms for a draft, for people to fill in. Posting gets its own fresh copy (see pages.ts). */
import { PhoneError } from '@/lib/diagnostics';
import { callbackMoments, type ManagementField, type OmnileadsClient } from '@/lib/omnileads';
import {
  contactCandidates,
  crmInteraction,
  DISPOSITION_FORM,
  isWebAddress,
  outcomeOf,
  type Candidate,
  type CrmInteraction,
} from '@/lib/omnileads/forms';
import {
  callbackPage,
  dispositionPage,
  expectedCallback,
  expectedManagement,
  managementPage,
  type FormPage,
} from '../form-page';
import type { FormStep } from '../form-view';
import { dueSteps } from '../plan';
import type { Draft } from '../types';
import { ownNumber } from './own-number';
import { callDataPath, dispositionPath, load, parse } from './pages';

export type LoadedForm =
  | {
      readonly kind: 'page';
      readonly page: FormPage;
      readonly crm: CrmInteraction | null;
      /** ISO moments that the page told, for the server's zone. */
      readonly moments: readonly string[];
    }
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[] }
  /** The server sent the browser on to the CRM (interface §11.4): open it, and load again without announcing. */
  | { readonly kind: 'crm'; readonly url: string }
  | { readonly kind: 'later' };

export interface FormSource {
  /**
   * `announce`: as the stock phone does at the answer, with the call's data: the server marks the call as not dispositioned
   * where that is compulsory, and the CRM's page is opened. Errors: permissionDenied (not the agent's campaign), formChanged,
   * and those of `Web.get`.
   */
  load(
    draft: Draft,
    step: FormStep,
    how: { readonly announce: boolean; readonly known: readonly ManagementField[] },
  ): Promise<LoadedForm>;
}

export function createFormSource({ web }: Pick<OmnileadsClient, 'web'>, now: () => number): FormSource {
  async function disposition(draft: Draft, announce: boolean): Promise<LoadedForm> {
    const { call, contactId } = draft;
    const path = pathOf(draft, announce);
    const page = await web.get(path);
    const where = outcomeOf(new URL(path, draft.owner.server).href, page.url, page.redirected);
    if (where.kind === 'refused') throw new PhoneError('permissionDenied', { endpoint: 'disposition' });
    if (where.kind === 'chooseContact')
      return { kind: 'candidates', candidates: contactCandidates(parse(page.html), call.phone) };
    if (new URL(page.url).origin !== draft.owner.server && isWebAddress(page.url))
      return { kind: 'crm', url: page.url };
    const { document, form } = load(page, DISPOSITION_FORM);
    return {
      kind: 'page',
      page: contactId ? dispositionPage(form, now()) : withOwnNumber(dispositionPage(form, now()), draft),
      crm: crmInteraction(document),
      moments: callbackMoments(page.html),
    };
  }

  async function management(draft: Draft, known: readonly ManagementField[]): Promise<LoadedForm> {
    const plain = (page: FormPage): LoadedForm => ({ kind: 'page', page, crm: null, moments: [] });
    const saved = !dueSteps(draft, 'main').includes('disposition');
    if (!draft.dispositionId || draft.followUp !== 'management' || !saved)
      return known.length > 0 ? plain(expectedManagement(known, now())) : { kind: 'later' };
    const { form } = load(await web.get(`/formulario/venta/${draft.dispositionId}/`));
    return plain(managementPage(form, known, now()));
  }

  async function callback(draft: Draft): Promise<LoadedForm> {
    if (!draft.contactId)
      return { kind: 'page', page: expectedCallback(draft.call, now()), crm: null, moments: [] };
    const page = await web.get(`/agenda_contacto/${draft.contactId}/create/${draft.call.campaignId}/`);
    return {
      kind: 'page',
      page: callbackPage(load(page).form, now()),
      crm: null,
      moments: callbackMoments(page.html),
    };
  }

  return {
    load(draft, step, { announce, known }) {
      if (step === 'disposition') return disposition(draft, announce);
      return step === 'management' ? management(draft, known) : callback(draft);
    },
  };
}

/** With the call's data the server is told of the call; the contact chosen among several stands before them, as in its own list (interface §8.4). */
function pathOf({ call, contactId, newContact }: Draft, announce: boolean): string {
  if (contactId && !announce) return dispositionPath(call.campaignId, contactId);
  if (contactId && contactId !== call.callData['id_contacto'])
    return `/agente/calificar_llamada_con_contacto/${contactId}/${callDataPath(call, false)}`;
  const nobody: Readonly<Record<string, string>> = newContact ? { telefono: '', id_contacto: '-1' } : {};
  return `/agente/calificar_llamada/${callDataPath(call, !announce, nobody)}`;
}

function withOwnNumber(page: FormPage, draft: Draft): FormPage {
  const sections = page.sections.map((section) => ({
    ...section,
    fields: section.fields.map((field) =>
      field.name === 'contact.telefono' ? { ...field, value: ownNumber(field.value, draft) } : field,
    ),
  }));
  return { ...page, sections };
}
