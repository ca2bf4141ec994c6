/** A phone with nothing real around it: time moves by hand, the PBX and the server do what a test says. */
import type { CallDetails } from '@/lib/call';
import { createLog, PhoneError, type CallRecord } from '@/lib/diagnostics';
import type {
  CampaignCall,
  ConsoleConfig,
  IdentifiedContact,
  OmnileadsClient,
  PreviewContact,
  SessionEvent,
  SignedIn,
  NotificationListener,
} from '@/lib/omnileads';
import type {
  AudioPort,
  Clock,
  DeskPort,
  DraftsOutlet,
  DraftsPort,
  MicrophoneState,
  PhonePorts,
} from '@/lib/phone/ports';
import { createPhone, type Phone } from '@/lib/phone/runtime';
import type { PhoneState } from '@/lib/phone';
import type { KeptCall } from '@/lib/phone/takeover';
import { DEFAULT_SETTINGS, type Settings } from '@/lib/settings/types';
import type {
  LostCall,
  Registration,
  SessionEvents,
  SessionPort,
  SipAccount,
  SipEvents,
  SipPhone,
} from '@/lib/sip/ports';

export const START = Date.UTC(2026, 10, 23, 12, 0, 0);

export class FakeClock implements Clock {
  private time = START;
  private next = 1;
  private waiting = new Map<number, { at: number; run: () => void }>();
  now = (): number => this.time;
  random = (): number => 0.5;
  after = (ms: number, run: () => void): (() => void) => {
    const id = this.next++;
    this.waiting.set(id, { at: this.time + ms, run });
    return () => void this.waiting.delete(id);
  };
  /** Lets promises settle, then runs what is due, in order, until `ms` have passed. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const due = [...this.waiting].filter(([, t]) => t.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.waiting.delete(due[0]);
      this.time = Math.max(this.time, due[1].at);
      due[1].run();
      await settle();
    }
    this.time = end;
  }
}

/** Enough turns of the microtask queue for any chain of promises in the phone. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
}

export const details = (change: Partial<CallDetails> = {}): CallDetails => ({
  origin: 'withoutCampaign',
  transfer: 'none',
  callId: '1700000000.1',
  campaignId: '0',
  campaignType: '0',
  campaignName: null,
  phone: '3515550001',
  contactId: '',
  callType: null,
  recordingFile: null,
  fromAgent: null,
  surveyId: null,
  forceDisposition: null,
  autoUnpauseS: null,
  autoAttend: null,
  did: null,
  inboundRoute: null,
  videoRoom: null,
  crmContactData: null,
  callData: {},
  remoteNumber: '',
  ...change,
});

export const inCampaign = (change: Partial<CallDetails> = {}): CallDetails =>
  details({ origin: 'click2call', campaignId: '1', campaignType: '1', campaignName: 'manual_01', ...change });

/** One SIP session as the PBX's end sees it. */
export class FakeSession implements SessionPort {
  events!: SessionEvents;
  readonly done: string[] = [];
  failing: Partial<Record<'answer' | 'hold' | 'resume' | 'tones' | 'end', PhoneError>> = {};
  constructor(
    readonly id: string,
    readonly details: CallDetails,
  ) {}
  private step(what: keyof FakeSession['failing'], text: string): Promise<void> {
    const error = this.failing[what];
    if (error) return Promise.reject(error);
    this.done.push(text);
    return Promise.resolve();
  }
  async answer(): Promise<void> {
    await this.step('answer', 'answer');
    this.events.onEstablished();
  }
  async end(): Promise<void> {
    await this.step('end', 'end');
    this.events.onEnded({ by: 'local' });
  }
  hold = (on: boolean): Promise<void> => this.step(on ? 'hold' : 'resume', on ? 'hold' : 'resume');
  mute(on: boolean): void {
    this.done.push(on ? 'mute' : 'unmute');
  }
  tones: SessionPort['tones'] = (digits) => this.step('tones', `tones ${digits}`);
  replaceMicrophone = (): Promise<void> => Promise.resolve();
  restartIce = (): Promise<void> => Promise.resolve();
  stats = (): Promise<RTCStatsReport | null> => Promise.resolve(null);
  setup = () => ({ ringingMs: 4, answerMs: 30 });
  disconnected = (): Promise<number | null> => Promise.resolve(8);
  dialog = () => ({ callId: `dialog-${this.id}`, localTag: 'l', remoteTag: 'r', remoteTarget: 'sip:pbx' });
}

export class FakeSip implements SipPhone {
  events!: SipEvents;
  readonly accounts: SipAccount[] = [];
  readonly done: string[] = [];
  private last: Registration = { phase: 'off', since: START };
  private count = 0;
  /** What the registrar answers to the first REGISTER. */
  answers: Registration['phase'] = 'registered';
  async start(account: SipAccount): Promise<void> {
    this.accounts.push(account);
    this.done.push('start');
    this.says({ phase: this.answers, since: START });
  }
  async updateAccount(account: SipAccount): Promise<void> {
    this.accounts.push(account);
    this.done.push('update');
  }
  retryNow(): void {
    this.done.push('retry');
  }
  async stop(): Promise<void> {
    this.done.push('stop');
    this.says({ phase: 'off', since: START });
  }
  registration = (): Registration => this.last;
  /** What the PBX says to a takeover: nothing = here is the call. */
  takeOverFails: PhoneError | null = null;
  taken: FakeSession | null = null;
  /** What the session that took over can't do. */
  takenFails: FakeSession['failing'] = {};
  async takeOver(lost: LostCall, attach: (session: SessionPort) => SessionEvents): Promise<void> {
    this.done.push(`takeOver ${lost.dialog.callId}`);
    const session = new FakeSession(`s${++this.count}`, lost.details);
    session.failing = this.takenFails;
    session.events = attach(session);
    if (this.takeOverFails) {
      session.events.onEnded({ by: 'failed', code: 481 });
      throw this.takeOverFails;
    }
    this.taken = session;
    session.events.onEstablished();
  }
  says(registration: Registration): void {
    this.last = registration;
    this.events.onRegistration(registration);
  }
  invite(given: CallDetails): FakeSession {
    const session = new FakeSession(`s${++this.count}`, given);
    session.events = this.events.onInvite(session);
    return session;
  }
}

export const CONSOLE: ConsoleConfig = {
  agentId: '1',
  userName: 'ag1',
  sipUser: '1:1003',
  sipPassword: 'x',
  sipDomain: 'pbx.example',
  wsHost: 'oml.example',
  externalPort: '443',
  maxSessionAgeS: 3600,
  flags: {
    autoAttendInbound: false,
    autoAttendDialer: false,
    autoUnpauseS: 0,
    callOutsideCampaigns: true,
    callAnotherAgent: true,
    hold: true,
    forceDisposition: false,
  },
  pauses: [{ id: '1', name: 'break', maxS: 0 }],
  campaigns: [
    { id: '1', name: 'manual_01', type: '1' },
    { id: '4', name: 'preview_01', type: '4' },
  ],
  agents: [{ id: '2', name: 'Beto' }],
  quickContacts: [],
  quickTransfers: [],
  callbackTimes: ['2026-11-23T11:59:00-03:00'],
  videoDomain: '',
  pbxName: 'PBX',
};

export const CREDENTIALS_LIFE_MS = 8 * 3600_000;
export const signedIn = (change: Partial<SignedIn> = {}): SignedIn => ({
  server: 'https://oml.example',
  agentId: '1',
  user: 'ag1',
  displayName: 'Ana',
  extension: '1003',
  console: CONSOLE,
  credentials: {
    user: '1:1003',
    password: 'x',
    extension: '1003',
    expiresAt: START + CREDENTIALS_LIFE_MS,
    renewAt: START + CREDENTIALS_LIFE_MS * 0.75,
  },
  refererForm: 'withoutPort',
  hasToken: true,
  ...change,
});

/** Every request is written down; `fail` makes the named one reject from then on. */
export class FakeServer {
  readonly asked: string[] = [];
  readonly made: CampaignCall[] = [];
  readonly failing = new Map<string, PhoneError>();
  session: SignedIn | PhoneError = signedIn();
  inJar: SignedIn | null = null;
  /** There is one, of whatever worth: sessions die on the server. */
  cookie = true;
  who: Awaited<ReturnType<OmnileadsClient['session']['check']>> = { kind: 'agent', extension: '1003' };
  compulsory: Awaited<ReturnType<OmnileadsClient['directory']['compulsoryStatus']>> = { kind: 'clear' };
  /** Whom the contact search finds. */
  known: readonly IdentifiedContact[] = [];
  /** What a preview campaign hands out. */
  given: PreviewContact | null = {
    contactId: '53',
    campaignId: '4',
    phone: '3515580001',
    columns: { nombre: 'Ana', vacio: '' },
    state: 'delivered',
  };
  agents = [{ id: '2', name: 'Beto', status: 'READY', ready: true }];
  listener: NotificationListener | null = null;
  tell: (event: SessionEvent) => void = () => undefined;
  /** Requests whose answer waits until the test settles it. */
  readonly slow = new Map<string, Promise<void>>();
  private async ask<T>(what: string, value: T): Promise<T> {
    this.asked.push(what);
    const name = what.split(' ')[0] ?? what;
    const wait = this.slow.get(name);
    this.slow.delete(name);
    await wait;
    const error = this.failing.get(name);
    if (error) throw error;
    return value;
  }
  fail(what: string, code: PhoneError['code']): void {
    this.failing.set(what, new PhoneError(code));
  }
  mend(what: string): void {
    this.failing.delete(what);
  }
  client(): OmnileadsClient {
    const ask = this.ask.bind(this);
    const unused = (): never => {
      throw new Error('not part of this test');
    };
    return {
      session: {
        signIn: ({ user }) => {
          this.asked.push(`signIn ${user}`);
          return this.session instanceof PhoneError
            ? Promise.reject(this.session)
            : Promise.resolve(this.session);
        },
        resume: () => ask('resume', this.inJar),
        hasCookie: async () => this.cookie,
        check: () => ask('check', this.who),
        reach: () => ask('reach', undefined),
        touch: () => ask('touch', undefined),
        signOut: () => ask('signOut', undefined),
        expired: false,
      },
      presence: {
        pbxLogin: () => ask('pbxLogin', undefined),
        pbxLogout: () => ask('pbxLogout', undefined),
        setPause: (id) => ask(`setPause ${id}`, undefined),
        leavePause: (id) => ask(`leavePause ${id}`, undefined),
        ringing: (on) => ask(`ringing ${on}`, undefined),
        rejectCall: () => ask('rejectCall', 'recorded' as const),
        disabled: () => ask('disabled', undefined),
      },
      calls: {
        callOutside: (number) => ask(`callOutside ${number}`, undefined),
        callAgent: (id) => ask(`callAgent ${id}`, undefined),
        makeCall: (call) => {
          this.made.push(call);
          return ask(`makeCall ${call.campaignId} ${call.phone}`, undefined);
        },
        callContact: () => ask('callContact', undefined),
        hangUp: () => ask('hangupCall', undefined),
        holdEvent: (id) => ask(`holdEvent ${id}`, 'sent' as const),
        conferenceHold: (_id, target, on) => ask(`conferenceHold ${target} ${on}`, undefined),
        surveyTransfer: () => ask('surveyTransfer', undefined),
        notifyConsultationEnd: (id) => ask(`consultationEnd ${id}`, undefined),
      },
      transfers: {
        offered: () => ask('transfersOffered', false),
        blind: (_id, { to }) => ask(`blind ${to}`, undefined),
        consult: (_id, { to }) => ask(`consult ${to}`, undefined),
        cancelConsultation: () => ask('cancelConsultation', undefined),
        completeConsultation: () => ask('completeConsultation', undefined),
        threeWay: () => ask('threeWay', undefined),
      },
      directory: {
        transferAgents: () => ask('transferAgents', this.agents),
        ownStatus: () => ask('ownStatus', 'READY'),
        ownCampaigns: () => ask('ownCampaigns', [{ id: '4', name: 'preview_01', type: '4' }]),
        inboundCampaigns: () => ask('inboundCampaigns', [{ id: '3', name: 'entrante_01' }]),
        activeAgents: () => ask('activeAgents', []),
        compulsoryStatus: () => ask('compulsoryStatus', this.compulsory),
      },
      notes: { noteRecording: unused, readNote: unused },
      contacts: {
        databaseMetadata: () =>
          ask('databaseMetadata', {
            mainPhone: 'telefono',
            externalId: null,
            fields: ['telefono', 'nombre'],
          }),
        list: () =>
          ask('contacts', {
            total: 1,
            matching: 1,
            rows: [{ id: '7', phone: '3515550007', values: ['Rosa'] }],
          }),
        create: () => ask('newContact', { ok: true as const, id: '77' }),
        identify: (campaignId, digits) => ask(`identify ${campaignId} ${digits}`, this.known),
      },
      preview: {
        next: (campaignId) => ask(`previewNext ${campaignId}`, this.given),
        validate: unused,
        release: () => ask('previewRelease', true),
      },
      callbacks: new Proxy({} as OmnileadsClient['callbacks'], { get: unused }),
      dispositions: new Proxy({} as OmnileadsClient['dispositions'], { get: unused }),
      notifications: {
        start: (listener) => {
          this.asked.push('socket start');
          this.listener = listener;
        },
        takeOver: () => void this.asked.push('socket takeOver'),
        refresh: () => void this.asked.push('socket refresh'),
        stop: () => void this.asked.push('socket stop'),
        phase: () => 'open',
      },
      web: { get: unused, write: unused },
      sipCredentials: () =>
        ask('sipCredentials', {
          ...signedIn().credentials,
          user: '2:1003',
          renewAt: START + 1e12,
          expiresAt: START + 2e12,
        }),
    };
  }
}

export class FakeAudio implements AudioPort {
  microphoneIs: MicrophoneState = 'granted';
  readonly done: string[] = [];
  microphone = (): Promise<MediaStream> => Promise.reject(new Error('no media in unit tests'));
  play = (): void => undefined;
  ring = (on: boolean): void => void this.done.push(on ? 'ring' : 'quiet');
  earTone = (): void => void this.done.push('earTone');
  permission = (): Promise<MicrophoneState> => Promise.resolve(this.microphoneIs);
  prepareMicrophone = (): Promise<void> => Promise.resolve();
  devices = () => Promise.resolve({ inputs: [], outputs: [] });
  choose = (): Promise<void> => Promise.resolve();
}

export interface World {
  readonly phone: Phone;
  readonly sip: FakeSip;
  readonly server: FakeServer;
  readonly audio: FakeAudio;
  readonly clock: FakeClock;
  readonly desk: string[];
  readonly settings: () => Settings;
  /** The next so many readings of the settings fail. */
  readonly storage: { fails: number };
  readonly born: string[];
  /** The calls that drafts were born of. */
  readonly drafted: CallDetails[];
  /** How calls went, as the drafts were told. */
  readonly records: CallRecord[];
  /** The call as written down for the next phone document. */
  readonly kept: { call: KeptCall | null };
  /** What drafts would tell the phone. */
  readonly outlet: () => DraftsOutlet;
  readonly published: PhoneState[];
  readonly state: () => PhoneState;
  readonly codes: () => string[];
  /** Signed in, registered, in the queues. */
  ready(): Promise<void>;
}

/** `real`: a client of a server that is there, in place of the fake one. `found`: the call of a phone document that died. */
export function createWorld(
  stored: Partial<Settings> = {},
  real?: (onSession: (event: SessionEvent) => void) => OmnileadsClient,
  found: KeptCall | null = null,
): World {
  const clock = new FakeClock();
  const sip = new FakeSip();
  const server = new FakeServer();
  const audio = new FakeAudio();
  const desk: string[] = [];
  const born: string[] = [];
  const drafted: CallDetails[] = [];
  const records: CallRecord[] = [];
  const kept: World['kept'] = { call: found };
  const published: PhoneState[] = [];
  let settings: Settings = { ...DEFAULT_SETTINGS, instanceId: 'i1', ...stored };
  const storage: World['storage'] = { fails: 0 };
  const deskPort: DeskPort = {
    settings: () =>
      storage.fails-- > 0 ? Promise.reject(new PhoneError('unexpected')) : Promise.resolve(settings),
    saveSettings: (patch) => Promise.resolve((settings = { ...settings, ...patch })),
    badge: async (text, tone) => void desk.push(`badge ${tone} ${text}`.trim()),
    notify: async ({ id, body }) => void desk.push(`notify ${id} ${body}`),
    clearNotification: async (id) => void desk.push(`clear ${id}`),
    openCrm: async ({ action }) => void desk.push(`crm ${action.url}`),
    reloadForUpdate: async () => void desk.push('reload'),
  };
  let outlet: DraftsOutlet | undefined;
  const drafts: DraftsPort = {
    open: async ({ agentId }) => void born.push(`open ${agentId}`),
    close: () => void born.push('close'),
    born: async (given, _contactId, _at, external) => {
      const ids = external ? ` ${external.systemId}/${external.campaignId}/${external.contactId}` : '';
      born.push(`born ${given.callId}${ids}`);
      drafted.push(given);
      return 'd1';
    },
    contactSaved: async (callId, contactId) => void born.push(`contact ${callId} ${contactId}`),
    note: async (callId, text, call) => (
      born.push(`note ${callId} ${text} of ${call?.callId ?? '-'}`),
      { ok: true }
    ),
    handle: () => Promise.resolve({ ok: true }),
    connect: (to) => void (outlet = to),
    wake: () => void born.push('wake'),
    measured: async (record) => void records.push(record),
    callOver: () => void born.push('over'),
    gated: async (status) => void born.push(`gated ${status.kind}`),
    refreshCallbacks: async () => void born.push('callbacks'),
  };
  let ids = 0;
  const ports: PhonePorts = {
    createSip: ({ events }) => ((sip.events = events), sip),
    createClient: (onSession) => ((server.tell = onSession), real?.(onSession) ?? server.client()),
    audio,
    desk: deskPort,
    texts: () => ({
      incoming: ({ phone }) => ({ title: 'Incoming', body: phone, answer: 'Answer', reject: 'Reject' }),
      supervisorMessage: (supervisor, text) => ({ title: supervisor, body: text }),
      callbackDue: ({ phone, reason }) => ({ title: 'Callback', body: `${phone} ${reason}`, call: 'Call' }),
    }),
    drafts,
    keeper: {
      read: () => Promise.resolve(kept.call),
      keep: (call) => void (kept.call = call),
      forget: () => void (kept.call = null),
    },
    clock,
    log: createLog(clock.now),
    about: { extension: '0.1.0', browser: 'Chrome/148', language: 'en' },
    newId: () => `id${++ids}`,
  };
  const phone = createPhone(ports, (state) => published.push(state));
  return {
    phone,
    sip,
    server,
    audio,
    clock,
    desk,
    settings: () => settings,
    storage,
    born,
    drafted,
    records,
    kept,
    outlet: () => outlet as DraftsOutlet,
    published,
    state: phone.state,
    codes: () => phone.state().notices.map(({ code }) => code),
    async ready() {
      await phone.start();
      await phone.handle({ type: 'signIn', server: 'oml.example', user: 'ag1', password: 'p' }, 'options');
      await clock.pass(20);
    },
  };
}
