/** What the stand-in remembers. Ids are those of seed.json; times are milliseconds since the epoch. */
import type { CrmInteraction, ManagementField } from './form-types';

export type Role = 'admin' | 'supervisor' | 'agent';

export interface User {
  readonly id: number;
  readonly username: string;
  firstName: string;
  lastName: string;
  email: string;
  password: string;
  isActive: boolean;
  readonly role: Role;
  /** One web session per user: a login deletes the one before (interface §1.4). */
  sessionKey: string | null;
  /** Codenames a custom role took away (interface §1.7). */
  readonly denied: Set<string>;
}

export interface Agent {
  readonly id: number;
  readonly userId: number;
  readonly extension: number;
  readonly group: string;
  /** Deactivated by a supervisor: the profile only, the user may still sign in to REST (exchange 32). */
  inactive: boolean;
  penalty: number;
}

/** Group flags of interface §1.8, under the server's own names. */
export interface GroupFlags {
  auto_attend_inbound: boolean;
  auto_attend_dialer: boolean;
  auto_unpause: number;
  obligar_calificacion: boolean;
  obligar_despausa: boolean;
  call_off_camp: boolean;
  call_another_agent: boolean;
  on_hold: boolean;
  limitar_agendas_personales: boolean;
  cantidad_agendas_personales: number;
  limitar_agendas_personales_en_dias: boolean;
  tiempo_maximo_para_agendar: number;
  acceso_agendas_agente: boolean;
  acceso_campanas_preview_agente: boolean;
  acceso_contactos_agente: boolean;
  acceso_calificaciones_agente: boolean;
  acceso_grabaciones_agente: boolean;
  acceso_dashboard_agente: boolean;
  restringir_tipo_llamadas_manuales: boolean;
  permitir_llamadas_manuales_a_manuales: boolean;
  permitir_llamadas_manuales_a_dialer: boolean;
  permitir_llamadas_manuales_a_entrante: boolean;
  permitir_llamadas_manuales_a_preview: boolean;
}
export interface Group {
  readonly name: string;
  readonly flags: GroupFlags;
  /** Pauses of the group's set with their maximum in seconds, or null for every active pause without limit. */
  pauseSet: { readonly pauseId: number; seconds: number }[] | null;
}

export interface Pause {
  readonly id: number;
  readonly name: string;
  readonly kind: 'R' | 'P';
  active: boolean;
}

export type CampaignType = 1 | 2 | 3 | 4; // manual, dialer, inbound, preview
export const CAMPAIGN_ACTIVE = 2;

export interface DispositionOption {
  readonly id: number;
  readonly name: string;
  readonly kind: 0 | 1 | 2; // no action, management form, agenda
  readonly hidden: boolean;
  readonly subdispositions: readonly string[];
  /** Fields of the management form, for options of kind 1. */
  readonly form: readonly ManagementField[];
}
export interface Campaign {
  readonly id: number;
  readonly name: string;
  readonly type: CampaignType;
  state: number;
  readonly databaseId: number;
  readonly externalSystemId: number | null;
  readonly externalId: string | null;
  /** Members of the campaign's queue, in the order of their sign-up. */
  readonly agentIds: number[];
  readonly options: DispositionOption[];
  allowsDuplicates: boolean;
  /** permitir_calificar_telefonos: every phone of a contact may be dispositioned by itself. */
  dispositionsPerPhone: boolean;
  /** The external site that the campaign's disposition pages call, if any. */
  crm: CrmInteraction | null;
  /** Surveys that customers may be transferred to; none where the add-on is missing. */
  readonly surveyIds: number[];
}
export interface ContactDatabase {
  readonly id: number;
  readonly name: string;
  /** Every column in file order; the first is the main phone. */
  readonly columns: readonly string[];
  readonly phoneColumns: readonly string[];
  readonly externalIdColumn: string | null;
}
export interface Contact {
  readonly id: number;
  readonly databaseId: number;
  phone: string;
  externalId: string | null;
  /** Values of the columns that are neither the main phone nor the external id, in column order. */
  data: (string | null)[];
  /** es_originario: part of the database as it was loaded; false for contacts made on the disposition form. */
  readonly original: boolean;
}
export interface ExternalSystem {
  readonly id: number;
  readonly name: string;
  /** The external system's agent id to ours. */
  readonly agents: ReadonlyMap<string, number>;
}
export interface QuickContact {
  readonly list: string;
  readonly name: string;
  readonly phone: string;
}

/** Redis hash OML:AGENT:<id> (interface §2.9). */
export interface Presence {
  name: string;
  sip: string;
  status: string;
  at: number;
  pauseId: string | null;
}
/** One change of presence, for tests that compare a whole shift. */
export interface PresenceEntry {
  readonly at: number;
  readonly agentId: number;
  readonly status: string;
  readonly pauseId: string | null;
  /** What caused it: the endpoint's path, or who did it ("supervisor", "pbx"). */
  readonly by: string;
}
export type ActivityEvent = 'LOGIN' | 'LOGOUT' | 'PAUSE' | 'UNPAUSE';
export interface ActivityEntry {
  readonly at: number;
  readonly agentId: number;
  readonly event: ActivityEvent;
  readonly pauseId: string | null;
}
/** A row of the call log (reportes_app LlamadaLog); the PBX side writes it. */
export interface CallLogRow {
  readonly at: number;
  readonly agentId: number;
  readonly callId: string;
  event: string;
  readonly campaignId: number | null;
  readonly phone: string;
  readonly recording: string | null;
}
export interface Session {
  readonly key: string;
  userId: number | null;
  expiresAt: number;
}
export interface Token {
  readonly key: string;
  readonly userId: number;
  createdAt: number;
}
/** Redis hash OML:CALIFICACION:LLAMADA:<agent> (interface §6.7): the state of the agent's last call. */
export interface DispositionStatus {
  callId: string;
  campaignId: string;
  phone: string;
  dispositioned: boolean;
  callData: string | null;
  managementPending: boolean;
  dispositionId: number | null;
}
/** AgendaContacto; date and time are the server zone's. */
export interface Callback {
  readonly id: number;
  agentId: number;
  contactId: number;
  campaignId: number;
  /** YYYY-MM-DD */
  date: string;
  /** HH:MM:SS */
  time: string;
  /** 1 personal, 2 global. */
  kind: 1 | 2;
  phone: string;
  observations: string;
}
