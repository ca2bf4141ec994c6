/** What the recorder did between exchanges without writing the request down, by exchange number. */
import { pythonJson } from '@/lab/omnileads/http';
import {
  addCallback,
  addCallLog,
  agentOfUser,
  findUser,
  forgetPresence,
  setPresence,
  type CallbackFields,
  type Campaign,
  type User,
  type World,
} from '@/lab/omnileads/store';

import type { Deployment, Player } from './player';
import type { Exchange } from './parse';

/** Where an exchange was played: which server, and whether over TLS. */
export function placeOf(exchange: Exchange): { deployment: Deployment; https: boolean } {
  const { section, number } = exchange;
  if (section === 'J1') return { deployment: 'cors', https: false };
  if (section === 'R') return { deployment: 'fresh', https: false };
  if (number >= 647 && number <= 658) return { deployment: 'plain', https: true };
  if (number >= 660 && number <= 671) return { deployment: 'hostWithPort', https: true };
  return { deployment: 'plain', https: false };
}

type Step = (player: Player, world: World) => Promise<void> | void;

const userNamed = (world: World, username: string): User => {
  const user = findUser(world, username);
  if (!user) throw new Error(`no user is called ${username}`);
  return user;
};
const pbx =
  (mode: 'down' | 'success' | 'error' | 'refusesLogin'): Step =>
  async (player) => {
    (await player.server('plain')).pbx.mode = mode;
  };
/** A row that was written to goes to the end of PostgreSQL's unordered answers. */
function toEnd<K, V>(rows: Map<K, V>, key: K): void {
  const row = rows.get(key);
  if (row === undefined) throw new Error(`no row ${String(key)}`);
  rows.delete(key);
  rows.set(key, row);
}
const badLogins =
  (count: number): Step =>
  async (player) => {
    for (let n = 0; n < count; n += 1)
      await player.extra('POST', '/accounts/login/', 'lock.jar', 'username=aglock&password=bad');
  };
const agent = (world: World, username: string) => agentOfUser(world, username);

const callback = (agentId: number, contactId: number, campaignId: number, date: string): CallbackFields => ({
  agentId,
  contactId,
  campaignId,
  date,
  time: '12:00:00',
  kind: 1,
  phone: '',
  observations: '',
});
/** The disposition form as the console opens it, with the call data of a manual call in campaign 1. */
function callForm(telefono: string, callId: string, contact: string): string {
  const call = {
    id_campana: '1',
    campana_type: '1',
    telefono,
    call_id: callId,
    call_type: '1',
    id_contacto: contact,
    rec_filename: '',
    call_wait_duration: '',
    transfer: '',
  };
  return `/agente/calificar_llamada/${encodeURIComponent(pythonJson(call))}`;
}
const AGENDA_DISPOSITION = new URLSearchParams({
  'contacto_form-telefono': '3515550019',
  'contacto_form-id_externo': 'EXT-1-19',
  'contacto_form-nombre': 'Nombre19',
  'contacto_form-apellido': 'Apellido19',
  'contacto_form-email': 'c19@example.com',
  'contacto_form-telefono2': '0055515319',
  'contacto_form-confirmar_duplicado': 'False',
  observaciones: '',
  opcion_calificacion: '5',
  subcalificacion: '',
}).toString();

const BEFORE: Record<number, Step> = {
  1: (_player, world) => {
    // Only the agents that had been on the PBX before had a presence hash.
    for (const row of world.agents.values()) forgetPresence(world, row.id);
    const dialer: Campaign | undefined = world.campaigns.get(2);
    if (dialer) toEnd(world.campaigns, dialer.id);
  },
  28: async (player) => (await player.server('plain')).standIn.control.expireToken('ag1'),
  31: (_player, world) => {
    userNamed(world, 'ag1').isActive = false;
  },
  32: (_player, world) => {
    userNamed(world, 'ag1').isActive = true;
    agent(world, 'ag1').inactive = true;
  },
  34: (_player, world) => {
    agent(world, 'ag1').inactive = false;
    toEnd(world.agents, agent(world, 'ag1').id);
  },
  58: badLogins(8),
  124: (_player, world) => toEnd(world.contacts, 41),
  258: (_player, world) => {
    addCallback(world, callback(agent(world, 'ag3').id, 1, 1, '2026-11-30'));
  },
  259: (_player, world) => world.callbacks.clear(),
  301: pbx('down'),
  329: (_player, world) => setPresence(world, agent(world, 'ag1'), '', 'recorder'),
  346: (_player, world) => setPresence(world, agent(world, 'ag2'), 'READY', 'recorder'),
  351: (_player, world) =>
    addCallLog(world, {
      agentId: 1,
      callId: '1700000200.1',
      event: 'CONNECT',
      campaignId: 1,
      phone: '3515550001',
      recording: '',
    }),
  472: (_player, world) => {
    world.dialer.reachable = false;
  },
  473: (_player, world) => {
    world.dialer.reachable = true;
  },
  501: pbx('success'),
  712: async (player) => {
    await player.signIn('ws_ag1.jar', 'ag1');
    await player.extra('GET', callForm('3512229999', '1700000501.1', '-1'), 'ws_ag1.jar');
  },
  720: async (player) => {
    await player.signIn('ws_ag3.jar', 'ag3');
    await player.extra('GET', callForm('3515550003', '1700000502.1', '3'), 'ws_ag3.jar');
  },
  723: (player) => player.signIn('ws_ag1.jar', 'ag1'),
  730: async (player) => {
    await player.signIn('ws_ag1.jar', 'ag1');
    await player.signIn('second browser', 'ag1');
  },
  804: async (player, world) => {
    // Its answer is 201 with a fresh id: what section E had left for this contact was gone.
    for (const row of world.forms.dispositions.values())
      if (row.contactId === 6) world.forms.dispositions.delete(row.id);
    await player.signIn('forced_ag3.jar', 'ag3');
    await player.extra('GET', callForm('3515550006', '1700000601.1', '-1'), 'forced_ag3.jar');
  },
  901: pbx('error'),
  908: pbx('refusesLogin'),
  956: async (player) => {
    await player.signIn('flash.jar', 'ag2', 'fresh');
    const url = '/formulario/1/calificacion/19/update_calificacion/';
    await player.extra('POST', url, 'flash.jar', AGENDA_DISPOSITION, 'fresh');
  },
  958: (_player, world) => {
    addCallback(world, { ...callback(2, 22, 2, '2026-11-30'), kind: 2 });
    addCallback(world, { ...callback(2, 18, 1, '2020-01-01'), phone: '3515550018', observations: 'vencida' });
  },
};

/** Runs the recorder's unwritten step before this exchange, if there was one. */
export async function prepare(exchange: Exchange, player: Player): Promise<void> {
  const { deployment } = placeOf(exchange);
  const { standIn } = await player.server(deployment);
  await BEFORE[exchange.number]?.(player, standIn.control.store);
}
