/** Contact and disposition: one form, one post (interface §6.6). */
import * as v from 'valibot';
import { PhoneError } from '@/lib/diagnostics';
import {
  COMMENTS,
  CONFIRM_DUPLICATE,
  CONTACT_PREFIX,
  contactColumns,
  DISPOSITION_FORM,
  OPTION,
  phoneDispositions,
  phoneSlots,
  storedDisposition,
  SUB_OPTION,
  type Changes,
  type FormOutcome,
  type FormSchema,
} from '@/lib/omnileads/forms';
import type { DispositionServer } from '../ports';
import type { Draft, FollowUp, WantedDisposition } from '../types';
import { ownNumber } from './own-number';
import {
  callDataPath,
  dispositionPath,
  load,
  refusedBy,
  REFUSED_ELSEWHERE,
  tellCrm,
  type Client,
  type GetAndPost,
  type Loaded,
  type Outside,
} from './pages';

const Dispositions = v.array(
  v.object({
    id: v.number(),
    idContact: v.number(),
    callid: v.nullable(v.string()),
    idDispositionOption: v.number(),
  }),
);
const CallData = v.object({ id_contacto: v.union([v.string(), v.number()]) });

/** The forms' addresses for a contact that is known, or still to be found or made by the server. */
function addressOf(draft: Draft, contactId: string): { get: string; post: string } {
  const { call } = draft;
  if (contactId)
    return {
      get: dispositionPath(call.campaignId, contactId),
      post: `/agente/calificar_llamada_con_contacto/${contactId}/${callDataPath(call, true)}`,
    };
  // Without a number the server looks for nobody and offers an empty form; the number is a field of it all the same.
  const data = callDataPath(call, true, draft.newContact ? { telefono: '', id_contacto: '-1' } : {});
  return { get: `/agente/calificar_llamada/${data}`, post: `/agente/calificar_llamada/${data}` };
}

function contactChanges(
  draft: Draft,
  contactId: string,
  { form }: Loaded,
  wanted: WantedDisposition,
): Changes {
  const columns = Object.entries(wanted.contact).map(([name, value]) => [CONTACT_PREFIX + name, value]);
  const number = form.fields.find(({ name }) => name === `${CONTACT_PREFIX}telefono`);
  const own = !contactId && number ? { [number.name]: ownNumber(number.value, draft) } : {};
  return {
    ...own,
    ...Object.fromEntries(columns),
    ...(wanted.confirmDuplicate ? { [CONFIRM_DUPLICATE]: 'on' } : {}),
  };
}

function followUpOf(outcome: FormOutcome): FollowUp {
  if (outcome.kind === 'managementNext') return 'management';
  if (outcome.kind === 'callbackNext' || outcome.kind === 'callbackUpdateNext') return 'callback';
  return outcome.kind === 'saved' || outcome.kind === 'reportList' ? 'none' : '';
}

/** The contact's id in the call data that the server redirected to. */
function contactIn(callData: string): string {
  try {
    const checked = v.safeParse(CallData, JSON.parse(decodeURIComponent(callData)));
    return checked.success ? String(checked.output.id_contacto) : '';
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return '';
    throw error;
  }
}

type Part = Pick<DispositionServer, 'findByCall' | 'readDisposition' | 'postContact' | 'postDisposition'>;

export function dispositionSteps(
  { web }: Pick<Client, 'web'>,
  getAndPost: GetAndPost,
  outside: Outside,
): Part {
  const ownDispositions = async (): Promise<v.InferOutput<typeof Dispositions>> => {
    const page = await web.get('/api/v1/disposition/');
    const checked = v.safeParse(Dispositions, page.json);
    if (!checked.success) throw new PhoneError('serverAnsweredPage', { endpoint: 'disposition' });
    return checked.output;
  };

  return {
    async findByCall(callId) {
      const found = (await ownDispositions()).find((row) => row.callid === callId);
      return found ? { dispositionId: String(found.id), contactId: String(found.idContact) } : null;
    },
    async readDisposition(campaignId, contactId) {
      const { form } = load(await web.get(dispositionPath(campaignId, contactId)), DISPOSITION_FORM);
      return {
        stored: storedDisposition(form),
        columns: contactColumns(form),
        phones: phoneDispositions(form),
      };
    },
    async postContact(draft, contactId, wanted) {
      const { get, post } = addressOf(draft, contactId);
      // Nothing of the disposition may differ from what the page had, or the server wants all of it (interface §6.6).
      const { outcome, page } = await getAndPost(
        get,
        (loaded) => ({ path: post, changes: contactChanges(draft, contactId, loaded, wanted) }),
        DISPOSITION_FORM,
      );
      if (outcome.kind === 'chooseContact') return { kind: 'refused', code: 'contactAmbiguous', fields: {} };
      if (outcome.kind === 'refused') return REFUSED_ELSEWHERE;
      if (outcome.kind !== 'contactSaved') return refusedBy(page, DISPOSITION_FORM, false);
      const learnt = contactIn(outcome.callData);
      if (!learnt || learnt === '-1') throw new PhoneError('formChanged', {}, 'saved contact without an id');
      return { kind: 'saved', contactId: learnt };
    },
    async postDisposition(draft, contactId, wanted) {
      const { get, post } = addressOf(draft, contactId);
      const fill = (loaded: Loaded): { path: string; changes: Changes } => ({
        path: post,
        changes: {
          ...contactChanges(draft, contactId, loaded, wanted),
          ...phoneChanges(loaded.form, wanted),
          [OPTION]: wanted.option,
          [SUB_OPTION]: wanted.sub,
          [COMMENTS]: wanted.comments,
        },
      });
      const { outcome, page } = await getAndPost(get, fill, DISPOSITION_FORM);
      // The group's limit of callbacks is checked when their option is saved, too (interface §6.1).
      if (outcome.kind === 'invalid') return refusedBy(page, DISPOSITION_FORM, true);
      if (outcome.kind === 'chooseContact') return { kind: 'refused', code: 'contactAmbiguous', fields: {} };
      if (outcome.kind === 'refused') return REFUSED_ELSEWHERE;
      tellCrm(outside, draft.call.callId, page);
      const mine = (await ownDispositions()).find((row) => row.callid === draft.call.callId);
      const saved = 'contactId' in outcome ? outcome.contactId : String(mine?.idContact ?? contactId);
      return {
        kind: 'saved',
        contactId: saved,
        dispositionId: outcome.kind === 'managementNext' ? outcome.dispositionId : String(mine?.id ?? ''),
        followUp: followUpOf(outcome),
      };
    },
  };
}

function phoneChanges(form: FormSchema, wanted: WantedDisposition): Changes {
  const slots = phoneSlots(form);
  return Object.fromEntries(
    Object.entries(wanted.phones ?? {}).flatMap(([column, option]) => {
      const slot = slots.get(column);
      return slot ? [[slot, option]] : [];
    }),
  );
}
