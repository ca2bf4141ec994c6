/** Carries out what the presence table asks for. Presence is told to the server strictly in order: a pause set before it was left would stay. */
import type { AgentEffect } from '@/lib/agent';
import { asPhoneError, PhoneError, type ErrorCode } from '@/lib/diagnostics';
import type { PhoneContext } from '../context';

export interface AgentEffects {
  run(effect: AgentEffect): void;
  /** Resolves when everything asked for so far was tried. */
  settled(): Promise<void>;
  /** How many writes were asked for. */
  asked(): number;
  /** The outcome of the last one. */
  answer(): Promise<Answer>;
  /** RINGING or READY, for the others' lists: in the same order, or a late one would overwrite a pause. */
  ringing(on: boolean): void;
}

type Answer = { readonly ok: boolean; readonly at: number; readonly code?: ErrorCode };

/** The line, as far as presence rules it. */
interface Line {
  leave(): Promise<void>;
  join(): Promise<void>;
}

export function createAgentEffects(phone: PhoneContext, line: () => Line): AgentEffects {
  let last: Promise<void> = Promise.resolve();
  let asked = 0;
  let answer: Promise<Answer> = Promise.resolve({ ok: true, at: phone.now() });

  /** `report` hears the outcome only while the sign-in that asked for it is the present one. */
  const inOrder = (what: string, write: () => Promise<unknown>, report: (answer: Answer) => void): void => {
    const era = phone.era.current();
    const before = last;
    asked += 1;
    answer = new Promise((resolve) => {
      last = attempt(before, what, write, (outcome) => {
        if (phone.era.is(era)) report(outcome);
        resolve(outcome);
      });
    });
  };
  async function attempt(
    before: Promise<void>,
    what: string,
    write: () => Promise<unknown>,
    report: (answer: Answer) => void,
  ): Promise<void> {
    await before;
    try {
      await write();
    } catch (thrown) {
      const { code, detail } = asPhoneError(thrown);
      phone.ports.log.warn('agent', `${what} failed`, { code, detail: detail ?? '' });
      report({ ok: false, at: phone.now(), code });
      return;
    }
    report({ ok: true, at: phone.now() });
  }
  const nobodyWaits = (): void => undefined;

  async function leavePause(pauseId: string, checkDisposition: boolean): Promise<void> {
    if (checkDisposition) {
      const status = await phone.client.directory.compulsoryStatus();
      await phone.ports.drafts.gated(status);
      if (status.kind !== 'clear') throw new PhoneError('callGated');
    }
    await phone.client.presence.leavePause(pauseId);
  }

  const table: { readonly [T in AgentEffect['type']]: (effect: Extract<AgentEffect, { type: T }>) => void } =
    {
      pbxLogin: ({ request }) =>
        inOrder(
          'asterisk_login',
          () => phone.client.presence.pbxLogin(),
          (answer) => {
            if (answer.ok) phone.clear('pbxLogin');
            phone.agent({ type: 'pbxLogin', request, ...answer });
          },
        ),
      pbxLogout: () => inOrder('asterisk_logout', () => phone.client.presence.pbxLogout(), nobodyWaits),
      setPause: ({ pauseId, request }) =>
        inOrder(
          'asterisk_pause',
          () => phone.client.presence.setPause(pauseId),
          (answer) => {
            if (answer.ok) phone.clear('pause');
            phone.agent({ type: 'pauseSet', request, ...answer });
          },
        ),
      leavePause: ({ pauseId, checkDisposition, request }) =>
        inOrder(
          'asterisk_unpause',
          () => leavePause(pauseId, checkDisposition),
          (answer) => {
            if (answer.ok) phone.clear('pause');
            phone.agent({ type: 'unpauseSet', request, ...answer });
          },
        ),
      postDisabled: () => inOrder('asterisk_disabled', () => phone.client.presence.disabled(), nobodyWaits),
      unregister: () => void line().leave(),
      register: () => void line().join(),
      armTimer({ at }) {
        if (at === null) phone.timers.cancel('agent');
        else
          phone.timers.set('agent', at - phone.now(), () => phone.agent({ type: 'timer', at: phone.now() }));
      },
      notice: ({ code }) => phone.notice(code),
      log: ({ what }) => phone.ports.log.debug('agent', what),
    };

  return {
    run: (effect) => (table[effect.type] as (effect: AgentEffect) => void)(effect),
    settled: () => last,
    asked: () => asked,
    answer: () => answer,
    ringing: (on) => inOrder('asterisk_ringing', () => phone.client.presence.ringing(on), nobodyWaits),
  };
}
