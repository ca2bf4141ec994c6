/** Everything the phone needs of its surroundings. entrypoints/phone gives the real ones, tests give fakes. */
import type { CallDetails, ExternalIds } from '@/lib/call';
import type { CallRecord, Log } from '@/lib/diagnostics';
import type { CompulsoryStatus, OmnileadsClient, SessionEvent } from '@/lib/omnileads';
import type { CrmInteraction } from '@/lib/omnileads/forms';
import type { GroupFlags } from '@/lib/omnileads/types';
import type { DeviceSettings, Settings } from '@/lib/settings/types';
import type { CreateSipPhone, MediaPort } from '@/lib/sip/ports';
import type { CommandResult, DraftCommand } from './command';
import type { KeptCall } from './takeover/kept';
import type { CallbackEntry, DevicesView, DraftsView } from './state';

export type Cancel = () => void;
export interface Clock {
  now(): number; // ms epoch
  /** Runs once after `ms`; never in the same task. */
  after(ms: number, run: () => void): Cancel;
  random(): number; // 0..1
}

export type MicrophoneState = Exclude<DevicesView['microphone'], 'unknown'>;
export interface AudioPort extends MediaPort {
  /** The ring tone, in the ring device. */
  ring(on: boolean): void;
  /** The short tone in the agent's ear before an automatic answer. */
  earTone(): void;
  /** What the browser would say if we opened the microphone now; asks nobody. */
  permission(): Promise<MicrophoneState>;
  devices(): Promise<Pick<DevicesView, 'inputs' | 'outputs'>>;
  /** Opens the microphone ahead of a call that is sure to come, so that the INVITE needn't wait for it. */
  prepareMicrophone(): Promise<void>;
  /** Takes effect during a call as well. */
  choose(devices: DeviceSettings): Promise<void>;
}

/** Keeps the one call that is on where it outlives this document. */
export interface CallKeeper {
  read(): Promise<KeptCall | null>;
  keep(call: KeptCall): void;
  forget(): void;
}

export type Tone = 'ready' | 'ringing' | 'talking' | 'held' | 'paused' | 'offline';
/** What only the worker may do. */
export interface DeskPort {
  settings(): Promise<Settings>;
  saveSettings(patch: Partial<Settings>): Promise<Settings>;
  badge(text: string, tone: Tone): Promise<void>;
  notify(notification: DeskNotification): Promise<void>;
  clearNotification(id: string): Promise<void>;
  reloadForUpdate(): Promise<void>;
  /** The customer's page in the CRM: a tab, or a request to the CRM. */
  openCrm(interaction: CrmInteraction): Promise<void>;
}
export interface DeskNotification {
  readonly id: string;
  readonly kind: 'incoming' | 'callback' | 'message';
  readonly title: string;
  readonly body: string;
  readonly buttons: readonly string[];
}

/** Words for what is shown outside our own views. */
export interface DeskTexts {
  incoming(details: CallDetails): { title: string; body: string; answer: string; reject: string };
  supervisorMessage(supervisor: string, text: string): { title: string; body: string };
  callbackDue(entry: CallbackEntry): { title: string; body: string; call: string };
}

/** What of the OMniLeads client drafts need. */
export type DraftsClient = Pick<
  OmnileadsClient,
  'web' | 'notes' | 'callbacks' | 'contacts' | 'dispositions' | 'directory' | 'session'
>;
/** Who signed in, and by what their drafts reach the server. */
export interface DraftsSession {
  readonly server: string; // origin
  readonly agentId: string;
  readonly extension: string;
  readonly flags: Pick<GroupFlags, 'forceDisposition'>;
  /** Server's zone in minutes east of UTC, null = the console page didn't tell. */
  readonly zoneMin: number | null;
  readonly client: DraftsClient;
}
/** What drafts tell the phone. */
export interface DraftsOutlet {
  view(view: DraftsView): void;
  /** All of the agent's personal ones, soonest first. */
  callbacks(list: readonly CallbackEntry[]): void;
  /** Its time has come; told once. */
  callbackDue(entry: CallbackEntry): void;
  zone(zoneMin: number): void;
  /** Whether a compulsory disposition is owed, as the server sees it. */
  compulsory(owed: boolean): void;
  /** The customer's page in the CRM is to be opened (interface §11.4). */
  openCrm(interaction: CrmInteraction): void;
}
export interface DraftsPort {
  connect(outlet: DraftsOutlet): void;
  /** From here on the outlet is told of this agent's drafts, and of nobody else's. Again = the session was renewed. */
  open(session: DraftsSession): Promise<void>;
  close(): void;
  /** Network or session are back: what waits is tried now. */
  wake(): void;
  /** A campaign call was established: its draft is born. Resolves with the draft's id, null for calls without one. */
  born(details: CallDetails, contactId: string, at: number, external?: ExternalIds): Promise<string | null>;
  /** How a call went; kept with its draft, if it has one. */
  measured(record: CallRecord): Promise<void>;
  /** A campaign call is over: what does the server want now? */
  callOver(): void;
  /** A call was refused for want of this disposition: its draft becomes the current one. */
  gated(status: CompulsoryStatus): Promise<void>;
  refreshCallbacks(): Promise<void>;
  /** The contact was saved during the call (interface §9.1). */
  contactSaved(callId: string, contactId: string): Promise<void>;
  /** The agent's note for the call's recording, kept until the server has it. `details` for calls that have no draft yet. */
  note(callId: string, text: string, details: CallDetails | null): Promise<CommandResult>;
  handle(command: DraftCommand): Promise<CommandResult>;
}

export interface PhonePorts {
  readonly createSip: CreateSipPhone;
  readonly createClient: (onSession: (event: SessionEvent) => void) => OmnileadsClient;
  readonly audio: AudioPort;
  readonly desk: DeskPort;
  readonly texts: () => DeskTexts;
  readonly drafts: DraftsPort;
  readonly keeper: CallKeeper;
  readonly clock: Clock;
  readonly log: Log;
  /** Whose diagnostics these are. */
  readonly about: { readonly extension: string; readonly browser: string; readonly language: string };
  readonly newId: () => string;
}
