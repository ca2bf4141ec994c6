/**
 * The phone: composes SIP, audio, OMniLeads, drafts and the two tables; the single writer of PhoneState.
 * Imported by entrypoints/phone only.
 */
import { isQueueCall, type CallState } from '@/lib/call';
import { asPhoneError } from '@/lib/diagnostics';
import { DEFAULT_SETTINGS, type Settings } from '@/lib/settings/types';
import { createCallControl } from '../call-control';
import type { CommandResult, CommandSource, PhoneCommand } from '../command';
import { createCommands } from '../commands';
import { createEra, createTimers, type PhoneContext } from '../context';
import { createDesk, hideIncoming, INCOMING_ID } from '../desk';
import { createAgentEffects } from '../effects/agent';
import { runCallEffect } from '../effects/call';
import { createHealth, type Health } from '../health';
import { initialState, NO_HEALTH, siteCampaignsOf } from '../initial';
import { LASTING_MS, withNotice, withoutCause, withoutCode } from '../notices';
import type { PhonePorts } from '../ports';
import { recentOf, withRecent } from '../recents';
import { createSessionFlow, type SessionFlow } from '../session/flow';
import { createRegistrar } from '../session/registration';
import { popScreen } from '../screen-pop';
import { createSipEvents } from '../sip-events';
import type { PhoneState } from '../state';
import { createStore } from '../store';
import { createTakeover, type Takeover } from '../takeover';
import { createDeviceEvents, type DeviceEvents } from './devices';
import { createDispatch } from './dispatch';
import { callOfNotification, createDraftsOutlet } from './outlet';
import { createSettingsReader } from './settings';
import { createShortcuts, type Shortcut } from './shortcuts';
import { createUpdates } from './updates';

export interface Phone {
  readonly state: () => PhoneState;
  handle(command: PhoneCommand, source: CommandSource): Promise<CommandResult>;
  /** Reads the settings and goes on with the browser's session, if there is one. Call once. */
  start(): Promise<void>;
  settingsChanged(settings: Settings): void;
  cookieChanged(): void;
  notification(id: string, button: number | null): void;
  /** true = the phone can't act on it: show the panel instead. */
  shortcut(name: Shortcut): boolean;
  updateAvailable(): void;
  /** No window is left: out of the queues in order, while the browser still lets us. */
  windowsClosed(): void;
  readonly devices: DeviceEvents;
}

/** Commands that are done only when the server answered. */
const ASKS_SERVER = new Set<PhoneCommand['type']>(['call', 'callAgent', 'redial', 'refreshAgents']);

/** @param publish called with the whole state, coalesced; first when `start` has read the settings */
export function createPhone(ports: PhonePorts, publish: (state: PhoneState) => void): Phone {
  const { clock, log, newId } = ports;
  const now = (): number => clock.now();
  let ready = false;
  let desk: (state: PhoneState) => void = () => undefined;
  let updates: { look(state: PhoneState): void; available(): void } | undefined;
  const store = createStore(initialState(newId(), now()), clock, (state) => {
    if (!ready) return;
    publish(state);
    desk(state);
    updates?.look(state);
  });

  let flow: SessionFlow | undefined;
  let health: Health | undefined;
  let takeover: Takeover | undefined;
  let phone: PhoneContext;
  const client = ports.createClient((event) => flow?.heard(event));
  const dispatch = createDispatch({
    store,
    log,
    callEffect: (effect) => runCallEffect(phone, effect),
    agentEffect: (effect) => agentEffects.run(effect),
    callChanged(before, after) {
      callChanged(phone, before, after);
      takeover?.changed(after);
    },
  });
  phone = {
    ports,
    store,
    client,
    sip: ports.createSip({
      media: ports.audio,
      events: createSipEvents(
        () => phone,
        (registration) => {
          registrar.heard(registration);
          takeover?.heard(registration);
        },
      ),
      now,
      log,
    }),
    control: createCallControl(clock, client.transfers, log),
    sessions: new Map(),
    era: createEra(),
    timers: createTimers((ms, run) => clock.after(ms, run)),
    settings: DEFAULT_SETTINGS,
    settingsKnown: false,
    hadMicrophone: false,
    placing: false,
    lastCallAt: Number.NEGATIVE_INFINITY,
    call: dispatch.call,
    agent: dispatch.agent,
    presence: {
      asked: () => agentEffects.asked(),
      answer: () => agentEffects.answer(),
      ringing: (on) => agentEffects.ringing(on),
    },
    get health() {
      return (health ??= createHealth(phone));
    },
    hadEffects: dispatch.hadEffects,
    notice(code, params = {}, about) {
      store.set({ notices: withNotice(store.get().notices, code, params, now(), newId(), about) });
      const ms = LASTING_MS[code];
      if (ms === undefined) return;
      phone.timers.set(`notice:${code}`, ms, () =>
        store.set({ notices: withoutCode(store.get().notices, code) }),
      );
    },
    clear: (cause) => store.set({ notices: withoutCause(store.get().notices, cause) }),
    failed(thrown, where, about) {
      const error = asPhoneError(thrown);
      log.warn('phone', where, { code: error.code, detail: error.detail ?? '' });
      phone.notice(error.code, error.params, about);
    },
    now,
  };
  const agentEffects = createAgentEffects(phone, () => registrar);
  const registrar = createRegistrar(phone);
  takeover = createTakeover(phone);
  const session = createSessionFlow(phone, registrar, agentEffects.settled);
  flow = session;
  const run = createCommands(phone, session, registrar);
  const handle = async (command: PhoneCommand, source: CommandSource): Promise<CommandResult> => {
    const result = await run(command, source);
    // What the server could not be asked for, it could now.
    if (result.ok && ASKS_SERVER.has(command.type)) phone.clear('server');
    store.flush();
    return result;
  };
  const shortcut = createShortcuts(phone, handle);
  desk = createDesk(phone);
  updates = createUpdates(phone);
  ports.drafts.connect(createDraftsOutlet(phone));

  const settings = createSettingsReader(phone, (late) => {
    settingsChanged(late);
    if (store.get().session.kind === 'signedOut') void goOn();
  });
  /** With the browser's session, if it is an agent's. */
  const goOn = async (): Promise<void> => {
    if (!(await session.resume())) takeover?.signInNeeded();
  };
  const settingsChanged = (next: Settings): void => {
    const { devices: before } = phone.settings;
    phone.settings = next;
    settings.known();
    registrar.settingsChanged();
    if (JSON.stringify(before) !== JSON.stringify(next.devices))
      ports.audio.choose(next.devices).catch((thrown: unknown) => phone.failed(thrown, 'devices'));
    const { session: view, devices } = store.get();
    store.set({
      language: next.language,
      devices: { ...devices, chosen: next.devices },
      siteCampaigns: siteCampaignsOf(next),
    });
    if (view.kind === 'signedOut')
      store.set({ session: { ...view, server: next.server, lastUser: next.lastUser } });
  };

  return {
    state: store.get,
    handle,
    async start() {
      await settings.read();
      const { server, lastUser, devices, language } = phone.settings;
      store.set({
        session: { kind: 'signedOut', server, lastUser },
        devices: { ...store.get().devices, chosen: devices },
        language,
        siteCampaigns: siteCampaignsOf(phone.settings),
      });
      await takeover?.begin(); // before anything is shown: a panel must not see an idle phone while a customer waits
      ready = true;
      publish(store.get());
      await ports.audio.choose(devices).catch((thrown: unknown) => phone.failed(thrown, 'devices'));
      await goOn();
    },
    settingsChanged,
    cookieChanged: () => void session.cookieChanged(),
    notification(id, button) {
      if (button === null) return;
      if (id === INCOMING_ID) void handle({ type: button === 0 ? 'answer' : 'reject' }, 'worker');
      const callback = callOfNotification(phone, id);
      if (callback) void handle(callback, 'worker');
    },
    shortcut,
    updateAvailable: () => updates?.available(),
    windowsClosed() {
      // A browser that lives on without windows (macOS) goes on talking; nobody could answer the next call.
      if (store.get().call.phase === 'idle') void handle({ type: 'signOut' }, 'worker');
    },
    devices: createDeviceEvents(phone, () => registrar.proceed()),
  };
}

/** What a change of the call means for the rest of the phone. */
function callChanged(phone: PhoneContext, before: CallState, after: CallState): void {
  if (after.call && (before.phase === 'held') !== (after.phase === 'held'))
    phone.health.held(after.call.sessionId, after.phase === 'held');
  if (after.phase === 'ringing' && before.phase !== 'ringing' && after.call?.details) {
    phone.agent({ type: 'ringing', queueCall: isQueueCall(after.call.details), at: phone.now() });
  }
  if (before.phase === 'ringing' && after.phase !== 'ringing') hideIncoming(phone);
  if (after.call && after.call.sessionId !== before.call?.sessionId) popScreen(phone, after.call);
  if (before.phase === 'idle' && after.phase !== 'idle') {
    phone.clear('call');
    phone.store.set({ selfTestDue: false });
  }
  if (after.phase !== 'requested') phone.timers.cancel('request');
  if (after.phase !== 'idle' || before.phase === 'idle') return;
  const line = recentOf(before, after, phone.ports.newId());
  if (line) phone.store.set({ recents: withRecent(phone.store.get().recents, line) });
  phone.store.set({ health: NO_HEALTH });
  phone.clear('quality');
  phone.clear('oneWay');
}
