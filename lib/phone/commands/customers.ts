/** Customers of a campaign: looked up, listed, saved; and the contacts that preview campaigns hand out. */
import { asPhoneError, PhoneError } from '@/lib/diagnostics';
import type { DatabaseMetadata } from '@/lib/omnileads';
import type { CallableCampaign } from '@/lib/omnileads/types';
import type { CommandResult, PhoneCommand } from '../command';
import type { ContactColumns, ContactsReply, NewContactReply } from '../contacts';
import { OK, type Handler, type PhoneContext } from '../context';
import { cardOf, knownBy, toLookup } from './find-contacts';
import { dialledInCampaign, place, refused } from './place';

type Of<T extends PhoneCommand['type']> = Extract<PhoneCommand, { type: T }>;
type Reply = CallLookupReply | ContactsReply | ContactColumns | NewContactReply;
type CallLookupReply = ReturnType<typeof toLookup>;

const PAGE = 25;

/** Runs a question to the server about one of the agent's campaigns; its answer is the reply. */
async function asked(
  phone: PhoneContext,
  campaignId: string,
  question: (campaign: CallableCampaign) => Promise<Reply>,
): Promise<CommandResult> {
  const campaign = phone.store.get().directory.campaigns.find(({ id }) => id === campaignId);
  if (!campaign) return refused('campaignUnknown', { campaignId });
  try {
    return { ok: true, value: await question(campaign) };
  } catch (thrown) {
    return failure(phone, 'customers', thrown);
  }
}

function failure(phone: PhoneContext, what: string, thrown: unknown): CommandResult {
  const { code, params, detail } = asPhoneError(thrown);
  phone.ports.log.warn('call', what, { code, detail: detail ?? '' });
  return refused(code, params);
}

export const lookUp: Handler<Of<'lookUp'>> = (phone, { number: typed, campaignId }) => {
  const number = dialledInCampaign(phone, typed);
  if (!number) return refused('numberInvalid', { number: typed.slice(0, 30) });
  return asked(phone, campaignId, async (campaign) =>
    toLookup(campaign, number, await knownBy(phone, campaignId, number)),
  );
};

export const contactColumns: Handler<Of<'contactColumns'>> = (phone, { campaignId }) =>
  asked(phone, campaignId, async () => {
    const { mainPhone, externalId, fields } = await phone.client.contacts.databaseMetadata(campaignId);
    return { mainPhone, externalId, columns: fields };
  });

export const listContacts: Handler<Of<'listContacts'>> = (phone, { campaignId, search, start }) =>
  asked(phone, campaignId, async () => {
    const [page, metadata] = await Promise.all([
      phone.client.contacts.list(campaignId, { search, start, length: PAGE }),
      // The list is worth more than the names of its columns: without them it is shown all the same.
      phone.client.contacts.databaseMetadata(campaignId).catch((thrown: unknown) => {
        phone.ports.log.warn('call', 'columns without names', { code: asPhoneError(thrown).code });
        return null;
      }),
    ]);
    // Rows come without the phone's column, the others in the database's order (interface §8.1).
    const names = metadata ? dataColumns(metadata) : [];
    return {
      total: page.total,
      matching: page.matching,
      contacts: page.rows.map(({ id, phone: number, values }) =>
        cardOf(
          id,
          number,
          values.map((value, index) => [names[index] ?? `${index + 1}`, value] as const),
        ),
      ),
    };
  });

const dataColumns = ({ fields, mainPhone }: DatabaseMetadata): readonly string[] =>
  fields.filter((field) => field !== mainPhone);

export const newContact: Handler<Of<'newContact'>> = (phone, { campaignId, columns }) =>
  asked(phone, campaignId, async () => {
    const answer = await phone.client.contacts.create({ campaignId, columns });
    return answer.ok ? { saved: true, contactId: answer.id } : { saved: false, errors: answer.errors };
  });

export const previewNext: Handler<Of<'previewNext'>> = async (phone, { campaignId }) => {
  const campaign = phone.store.get().directory.previewCampaigns.find(({ id }) => id === campaignId);
  if (!campaign) return refused('campaignUnknown', { campaignId });
  const era = phone.era.current();
  try {
    const next = await phone.client.preview.next(campaignId);
    if (!phone.era.is(era)) return refused('notReady');
    if (!next) {
      phone.store.set({ preview: null });
      return refused('noMoreContacts');
    }
    const contact = cardOf(next.contactId, next.phone, Object.entries(next.columns));
    const { state } = next;
    phone.store.set({
      preview: { campaignId, campaignName: campaign.name, contact, state, at: phone.now() },
    });
    return OK;
  } catch (thrown) {
    return failure(phone, 'preview', thrown);
  }
};

export const previewCall: Handler<Of<'previewCall'>> = (phone) => {
  const { preview } = phone.store.get();
  if (!preview) return refused('contactGone');
  const { campaignId, contact } = preview;
  const number = dialledInCampaign(phone, contact.phone);
  if (!number) return refused('numberInvalid', { number: contact.phone.slice(0, 30) });
  return place(phone, {
    number,
    campaignId,
    async ask() {
      await phone.client.calls
        .callContact({ campaignId, contactId: contact.id, phone: number, type: 'preview' })
        .catch((thrown: unknown) => {
          // 404: its reservation ran out while the agent read it, and another agent may have it now (interface §4.4).
          if (!(thrown instanceof PhoneError) || thrown.code !== 'callNotStarted') throw thrown;
          phone.store.set({ preview: null });
          throw new PhoneError('contactGone');
        });
      const held = phone.store.get().preview;
      if (held?.contact.id === contact.id) phone.store.set({ preview: { ...held, state: 'assigned' } });
    },
  });
};

export const previewRelease: Handler<Of<'previewRelease'>> = async (phone) => {
  const { preview } = phone.store.get();
  if (!preview) return OK;
  try {
    // "None to release" is what we wanted as well: delivered contacts are not assigned yet and go back by themselves.
    await phone.client.preview.release(preview.campaignId);
    phone.store.set({ preview: null });
    return OK;
  } catch (thrown) {
    return failure(phone, 'preview', thrown);
  }
};
