/** The world of the recordings: seed.json, and what its notes add in words. */
import seed from '@/lab/omnileads/seed.json' with { type: 'json' };

import { createFormsTables, type ManagementField } from './form-types';
import { setPresence } from './presence';
import { queueForPreview } from './preview';
import type {
  Agent,
  Campaign,
  Contact,
  ContactDatabase,
  DispositionOption,
  Group,
  GroupFlags,
  User,
} from './types';
import type { World, WorldSettings } from './world';

const PASSWORD = '098098ZZZ';

const NAMES: Record<string, readonly [string, string]> = {
  ag1: ['Ana', 'Pérez'],
  ag2: ['Beto', 'Núñez'],
  ag3: ['Carla', 'Restringida'],
  aglock: ['Lucas', 'Bloqueado'],
  aginact: ['Inactivo', 'Agente'],
};
const FULL: GroupFlags = {
  auto_attend_inbound: false,
  auto_attend_dialer: false,
  auto_unpause: 0,
  obligar_calificacion: false,
  obligar_despausa: false,
  call_off_camp: true,
  call_another_agent: true,
  on_hold: true,
  limitar_agendas_personales: false,
  cantidad_agendas_personales: 0,
  limitar_agendas_personales_en_dias: false,
  tiempo_maximo_para_agendar: 0,
  acceso_agendas_agente: true,
  acceso_campanas_preview_agente: true,
  acceso_contactos_agente: true,
  acceso_calificaciones_agente: true,
  acceso_grabaciones_agente: true,
  acceso_dashboard_agente: true,
  restringir_tipo_llamadas_manuales: false,
  permitir_llamadas_manuales_a_manuales: true,
  permitir_llamadas_manuales_a_dialer: true,
  permitir_llamadas_manuales_a_entrante: true,
  permitir_llamadas_manuales_a_preview: true,
};
const groups = (): Group[] => [
  { name: 'grupo_full', flags: { ...FULL }, pauseSet: null },
  {
    name: 'grupo_restringido',
    flags: {
      ...FULL,
      obligar_calificacion: true,
      obligar_despausa: true,
      call_off_camp: false,
      call_another_agent: false,
      limitar_agendas_personales: true,
      cantidad_agendas_personales: 1,
      limitar_agendas_personales_en_dias: true,
      tiempo_maximo_para_agendar: 7,
      acceso_agendas_agente: false,
      restringir_tipo_llamadas_manuales: true,
      permitir_llamadas_manuales_a_dialer: false,
      permitir_llamadas_manuales_a_entrante: false,
      permitir_llamadas_manuales_a_preview: false,
    },
    pauseSet: [
      { pauseId: 1, seconds: 0 },
      { pauseId: 3, seconds: 0 },
    ],
  },
];

const user = (
  id: number,
  username: string,
  names: readonly [string, string],
  role: User['role'],
  isActive = true,
): User => ({
  id,
  username,
  firstName: names[0],
  lastName: names[1],
  email: `${username}@example.com`,
  password: PASSWORD,
  isActive,
  role,
  sessionKey: null,
  denied: new Set(),
});
const users = (): User[] => [
  user(1, 'admin', ['', ''], 'admin'),
  user(2, 'sup1', ['Super', 'sup1'], 'supervisor'),
  ...seed.agents.map((agent) =>
    user(agent.user_id, agent.username, NAMES[agent.username] ?? ['', ''], 'agent', agent.active),
  ),
];
const agents = (): Agent[] =>
  seed.agents.map((agent) => ({
    id: agent.agent_id,
    userId: agent.user_id,
    extension: agent.sip_extension,
    group: agent.grupo,
    inactive: false,
    penalty: 0,
  }));

/** The form behind "Venta" in every campaign (seed.md). */
const SALE_FORM: readonly ManagementField[] = [
  { name: 'producto', kind: 'list', required: true, choices: ['Plan A', 'Plan B'] },
  { name: 'monto', kind: 'decimal', required: false, decimals: 2 },
  { name: 'nota', kind: 'text', required: false },
];
const campaigns = (): Campaign[] =>
  seed.campaigns.map((campaign) => ({
    id: campaign.id,
    name: campaign.nombre,
    type: campaign.type as Campaign['type'],
    state: campaign.estado,
    databaseId: campaign.bd,
    externalSystemId: campaign.sistema_externo,
    externalId: campaign.id_externo,
    agentIds: campaign.agents.flatMap((name) =>
      seed.agents.filter(({ username }) => username === name).map(({ agent_id }) => agent_id),
    ),
    options: campaign.options.map((option): DispositionOption => ({
      id: option.id,
      name: option.nombre,
      kind: option.tipo as DispositionOption['kind'],
      hidden: option.oculta,
      subdispositions: option.sub,
      form: option.tipo === 1 ? SALE_FORM : [],
    })),
    allowsDuplicates: campaign.nombre !== 'manual_nodup',
    dispositionsPerPhone: false,
    crm: null,
    surveyIds: [],
  }));

const INBOUND_DATABASE = 3;
const databases = (): ContactDatabase[] =>
  [1, 2, 3, 4, 5].map((id) => ({
    id,
    name: `bd_0${id}`,
    columns:
      id === INBOUND_DATABASE
        ? ['telefono', 'nombre', 'apellido']
        : ['telefono', 'nombre', 'apellido', 'email', 'telefono2', 'id_cliente'],
    phoneColumns: id === INBOUND_DATABASE ? ['telefono'] : ['telefono', 'telefono2'],
    externalIdColumn: id === INBOUND_DATABASE ? null : 'id_cliente',
  }));

/** First contact, how many, and the phones' start by database (seed.md). */
const CONTACTS: Record<number, { first: number; count: number; phone: string; digits: number }> = {
  1: { first: 1, count: 20, phone: '35155500', digits: 2 },
  2: { first: 21, count: 20, phone: '35155600', digits: 2 },
  3: { first: 41, count: 12, phone: '3515570', digits: 3 },
  4: { first: 53, count: 8, phone: '35155800', digits: 2 },
  5: { first: 61, count: 5, phone: '35155900', digits: 2 },
};
const SHARED_PHONE = '3515579999';

function contact(databaseId: number, at: number): Contact {
  const { first, phone, digits } = CONTACTS[databaseId] ?? { first: 0, phone: '', digits: 2 };
  const n = at + 1;
  const padded = String(n).padStart(digits, '0');
  const shared = databaseId === INBOUND_DATABASE && n > 10;
  const inbound = databaseId === INBOUND_DATABASE;
  return {
    id: first + at,
    databaseId,
    phone: shared ? SHARED_PHONE : `${phone}${padded}`,
    externalId: inbound ? null : `EXT-${databaseId}-${n}`,
    data: inbound
      ? [`Ent${n}`, `Rante${n}`]
      : [
          `Nombre${n}`,
          `Apellido${n}`,
          `c${n}@example.com`,
          `00${5 + (databaseId - 1)}55153${String(n).padStart(2, '0')}`,
        ],
    original: true,
  };
}
const contacts = (): Contact[] =>
  Object.entries(CONTACTS).flatMap(([id, { count }]) =>
    Array.from({ length: count }, (_, at) => contact(Number(id), at)),
  );

const byId = <T extends { readonly id: number }>(rows: readonly T[]): Map<number, T> =>
  new Map(rows.map((row) => [row.id, row]));

export const DEFAULT_SETTINGS: WorldSettings = {
  sessionAgeS: 3600,
  tokenAgeS: 32_400,
  credentialTtlS: 28_800,
  loginFailureLimit: 10,
  lockoutCooloffS: 300,
  videoDomain: 'meet.jit.si',
  zoneOffset: '-03:00',
};

/** A new world; every active agent has a presence hash saying OFFLINE, as after the server's own start. */
export function createWorld(settings: Partial<WorldSettings> = {}): World {
  const world: World = {
    settings: { ...DEFAULT_SETTINGS, ...settings },
    clock: { offsetMs: 0 },
    users: byId(users()),
    agents: byId(agents()),
    groups: new Map(groups().map((group) => [group.name, group])),
    pauses: byId(
      seed.pauses.map((pause) => ({
        id: pause.id,
        name: pause.nombre,
        kind: pause.tipo as 'R' | 'P',
        active: true,
      })),
    ),
    campaigns: byId(campaigns()),
    databases: byId(databases()),
    contacts: byId(contacts()),
    externalSystems: byId([
      {
        id: seed.external_system.id,
        name: seed.external_system.nombre,
        agents: new Map(Object.entries(seed.external_system.agents)),
      },
    ]),
    quickContacts: [{ list: 'Lista A', name: 'Recepcion', phone: '5551234' }],
    presence: new Map(),
    presenceLog: [],
    activityLog: [],
    callLog: [],
    sessions: new Map(),
    tokens: new Map(),
    loginFailures: new Map(),
    dispositionStatus: new Map(),
    callbacks: new Map(),
    dialer: { reachable: true, calls: [] },
    forms: createFormsTables(),
    nextId: new Map(),
  };
  for (const agent of world.agents.values())
    if (world.users.get(agent.userId)?.isActive) setPresence(world, agent, 'OFFLINE', 'seed');
  for (const row of world.contacts.values())
    for (const campaign of world.campaigns.values())
      if (campaign.type === 4 && campaign.databaseId === row.databaseId)
        queueForPreview(world, campaign, row);
  return world;
}
