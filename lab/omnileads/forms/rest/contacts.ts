/** Contacts by REST (interface §8.1–8.3). */
import {
  isRecord,
  json,
  QueryDict,
  restView,
  ServerCrash,
  type RestContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';
import {
  columnValue,
  contactsOf,
  databaseOf,
  findDisposition,
  isActive,
  mainPhoneColumn,
  queueForPreview,
  recordOf,
  type Campaign,
  type Contact,
  type ContactDatabase,
} from '@/lab/omnileads/store';

import { contactForm } from '../contact-form';
import { dataFieldName } from '../contact-fields';
import { pythonInt, textOrNull } from './values';

const REFUSED = 'Hubo errores en los datos recibidos';
const PREVIEW_CAMPAIGN = 4;
const CONFIRM = 'confirmar_duplicado';
const refused = (errors: unknown, message = REFUSED): WebResponse =>
  json({ status: 'ERROR', message, errors }, 400);

/** The active campaign of a request that is also the agent's, or the refusal. */
function campaignOf(context: RestContext, body: Record<string, unknown>): Campaign | WebResponse {
  const { site, agent } = context;
  const wanted = textOrNull(body['idCampaign']) ?? '';
  if (wanted === '') return refused({ idCampaign: ['Debe indicar un idCampaign válido.'] });
  const active = [...site.world.campaigns.values()].filter(isActive);
  const system = textOrNull(body['idExternalSystem']);
  if (system !== null && !site.world.externalSystems.has(Number(system)))
    return refused({ idExternalSystem: ['Sistema externo inexistente.'] });
  // By external id, all active campaigns count, not only those of the system.
  const campaign = active.find((one) => (system === null ? String(one.id) : one.externalId) === wanted);
  if (!campaign) return refused({ idCampaign: ['Campaña inexistente.'] });
  return campaign.agentIds.includes(agent().id)
    ? campaign
    : refused({ idCampaign: ['No tiene permiso para editar la campaña.'] });
}
const isRefusal = (value: Campaign | WebResponse): value is WebResponse => 'status' in value;

const EMPTY_CELL = '---';
const row = (contact: Contact, database: ContactDatabase): unknown[] => [
  contact.id,
  contact.phone,
  ...database.columns
    .filter((column) => column !== mainPhoneColumn(database))
    .map((column) => columnValue(contact, database, column) || EMPTY_CELL),
  '',
];

/** Contacts without a disposition in the campaign, as DataTables asks for them. */
function listing({ site, request, params }: RestContext): WebResponse {
  const asked = (name: string): string => {
    const value = request.query.get(name);
    if (value === undefined)
      throw new ServerCrash(`django.utils.datastructures.MultiValueDictKeyError: '${name}'`);
    return value;
  };
  const search = asked('search[value]').toLowerCase();
  const numberOf = (name: string): number => {
    const value = pythonInt(asked(name));
    if (value === null) throw new ServerCrash(`ValueError: invalid literal for int(): ${name}`);
    return value;
  };
  const [start, length, draw] = [numberOf('start'), numberOf('length'), numberOf('draw')];
  const campaign = site.world.campaigns.get(Number(params['campaign']));
  if (!campaign)
    throw new ServerCrash(
      'ominicontacto_app.models.Campana.DoesNotExist: Campana matching query does not exist.',
    );
  const database = databaseOf(site.world, campaign.databaseId);
  const all = contactsOf(site.world, campaign.databaseId);
  const matching = all.filter(
    (one) =>
      !findDisposition(site.world, one.id, campaign.id) &&
      // The external id is not searched (exchange #115).
      [one.phone, ...one.data].some((value) => (value ?? '').toLowerCase().includes(search)),
  );
  const shown = length < 0 ? matching.slice(start) : matching.slice(start, start + length);
  return json({
    draw,
    recordsTotal: all.length,
    recordsFiltered: matching.length,
    data: shown.map((one) => row(one, database)),
  });
}

/** The request's columns under the form's field names; a data column outside ASCII is lost on the way (interface §8.3). */
function formPairs(database: ContactDatabase, given: Record<string, unknown>): [string, string][] {
  return Object.entries(given).map(([column, value]) => {
    const name =
      column === mainPhoneColumn(database)
        ? 'telefono'
        : column === database.externalIdColumn
          ? 'id_externo'
          : column;
    return [name, textOrNull(value) ?? ''];
  });
}
/** Form field names of the errors back to the request's column names. */
function errorsByColumn(database: ContactDatabase, errors: Readonly<Record<string, readonly string[]>>) {
  const columns = new Map<string, string>(database.columns.map((column) => [dataFieldName(column), column]));
  columns.set('telefono', mainPhoneColumn(database));
  if (database.externalIdColumn !== null) columns.set('id_externo', database.externalIdColumn);
  return Object.fromEntries(Object.entries(errors).map(([name, list]) => [columns.get(name) ?? name, list]));
}

function create(context: RestContext): WebResponse {
  const body = context.data();
  if (!isRecord(body) || !context.request.contentType.startsWith('application/json'))
    throw new ServerCrash('AttributeError: This QueryDict instance is immutable');
  const campaign = campaignOf(context, body);
  if (isRefusal(campaign)) return campaign;
  const { world } = context.site;
  const { idCampaign: _campaign, idExternalSystem: _system, ...given } = body;
  const database = databaseOf(world, campaign.databaseId);
  const unknown = Object.keys(given).filter((name) => !database.columns.includes(name) && name !== CONFIRM);
  if (unknown.length > 0) return refused(unknown, 'Se recibieron campos incorrectos');
  const main = mainPhoneColumn(database);
  if (!(main in given)) return refused(main, 'El campo es obligatorio');
  // Where duplicates are allowed they need no confirmation; compulsory and hidden columns are not enforced.
  const form = contactForm({
    world,
    language: context.request.language,
    campaign,
    contact: null,
    prefix: '',
    posted: new QueryDict([...formPairs(database, given), [CONFIRM, 'on']]),
    unrestricted: true,
  });
  if (!form.valid) return refused(errorsByColumn(database, form.errors));
  const contact = form.save(true);
  if (campaign.type === PREVIEW_CAMPAIGN) queueForPreview(world, campaign, contact, context.agent());
  return json({
    status: 'OK',
    message: 'Contacto agregado',
    id: contact.id,
    contacto: recordOf(contact, database),
  });
}

export const contactRestRoutes: readonly Route[] = [
  restView({
    name: 'api_contactos_campana',
    path: '/api/v1/campaign/<int:campaign>/contacts/',
    allow: 'GET, HEAD, OPTIONS',
    negotiates: true,
    methods: { GET: listing },
  }),
  restView({
    name: 'api_campaign_database_metadata',
    path: '/api/v1/campaign/database_metadata/',
    allow: 'POST',
    negotiates: false,
    methods: {
      POST(context) {
        const body = context.data();
        const campaign = campaignOf(context, isRecord(body) ? body : {});
        if (isRefusal(campaign)) return campaign;
        const database = databaseOf(context.site.world, campaign.databaseId);
        return json({
          status: 'OK',
          main_phone: mainPhoneColumn(database),
          external_id: database.externalIdColumn,
          fields: database.columns,
        });
      },
    },
  }),
  restView({
    name: 'api_database_metadata_columns_fields',
    path: '/api/v1/campaign/database_metadata_columns_fields/<int:database>/',
    allow: 'GET',
    negotiates: false,
    methods: {
      GET: ({ site, params }) =>
        json(
          databaseOf(site.world, Number(params['database'])).columns.filter(
            (column) => !column.includes('telefono'),
          ),
        ),
    },
  }),
  restView({
    name: 'api_new_contact',
    path: '/api/v1/new_contact/',
    allow: 'POST',
    negotiates: false,
    methods: { POST: create },
  }),
];
