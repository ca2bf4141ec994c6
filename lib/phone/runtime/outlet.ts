/** What drafts tell, made the phone's. */
import type { PhoneContext } from '../context';
import { callbackId, hideCallback, showCallback } from '../desk';
import type { PhoneCommand } from '../command';
import type { DraftsOutlet } from '../ports';

export function createDraftsOutlet(phone: PhoneContext): DraftsOutlet {
  const { store } = phone;
  return {
    view(drafts) {
      const { preview } = store.get();
      // Dispositioned, a preview contact is no longer in the agent's hand (interface §8.5).
      const finished = drafts.list.some(
        ({ status, campaignId, contactId }) =>
          status === 'sent' && campaignId === preview?.campaignId && contactId === preview.contact.id,
      );
      store.set(finished ? { drafts, preview: null } : { drafts });
    },
    callbacks(callbacks) {
      const gone = store.get().callbacks.filter(({ id }) => !callbacks.some((entry) => entry.id === id));
      for (const { id } of gone) hideCallback(phone, id);
      store.set({ callbacks });
    },
    callbackDue(entry) {
      phone.notice('callbackDue', {
        callbackId: entry.id,
        number: entry.phone,
        reason: entry.reason,
        at: entry.at,
      });
      showCallback(phone, entry);
    },
    zone: (serverZoneMin) => store.set({ serverZoneMin }),
    compulsory(owed) {
      const { agent } = store.get();
      // The server un-pauses by a message of its own where it is told to: here only the debt is noted or cleared.
      if (agent.dispositionPending !== owed)
        phone.agent({ type: 'dispositioned', done: !owed, leave: false, at: phone.now() });
    },
    openCrm(interaction) {
      phone.ports.desk
        .openCrm(interaction)
        .catch((thrown: unknown) => phone.failed(thrown, 'CRM not opened'));
    },
  };
}

/** The button of a callback's notification calls the customer. */
export function callOfNotification(
  phone: PhoneContext,
  id: string,
): Extract<PhoneCommand, { type: 'call' }> | null {
  const entry = phone.store.get().callbacks.find((one) => callbackId(one) === id);
  if (!entry) return null;
  const { phone: number, campaignId, contactId } = entry;
  return { type: 'call', number, campaignId, contactId, via: 'callback' };
}
