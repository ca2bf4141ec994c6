/**
 * Transfers by request, of the release after 2.6 (interface Appendix F), which names the blind endpoints, `3way`, a consultation's
 * `start` and the answer 202, but no bodies and none of a consultation's other steps: those names here are our reading.
 * Errors beside transferTargetInvalid (refused by the server): permissionDenied, sessionExpired, serverError, serverTimeout, serverUnreachable.
 */
import type { TransferTarget } from '@/lib/call/types';
import { PhoneError } from '@/lib/diagnostics';
import { ENDPOINTS, type Endpoint } from './endpoints';
import type { Context } from './memory';
import { refusal, type Rest } from './rest';

type Target = Exclude<TransferTarget, { to: 'survey' }>;

export interface Transfers {
  /** Whether this server takes transfers by request; asked once per server. */
  offered(): Promise<boolean>;
  blind(callId: string, target: Target): Promise<void>;
  /** Not to campaigns. */
  consult(callId: string, target: Target): Promise<void>;
  cancelConsultation(callId: string): Promise<void>;
  completeConsultation(callId: string): Promise<void>;
  threeWay(callId: string): Promise<void>;
}

const BLIND = { agent: 'blind-agent', number: 'blind-endpoint', campaign: 'blind-campaign' } as const;
/** Not there, or not for this agent: tones are. */
const NOT_OFFERED = ['serverAnsweredPage', 'permissionDenied', 'serverError'];

function destination(target: Target): Readonly<Record<string, string | number>> {
  switch (target.to) {
    case 'agent':
      return { agent_id: Number(target.agentId) };
    case 'campaign':
      return { campaign_id: Number(target.campaignId) };
    case 'number':
      return { destination: target.number };
  }
}

export function createTransfers({ memory }: Context, rest: Rest): Transfers {
  const known = new Map<string, boolean>(); // by server

  async function ask(
    endpoint: Endpoint,
    what: string,
    callId: string,
    more: ReturnType<typeof destination> = {},
  ): Promise<void> {
    const answer = await rest({
      endpoint,
      parts: { kind: what, step: what },
      body: { callid: callId, ...more },
    });
    const { status } = (answer.json ?? {}) as { status?: unknown };
    if (answer.status >= 500) throw refusal('serverError', answer, endpoint);
    if (answer.status >= 400 || status === 'ERROR') throw refusal('transferTargetInvalid', answer, endpoint);
  }

  return {
    async offered() {
      const { server } = memory;
      const before = known.get(server);
      if (before !== undefined) return before;
      let offered = true;
      try {
        // By GET, which such an endpoint refuses as JSON and a server without it as a page.
        await rest({ endpoint: ENDPOINTS.transferProbe });
      } catch (thrown) {
        if (!(thrown instanceof PhoneError) || !NOT_OFFERED.includes(thrown.code)) throw thrown;
        offered = false;
      }
      known.set(server, offered);
      return offered;
    },
    blind: (callId, target) => ask(ENDPOINTS.transfer, BLIND[target.to], callId, destination(target)),
    async consult(callId, target) {
      if (target.to === 'campaign') throw new PhoneError('transferTargetInvalid');
      await ask(ENDPOINTS.consultation, 'start', callId, destination(target));
    },
    cancelConsultation: (callId) => ask(ENDPOINTS.consultation, 'cancel', callId),
    completeConsultation: (callId) => ask(ENDPOINTS.consultation, 'complete', callId),
    threeWay: (callId) => ask(ENDPOINTS.transfer, '3way', callId),
  };
}
