/** What the console socket says, turned into events of call and shift (interface §9.1). */
import type { ConsoleMessage } from '@/lib/omnileads';
import type { PhoneContext } from '../context';
import { showMessage } from '../desk';
import type { Registrar } from './registration';

export interface Messages {
  start(): void;
  stop(): void;
}

export function createMessages(phone: PhoneContext, registrar: Pick<Registrar, 'again'>): Messages {
  const hear = (message: ConsoleMessage): unknown => {
    const at = phone.now();
    switch (message.type) {
      case 'pause':
        return phone.agent({ type: 'forcedPause', name: message.name, at });
      case 'unpause':
        return phone.agent({ type: 'forcedUnpause', at });
      case 'dispositioned':
        return phone.agent({ type: 'dispositioned', done: message.dispositioned, at });
      case 'logout':
        return phone.agent({ type: 'signedInElsewhere', at });
      case 'contactSaved':
        phone.call({ type: 'contactSaved', callId: message.callId, contactId: message.contactId });
        phone.ports.drafts
          .contactSaved(message.callId, message.contactId)
          .catch((thrown: unknown) => phone.failed(thrown, 'contact of the draft'));
        return;
      case 'consultationEnded':
        return phone.call({ type: 'consultationEnded' });
      case 'multinumAnswered':
        return phone.call({ type: 'multinumAnswered', phone: message.phone });
      case 'supervisorMessage':
        phone.notice('supervisorMessage', { text: message.text, supervisor: message.supervisor });
        return showMessage(phone, message.supervisor, message.text);
      case 'externalSite':
        if (message.error === null) return phone.clear('externalSite');
        phone.ports.log.warn('session', 'external site', { error: message.error });
        return phone.notice('externalSiteFailed');
    }
  };
  return {
    start: () =>
      phone.client.notifications.start({
        onMessage: hear,
        onPhase: (phase) => phase === 'open' && registrar.again(),
      }),
    stop: () => phone.client.notifications.stop(),
  };
}
