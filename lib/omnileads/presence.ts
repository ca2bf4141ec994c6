/**
 * The agent's presence at the PBX (interface §2.6). Every method may also fail with permissionDenied, sessionExpired,
 * serverError (a 500: the PBX's manager isn't reachable), serverAnsweredPage, serverTimeout, serverUnreachable; a refusal
 * comes as HTTP 200 with status ERROR and has the code named here.
 */
import type { ErrorCode } from '@/lib/diagnostics';
import { ENDPOINTS, type EndpointName } from './endpoints';
import { refusal, saysOk, type Rest } from './rest';

export interface Presence {
  /** Joins the agent's queues, status READY. After registration, and again to become ready. Error: pbxLoginRefused. */
  pbxLogin(): Promise<void>;
  /** Leaves every queue, status OFFLINE. Error: pbxLoginRefused. */
  pbxLogout(): Promise<void>;
  /** `id` is text on the wire: "0" ACW, "OW", or a number of the console's list; a JSON number crashes the view. Error: pauseRefused. */
  setPause(id: string): Promise<void>;
  /** Leaves the pause that is in force; the server wants its id too. Error: pauseRefused. */
  leavePause(id: string): Promise<void>;
  /** Status RINGING or READY for the others' lists. A form: JSON would silently mean READY (interface §12.5). */
  ringing(on: boolean): Promise<void>;
  /** Marks the last unanswered call as rejected by the agent. 'noRow': the PBX hasn't written that call yet. */
  rejectCall(): Promise<'recorded' | 'noRow'>;
  /** No microphone: status DISABLED. */
  disabled(): Promise<void>;
}

export function createPresence(rest: Rest): Presence {
  async function tell(name: EndpointName, code: ErrorCode, body?: Record<string, unknown>): Promise<void> {
    const endpoint = ENDPOINTS[name];
    const answer = await rest({ endpoint, body });
    if (!saysOk(answer)) throw refusal(code, answer, endpoint);
  }
  return {
    pbxLogin: () => tell('pbxLogin', 'pbxLoginRefused'),
    pbxLogout: () => tell('pbxLogout', 'pbxLoginRefused'),
    setPause: (id) => tell('pause', 'pauseRefused', { pause_id: String(id) }),
    leavePause: (id) => tell('unpause', 'pauseRefused', { pause_id: String(id) }),
    ringing: (on) => tell('ringing', 'serverError', { ringing: String(on) }),
    disabled: () => tell('disabled', 'serverError'),
    async rejectCall() {
      const endpoint = ENDPOINTS.rejectCall;
      const answer = await rest({ endpoint });
      if (answer.status >= 400) throw refusal('serverError', answer, endpoint);
      return saysOk(answer) ? 'recorded' : 'noRow';
    },
  };
}
