/**
 * Asking OMniLeads for calls, and telling it what happens in them (interface §4, §5). The answer to a call request is no
 * proof of a call: it is followed by an INVITE or by nothing. Besides the codes named here every method may fail with
 * permissionDenied, sessionExpired, csrfRejected, otherAgentSignedIn, serverError, serverAnsweredPage, serverTimeout, serverUnreachable.
 */
import { PhoneError, type ErrorCode } from '@/lib/diagnostics';
import { ENDPOINTS } from './endpoints';
import { ORIGINATE_TIMEOUT_MS, pageInstead, type Answer } from './http';
import type { Context } from './memory';
import { refusal, saysOk, type Rest } from './rest';
import type { Web } from './web';

/** What may be dialled outside campaigns: an extension of the company's PBX or a number (issue B2). No '+': no route matches it (A.2). */
const OUTSIDE_NUMBER = /^[*#0-9]{2,25}$/;
/** Campaign numbers; several joined by "_" are dialled at once (interface §4.8). */
const CAMPAIGN_NUMBER = /^[*#0-9]{2,25}(_[*#0-9]{2,25}){0,9}$/;

export interface CampaignCall {
  readonly campaignId: string;
  readonly phone: string;
  readonly contactId?: string;
  /** With it `campaignId` and `contactId` are the CRM's own, and so must be `agentId` (interface §11.2). */
  readonly externalSystemId?: string;
  readonly agentId?: string; // the signed-in agent's when left out
}
export interface ContactCall {
  readonly campaignId: string;
  readonly contactId: string; // '-1' = don't identify
  readonly phone: string;
  readonly type: 'click2call' | 'preview';
}

export interface Calls {
  /** A number outside campaigns. Errors: numberInvalid (before any request), numberRefused, noPermissionOutside. */
  callOutside(number: string): Promise<void>;
  /** Another agent; if not READY the agent hears a prompt (interface §4.3). Errors: agentUnknown, noPermissionOutside. */
  callAgent(agentId: string): Promise<void>;
  /** A call in a campaign by REST, §4.2. Errors: numberInvalid, numberRefused, campaignUnknown, agentUnknown, externalAgentUnknown, callNotStarted. */
  makeCall(call: CampaignCall): Promise<void>;
  /** A contact's call by web, §4.4: the only way for preview. Errors: numberInvalid, callNotStarted. */
  callContact(call: ContactCall): Promise<void>;
  /** Ends every channel of the agent on the PBX, §2.6: the fallback when SIP can't. */
  hangUp(): Promise<void>;
  /**
   * Tells a hold or its end, §5.1. The server toggles by history and nothing reads it back, so a request whose outcome is
   * not known is never repeated. Never fails. 'unknown' covers the 500 of calls without a log row.
   */
  holdEvent(callId: string): Promise<'sent' | 'unknown'>;
  /** §5.7; only with the enterprise add-on. Error: conferenceHoldNotHere. */
  conferenceHold(callId: string, target: 'client' | 'consultant', on: boolean): Promise<void>;
  /** Announces a transfer to the survey, §5.8. Error: surveyNotHere. */
  surveyTransfer(call: { callId: string; campaignId: string; surveyId: string }): Promise<void>;
  /** Tells the agent who transferred a call to us by consultation that we left it, §5.6. Error: agentUnknown. */
  notifyConsultationEnd(agentId: string): Promise<void>;
}

export function createCalls(context: Context, rest: Rest, web: Web): Calls {
  const { log, memory } = context;

  async function outside(
    type: 'AGENT' | 'EXTERNAL',
    destination: string,
    refusedCode: ErrorCode,
  ): Promise<void> {
    const endpoint = ENDPOINTS.callOutside;
    const answer = await rest({
      endpoint,
      body: { destination_type: type, destination },
      timeoutMs: ORIGINATE_TIMEOUT_MS,
    });
    if (answer.status === 403) throw refusal('noPermissionOutside', answer, endpoint);
    if (!saysOk(answer)) throw refusal(refusedCode, answer, endpoint);
  }

  return {
    async callOutside(number) {
      if (!OUTSIDE_NUMBER.test(number)) throw new PhoneError('numberInvalid', { number });
      await outside('EXTERNAL', number, 'numberRefused');
    },
    async callAgent(agentId) {
      if (!/^\d+$/.test(agentId)) throw new PhoneError('agentUnknown', { agentId }); // a 500 on the server
      await outside('AGENT', agentId, 'agentUnknown');
    },
    async makeCall({ campaignId, phone, contactId, externalSystemId, agentId = memory.agentId ?? '' }) {
      if (!CAMPAIGN_NUMBER.test(phone)) throw new PhoneError('numberInvalid', { number: phone });
      const endpoint = ENDPOINTS.makeCall;
      const body = {
        idCampaign: campaignId,
        idAgent: agentId,
        phone,
        ...(contactId ? { idContact: contactId } : {}),
        ...(externalSystemId ? { idExternalSystem: externalSystemId } : {}),
      };
      const answer = await rest({ endpoint, body, timeoutMs: ORIGINATE_TIMEOUT_MS });
      if (!saysOk(answer))
        throw refusal(makeCallCode(answer, externalSystemId !== undefined), answer, endpoint);
    },
    async callContact({ campaignId, contactId, phone, type }) {
      if (!CAMPAIGN_NUMBER.test(phone)) throw new PhoneError('numberInvalid', { number: phone });
      const endpoint = ENDPOINTS.callContact;
      const pairs = [
        ['pk_campana', campaignId],
        ['pk_contacto', contactId || '-1'],
        ['telefono', phone],
        ['click2call_type', type],
        ['404_on_error', 'true'],
      ] as const;
      const page = await web.submit(endpoint, {}, pairs, ORIGINATE_TIMEOUT_MS);
      if (page.status === 404) throw new PhoneError('callNotStarted', { endpoint: endpoint.name });
      if (page.path !== '/blanco/' || page.status !== 200)
        throw pageInstead({ status: page.status, path: page.path }, endpoint);
    },
    async hangUp() {
      const endpoint = ENDPOINTS.hangupCall;
      const answer = await rest({ endpoint });
      if (!saysOk(answer)) throw refusal('serverError', answer, endpoint);
    },
    async holdEvent(callId) {
      const endpoint = ENDPOINTS.holdEvent;
      try {
        if (saysOk(await rest({ endpoint, body: { callid: callId } }))) return 'sent';
        log.warn('omnileads', 'hold event refused', { callId });
      } catch (thrown) {
        if (!(thrown instanceof PhoneError)) throw thrown;
        // Calls outside campaigns and transferred ones have no log row: a 500 that concerns nobody (interface §5.1).
        const harmless = thrown.code === 'serverError' && thrown.params.status === 500;
        log[harmless ? 'debug' : 'warn']('omnileads', 'hold event of unknown outcome', {
          callId,
          code: thrown.code,
        });
      }
      return 'unknown';
    },
    async conferenceHold(callId, target, on) {
      const endpoint = ENDPOINTS.conferenceHold;
      const answer = await rest({
        endpoint,
        body: { callid: callId, action: on ? 'hold' : 'unhold', target },
      });
      if (!saysOk(answer)) throw refusal('conferenceHoldNotHere', answer, endpoint);
    },
    async surveyTransfer({ callId, campaignId, surveyId }) {
      const endpoint = ENDPOINTS.surveyTransfer;
      const body = { callid: callId, campaign_id: Number(campaignId), survey_id: Number(surveyId) };
      const answer = await rest({ endpoint, body });
      if (!saysOk(answer)) throw refusal('surveyNotHere', answer, endpoint);
    },
    async notifyConsultationEnd(agentId) {
      if (!/^\d+$/.test(agentId)) throw new PhoneError('agentUnknown', { agentId }); // malformed OMLFROMAGENT: a 500 (interface §12.22)
      const endpoint = ENDPOINTS.consultationEnd;
      const answer = await rest({ endpoint, body: { agent_id: Number(agentId) } });
      if (!saysOk(answer)) throw refusal('agentUnknown', answer, endpoint);
    },
  };
}

/** Validation names the field; a failed originate gives a list instead of an object (interface §4.2). */
function makeCallCode(answer: Answer, external: boolean): ErrorCode {
  const { errors } = (answer.json ?? {}) as { errors?: unknown };
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return 'callNotStarted';
  if ('phone' in errors) return 'numberRefused';
  if ('idCampaign' in errors || 'idExternalSystem' in errors) return 'campaignUnknown';
  if ('idAgent' in errors) return external ? 'externalAgentUnknown' : 'agentUnknown';
  return 'callNotStarted';
}
