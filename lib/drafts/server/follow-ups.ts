/** Management form and callback: what follows a disposition (interface §6.9, §7). */
import { PhoneError, type ErrorCode } from '@/lib/diagnostics';
import { callbackMoments } from '@/lib/omnileads';
import {
  CALLBACK_KINDS,
  COMMENTS,
  fieldOf,
  managementAnswers,
  managementFields,
  type Changes,
} from '@/lib/omnileads/forms';
import type { DispositionServer } from '../ports';
import type { WantedCallback } from '../types';
import {
  load,
  refusedBy,
  REFUSED_ELSEWHERE,
  tellCrm,
  type Client,
  type GetAndPost,
  type Outside,
} from './pages';

/** The option made for callbacks carries this name unless an administrator chose another one (interface §6.1). */
const CALLBACK_OPTION = /^agenda$/i;
const FOLLOWS = { plain: 'none', management: 'management', callback: 'callback' } as const;
/** A release without that JSON, or a role that may not read it. */
const UNTOLD: readonly ErrorCode[] = ['permissionDenied', 'serverAnsweredPage', 'serverError'];
/** What the management form's address answers for a disposition that has none. */
const NO_FORM: readonly ErrorCode[] = ['formChanged', 'serverError', 'permissionDenied'];

type Part = Pick<
  DispositionServer,
  'findFollowUp' | 'readManagement' | 'postManagement' | 'readCallback' | 'postCallback'
>;

export function followUpSteps(
  { web, callbacks, dispositions }: Pick<Client, 'web' | 'callbacks' | 'dispositions'>,
  getAndPost: GetAndPost,
  outside: Outside,
): Part {
  const formPath = (contactId: string, campaignId: string): string =>
    `/agenda_contacto/${contactId}/create/${campaignId}/`;

  /** The option's kind as the server tells it; null = it doesn't. */
  const kindOf = async (campaignId: string, option: string): Promise<keyof typeof FOLLOWS | null> => {
    try {
      return (await dispositions.options(campaignId)).find(({ id }) => id === option)?.kind ?? null;
    } catch (thrown) {
      if (thrown instanceof PhoneError && UNTOLD.includes(thrown.code)) return null;
      throw thrown;
    }
  };

  return {
    async findFollowUp({ outcome, call, wanted }, dispositionId) {
      const kind = await kindOf(call.campaignId, wanted.disposition?.option ?? '');
      if (kind) return FOLLOWS[kind];
      if (CALLBACK_OPTION.test(outcome)) return 'callback';
      try {
        const { form } = load(await web.get(`/formulario/venta/${dispositionId}/`));
        if (managementFields(form).length > 0) return 'management';
      } catch (thrown) {
        if (!(thrown instanceof PhoneError) || !NO_FORM.includes(thrown.code)) throw thrown;
      }
      // An option of another name may be the callbacks' one: what the agent typed is not thrown away.
      return wanted.callback ? 'callback' : 'none';
    },
    async readManagement(dispositionId) {
      return managementAnswers(load(await web.get(`/formulario/venta/${dispositionId}/`)).form);
    },
    async postManagement(call, dispositionId, answers) {
      const path = `/formulario/venta/${dispositionId}/`;
      const { outcome, page } = await getAndPost(path, () => ({ path, changes: answers }));
      if (outcome.kind === 'managementSaved') {
        tellCrm(outside, call.callId, page);
        return { kind: 'saved' };
      }
      return outcome.kind === 'refused' ? REFUSED_ELSEWHERE : refusedBy(page, undefined, false);
    },
    async readCallback(contactId, campaignId) {
      const { form, page } = load(await web.get(formPath(contactId, campaignId)));
      // Only where an entry exists does the create address lead on to its update form (session.md §4.4).
      const callbackId = /^\/agenda_contacto\/update\/(\d+)\//.exec(page.path)?.[1];
      if (!callbackId) return null;
      const value = (name: string): string => fieldOf(form, name)?.value ?? '';
      return {
        callbackId,
        kind: value('tipo_agenda') === CALLBACK_KINDS.global ? 'global' : 'personal',
        date: value('fecha'),
        time: value('hora'),
        phone: value('telefono'),
        reason: value(COMMENTS),
      };
    },
    async postCallback({ campaignId }, contactId, asked) {
      const wanted: WantedCallback = asked.kind === 'global' ? { ...asked, ...outside.now() } : asked;
      const scheduled = await callbacks.schedule({ contactId, campaignId, ...wanted });
      if (scheduled?.ok) return { kind: 'saved', callbackId: scheduled.id };
      if (scheduled) return { kind: 'refused', code: codeOf(scheduled.errors), fields: scheduled.errors };
      const changes: Changes = {
        fecha: wanted.date,
        hora: wanted.time,
        tipo_agenda: CALLBACK_KINDS[wanted.kind],
        ...(wanted.phone ? { telefono: wanted.phone } : {}),
        [COMMENTS]: wanted.reason,
      };
      // Posting to the create address when an entry exists saves nothing (session.md §4.4): post where the GET ended.
      const { outcome, page } = await getAndPost(formPath(contactId, campaignId), (loaded) => ({
        path: loaded.page.path,
        changes,
      }));
      if (outcome.kind === 'callbackSaved') {
        outside.heard(callbackMoments(page.html));
        return { kind: 'saved', callbackId: outcome.callbackId };
      }
      return outcome.kind === 'refused' ? REFUSED_ELSEWHERE : refusedBy(page, undefined, true);
    },
  };
}

const codeOf = (errors: Readonly<Record<string, unknown>>): 'agendaLimit' | 'draftRefused' =>
  Object.keys(errors).every((name) => name === '') ? 'agendaLimit' : 'draftRefused';
