/** What SIP reports, turned into events of the call; and which INVITEs are never shown (interface §2.8). */
import { refusesInvite } from '@/lib/agent';
import { isQueueCall, shouldAutoAnswer } from '@/lib/call';
import type { Registration, SessionEvents, SessionPort, SipEvents } from '@/lib/sip/ports';
import type { PhoneContext } from './context';

export function createSipEvents(
  phoneOf: () => PhoneContext,
  heard: (registration: Registration) => void,
): SipEvents {
  return {
    onRegistration: heard,
    onInvite(session) {
      const phone = phoneOf();
      phone.sessions.set(session.id, session);
      // After SIP has attached our listeners: the table may answer or end the session at once.
      queueMicrotask(() => offer(phone, session));
      return listeners(phone, session);
    },
  };
}

function offer(phone: PhoneContext, session: SessionPort): void {
  if (!phone.sessions.has(session.id)) return;
  const { abilities, agent } = phone.store.get();
  const { details } = session;
  if (refusesInvite(agent, { queueCall: isQueueCall(details) })) {
    phone.ports.log.info('call', 'refused, the agent is not to be called', {
      origin: details.origin,
      phase: agent.phase,
    });
    session
      .end()
      .catch((thrown: unknown) => phone.ports.log.warn('call', 'refuse', { error: String(thrown) }));
    return;
  }
  phone.call({
    type: 'invite',
    sessionId: session.id,
    details,
    autoAnswer: shouldAutoAnswer(details, abilities.flags),
    at: phone.now(),
  });
}

export function listeners(phone: PhoneContext, session: SessionPort): SessionEvents {
  const { id: sessionId } = session;
  const watch = phone.health.watch(session);
  return {
    onEstablished() {
      watch.established();
      phone.call({ type: 'established', sessionId, at: phone.now() });
    },
    onEnded({ by, code, phrase }) {
      phone.sessions.delete(sessionId);
      watch.ended(by);
      phone.ports.log.info('call', 'session ended', { by, code: code ?? 0, phrase: phrase ?? '' });
      phone.call({
        type: 'ended',
        sessionId,
        by,
        ...(code === undefined ? {} : { sipCode: code }),
        at: phone.now(),
      });
    },
    onReinvite: ({ assertedIdentity }) =>
      phone.call({ type: 'reinvite', sessionId, assertedIdentity, at: phone.now() }),
    onMedia(state) {
      watch.media(state);
      const { health, call } = phone.store.get();
      if (call.call?.sessionId !== sessionId) return;
      phone.store.set({ health: { ...health, recovering: state !== 'connected' } });
    },
  };
}
