/** Dispositions by REST: no sub-dispositions, no management form, no agenda, no release of the lock (interface §6.3–6.5). */
import { ApiError, json, restView, say, type RestContext, type Route } from '@/lab/omnileads/http';
import {
  addContact,
  contactsOf,
  databaseOf,
  dataColumns,
  dispositionsOf,
  findOption,
  queueForPreview,
  type Campaign,
  type Contact,
  type Disposition,
  type DispositionOption,
} from '@/lab/omnileads/store';

import { dataFieldName } from '../contact-fields';
import { RefusedByModel, saveDisposition } from '../disposition-save';
import { checkedCallId, idInQuery, pythonInt, recordOfBody, refuse, textOrNull } from './values';

const PHONE_CHARS = 128;
const PREVIEW_CAMPAIGN = 4;
const OPTION_UNKNOWN = { idDispositionOption: 'Disposition option id not found' };
const CONTACT_UNKNOWN = { idContact: 'Contact id not found' };
interface Wanted {
  readonly option: DispositionOption;
  readonly campaign: Campaign;
}

const shown = ({ id, contactId, callId, optionId, comments }: Disposition): Record<string, unknown> => ({
  id,
  idContact: contactId,
  callid: callId,
  idDispositionOption: optionId,
  comments,
});

/** A visible option, or the one that the row has already. */
function wantedOption({ site }: RestContext, id: number | null, stored: Disposition | null): Wanted {
  const found = id === null ? null : findOption(site.world, id);
  if (!found || (found.option.hidden && found.option.id !== stored?.optionId)) return refuse(OPTION_UNKNOWN);
  return found;
}
function wantedContact({ site }: RestContext, body: Record<string, unknown>, campaign: Campaign): Contact {
  const contacts = contactsOf(site.world, campaign.databaseId);
  const id = body['idContact'];
  // Only the presence of the external system is looked at.
  const found =
    'idExternalSystem' in body
      ? contacts.find((one) => one.externalId !== null && one.externalId === textOrNull(id))
      : contacts.find((one) => one.id === idInQuery(id));
  return found ?? refuse(CONTACT_UNKNOWN);
}
/** Missing comments are empty, null ones stay null. */
const commentsOf = (body: Record<string, unknown>): string | null =>
  'comments' in body ? textOrNull(body['comments']) : '';

/** Both refusals of the model read alike (interface §12.29). */
function saveOrRefuse<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RefusedByModel)) throw error;
    return refuse({ msg: 'There is another disposition for this contact on this campaign' });
  }
}

function save(context: RestContext, stored: Disposition | null): Disposition {
  const body = recordOfBody(context.data());
  const { option, campaign } = wantedOption(context, pythonInt(body['idDispositionOption']), stored);
  const contact = wantedContact(context, body, campaign);
  const callId = checkedCallId(body['callid']);
  return saveOrRefuse(() =>
    saveDisposition(context.site.world, {
      known: stored,
      agent: context.agent(),
      campaign,
      contact,
      option,
      sub: stored?.sub ?? '',
      comments: commentsOf(body),
      callId,
      manual: stored?.manual ?? false,
      reason: 'rest',
    }),
  );
}
function ownDisposition(context: RestContext): Disposition {
  const row = context.site.world.forms.dispositions.get(Number(context.params['id']));
  if (row?.agentId === context.agent().id) return row;
  throw new ApiError(404, { detail: say(context.request.language, 'notFound') });
}

function newContact(context: RestContext, body: Record<string, unknown>, campaign: Campaign): Contact {
  const { world } = context.site;
  const externalId = textOrNull(body['idExternalContact']) || null;
  const taken =
    externalId !== null &&
    contactsOf(world, campaign.databaseId).some((one) => one.externalId === externalId);
  if (taken)
    return refuse({ idExternalContact: 'There is another contact with this external id on this database' });
  const phone = textOrNull(body['phone']) ?? '';
  if (phone === '' || phone.length > PHONE_CHARS) return refuse({ contacto: 'Contact data is invalid' });
  const columns = dataColumns(databaseOf(world, campaign.databaseId));
  const contact = addContact(world, {
    databaseId: campaign.databaseId,
    phone,
    externalId,
    data: columns.map((column) => textOrNull(body[dataFieldName(column)])),
    original: true,
  });
  if (campaign.type === PREVIEW_CAMPAIGN) queueForPreview(world, campaign, contact, context.agent());
  return contact;
}

export const dispositionRestRoutes: readonly Route[] = [
  restView({
    name: 'api_disposition',
    path: '/api/v1/disposition/',
    allow: 'GET, POST',
    negotiates: true,
    methods: {
      GET: ({ site, agent }) => json(dispositionsOf(site.world, agent().id).map(shown)),
      POST: (context) => json(shown(save(context, null)), 201),
    },
  }),
  restView({
    name: 'api_disposition',
    path: '/api/v1/disposition/<int:id>/',
    allow: 'GET, PUT',
    negotiates: true,
    methods: {
      GET: (context) => json(shown(ownDisposition(context))),
      PUT: (context) => json(shown(save(context, ownDisposition(context)))),
    },
  }),
  restView({
    name: 'api_disposition_new_contact',
    path: '/api/v1/new_contact/disposition/',
    allow: 'POST',
    negotiates: true,
    methods: {
      POST(context) {
        const body = recordOfBody(context.data());
        const wanted = wantedOption(context, idInQuery(body['idDispositionOption']), null);
        const callId = checkedCallId(body['callid']);
        const contact = newContact(context, body, wanted.campaign);
        const row = saveOrRefuse(() =>
          saveDisposition(context.site.world, {
            known: null,
            agent: context.agent(),
            ...wanted,
            contact,
            sub: '',
            comments: commentsOf(body),
            callId,
            manual: false,
            reason: 'rest',
          }),
        );
        const { id, optionId, comments } = row;
        return json({ id, callid: row.callId, idDispositionOption: optionId, comments }, 201);
      },
    },
  }),
];
