/** What the agent sees when no panel is in sight: badge and notifications, derived from the state. */
import type { PhoneContext } from './context';
import type { Tone } from './ports';
import type { CallbackEntry, PhoneState } from './state';

export const INCOMING_ID = 'incoming-call';

/** One colour says the state (design.md §6). */
export function toneOf(state: PhoneState): Tone {
  switch (state.call.phase) {
    case 'ringing':
      return 'ringing';
    case 'held':
      return 'held';
    case 'idle':
      break;
    default:
      return 'talking';
  }
  switch (state.agent.phase) {
    case 'ready':
      return 'ready';
    case 'pausing':
    case 'paused':
    case 'afterCall':
      return 'paused';
    default:
      return 'offline';
  }
}

/** A sign for those who don't see the colour. */
const BADGES: Readonly<Record<Tone, string>> = {
  ready: '',
  ringing: '!',
  talking: '●',
  held: '‖',
  paused: '‖',
  offline: '×',
};

export function createDesk(phone: PhoneContext): (state: PhoneState) => void {
  let shown = '';
  return (state) => {
    const tone = toneOf(state);
    const text = state.session.kind === 'signedOut' ? '' : BADGES[tone];
    if (shown === `${tone}${text}`) return;
    shown = `${tone}${text}`;
    quietly(phone, 'badge', phone.ports.desk.badge(text, tone));
  };
}

export function showIncoming(phone: PhoneContext): void {
  const details = phone.store.get().call.call?.details;
  if (!details) return;
  const { title, body, answer, reject } = phone.ports.texts().incoming(details);
  quietly(
    phone,
    'notify',
    phone.ports.desk.notify({ id: INCOMING_ID, kind: 'incoming', title, body, buttons: [answer, reject] }),
  );
}

export function hideIncoming(phone: PhoneContext): void {
  quietly(phone, 'notify.clear', phone.ports.desk.clearNotification(INCOMING_ID));
}

/** Messages of a supervisor stay on the screen of an agent who looks at the CRM. */
export function showMessage(phone: PhoneContext, supervisor: string, text: string): void {
  const words = phone.ports.texts().supervisorMessage(supervisor, text);
  quietly(
    phone,
    'notify',
    phone.ports.desk.notify({ id: `message:${phone.ports.newId()}`, kind: 'message', ...words, buttons: [] }),
  );
}

export const callbackId = ({ id }: Pick<CallbackEntry, 'id'>): string => `callback:${id}`;

/** At its time, whatever the agent looks at. */
export function showCallback(phone: PhoneContext, entry: CallbackEntry): void {
  const { title, body, call } = phone.ports.texts().callbackDue(entry);
  const id = callbackId(entry);
  quietly(phone, 'notify', phone.ports.desk.notify({ id, kind: 'callback', title, body, buttons: [call] }));
}

export function hideCallback(phone: PhoneContext, id: string): void {
  quietly(phone, 'notify.clear', phone.ports.desk.clearNotification(callbackId({ id })));
}

/** The desk is a comfort: the call goes on without it. */
function quietly(phone: PhoneContext, what: string, promise: Promise<unknown>): void {
  promise.catch((thrown: unknown) =>
    phone.ports.log.warn('desk', `${what} failed`, { error: String(thrown) }),
  );
}
