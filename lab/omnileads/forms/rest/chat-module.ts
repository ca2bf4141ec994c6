/** Endpoints of the WhatsApp module that a phone can use (interface §8.6): the only JSON of sub-dispositions, forms and columns. */
import {
  isRecord,
  json,
  PageNotFound,
  restView,
  type RestContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';
import {
  agentName,
  answerOf,
  columnFlags,
  contactsOf,
  databaseOf,
  dataColumns,
  findDisposition,
  mainPhoneColumn,
  optionOf,
  recordOf,
  type Campaign,
  type Contact,
  type Disposition,
  type DispositionRevision,
  type ManagementField,
  type World,
} from '@/lab/omnileads/store';

import { dumps, repr } from '../python';
import { textOrNull } from './values';

const BASE = '/api/v1/whatsapp';
const success = (data: unknown): WebResponse =>
  json({ status: 'SUCCESS', data, message: null, errors: null });

function campaignOf({ site, params }: RestContext): Campaign {
  const campaign = site.world.campaigns.get(Number(params['campaign']));
  if (!campaign) throw new PageNotFound();
  return campaign;
}
function contactOf({ site, params }: RestContext): Contact {
  const contact = site.world.contacts.get(Number(params['contact']));
  if (!contact) throw new PageNotFound();
  return contact;
}
const shownContact = (world: World, campaign: Campaign, contact: Contact): Record<string, unknown> => ({
  id: contact.id,
  phone: contact.phone,
  data: recordOf(contact, databaseOf(world, contact.databaseId)),
  disposition: findDisposition(world, contact.id, campaign.id)?.id ?? null,
});

const FIELD_TYPES: Record<ManagementField['kind'], readonly [type: number, typeNumber: number | null]> = {
  text: [1, null],
  date: [2, null],
  list: [3, null],
  textarea: [4, null],
  integer: [5, 1],
  decimal: [5, 2],
};
const formField = (field: ManagementField, at: number): Record<string, unknown> => ({
  id: String(at + 1),
  name: field.name,
  type: FIELD_TYPES[field.kind][0],
  type_number: FIELD_TYPES[field.kind][1],
  sig_digits: field.kind === 'decimal' ? (field.decimals ?? 2) : null,
  order: at + 1,
  values_select: field.choices ? dumps(field.choices) : null,
  is_required: field.required,
});

const version = (world: World, row: Disposition | DispositionRevision): Record<string, unknown> => {
  const campaign = world.campaigns.get(row.campaignId);
  return {
    comments: row.comments,
    disposition_data: {
      id: row.optionId,
      name: campaign ? optionOf(campaign, row.optionId)?.name : null,
      subdisposition: row.sub === '' ? null : row.sub,
    },
    agent: { id: row.agentId, name: nameOf(world, row.agentId) },
  };
};
/** As the REST framework writes it: the server's own time with its offset. */
const isoMoment = (world: World, at: number): string => {
  const offset = world.settings.zoneOffset;
  const local = at + Number(offset.slice(0, 3)) * 3_600_000;
  return `${new Date(local).toISOString().slice(0, -1)}000${offset}`;
};
const nameOf = (world: World, agentId: number): string => {
  const agent = world.agents.get(agentId);
  return agent ? agentName(world, agent) : '';
};
function dispositionOf({ site, params }: RestContext): Disposition {
  const row = site.world.forms.dispositions.get(Number(params['id']));
  if (!row) throw new PageNotFound();
  return row;
}

/** Whatever is not sent is blanked: that is what the real view does. */
function replaceContact(context: RestContext): WebResponse {
  const { site, data } = context;
  const campaign = campaignOf(context);
  const contact = contactOf(context);
  const sent = data();
  const body = isRecord(sent) ? sent : {};
  const database = databaseOf(site.world, contact.databaseId);
  const forbidden = Object.keys(body).filter((column) => {
    const { hidden, locked } = columnFlags(site.world, campaign, column);
    return hidden || locked || !database.columns.includes(column);
  });
  if (forbidden.length > 0)
    return json({
      status: 400,
      errors: Object.fromEntries(forbidden.map((column) => [column, ['Campo inválido']])),
    });
  const main = mainPhoneColumn(database);
  if (main in body) contact.phone = textOrNull(body[main]) ?? '';
  contact.data = dataColumns(database).map((column) => textOrNull(body[column]) ?? '');
  return success(shownContact(site.world, campaign, contact));
}

const get = (name: string, path: string, GET: (context: RestContext) => WebResponse): Route =>
  restView({ name, path: BASE + path, allow: 'GET', negotiates: false, methods: { GET } });

export const chatModuleRoutes: readonly Route[] = [
  get('contacto-db-fields', '/contact/<int:campaign>/db_fields', (context) => {
    const { world } = context.site;
    const campaign = campaignOf(context);
    const database = databaseOf(world, campaign.databaseId);
    return success(
      database.columns.map((name) => {
        const { hidden, locked, required } = columnFlags(world, campaign, name);
        const mandatory = required || name === mainPhoneColumn(database);
        return {
          name,
          mandatory,
          block: locked,
          hide: hidden,
          is_phone_field: database.phoneColumns.includes(name),
        };
      }),
    );
  }),
  get('contacto-list', '/contact/<int:campaign>', (context) => {
    const { world } = context.site;
    const campaign = campaignOf(context);
    const search = (context.request.query.get('search') ?? '').toLowerCase();
    return success(
      contactsOf(world, campaign.databaseId)
        .filter((one) =>
          [one.phone, ...one.data].some((value) => (value ?? '').toLowerCase().includes(search)),
        )
        .map((one) => shownContact(world, campaign, one)),
    );
  }),
  restView({
    name: 'contacto-search',
    path: `${BASE}/contact/<int:campaign>/search`,
    allow: 'POST',
    negotiates: false,
    methods: {
      POST(context) {
        const { world } = context.site;
        const campaign = campaignOf(context);
        const sent = context.data();
        const { phone, ...rest } = isRecord(sent) ? sent : {};
        const texts = Object.values(rest).map((value) => String(value).toLowerCase());
        const matches = (one: Contact): boolean =>
          one.phone === phone ||
          texts.some(
            (text) => text !== '' && one.data.some((value) => (value ?? '').toLowerCase().includes(text)),
          );
        return success(
          contactsOf(world, campaign.databaseId)
            .filter(matches)
            .map((one) => shownContact(world, campaign, one)),
        );
      },
    },
  }),
  restView({
    name: 'contacto-detail',
    path: `${BASE}/contact/<int:campaign>/<int:contact>`,
    allow: 'PUT',
    negotiates: false,
    methods: { PUT: replaceContact },
  }),
  get('calificacion-options', '/disposition_chat/options/<int:campaign>', (context) =>
    success(
      campaignOf(context).options.map(({ id, name, kind, subdispositions, form }) => ({
        id,
        name,
        type: kind,
        // A Python list as text, with single quotes.
        subcalificaciones: subdispositions.length > 0 ? `[${subdispositions.map(repr).join(', ')}]` : null,
        form_fields: form.map(formField),
      })),
    ),
  ),
  get('calificacion-history', '/disposition_chat/<int:id>/history', (context) => {
    const { world } = context.site;
    const { id } = dispositionOf(context);
    return success(
      world.forms.dispositionHistory
        .filter(({ dispositionId }) => dispositionId === id)
        .map((one, _, [first = one]) => ({
          id,
          ...version(world, one),
          created_at: isoMoment(world, first.at),
          updated_at: isoMoment(world, one.at),
        }))
        .toReversed(),
    );
  }),
  get('calificacion-detail', '/disposition_chat/<int:id>', (context) => {
    const { world } = context.site;
    const row = dispositionOf(context);
    const contact = world.contacts.get(row.contactId);
    const campaign = world.campaigns.get(row.campaignId);
    return success({
      id: row.id,
      ...version(world, row),
      form_response: answerOf(world, row.id)?.answers ?? null,
      contact: contact && campaign ? shownContact(world, campaign, contact) : null,
      campaign: campaign ? { id: campaign.id, name: campaign.name } : null,
    });
  }),
];
