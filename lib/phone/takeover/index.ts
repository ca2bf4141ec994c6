/**
 * The phone document dies, the call doesn't: each document writes down what its successor needs, and a new one takes over
 * what it finds, as soon as it is registered (RFC 3891). Where the PBX refuses, the agent is told at once.
 */
import { belongsToCampaign, isRingingOut, deadAfterTakeover, type CallState } from '@/lib/call';
import { asPhoneError } from '@/lib/diagnostics';
import type { Registration, SessionEvents, SessionPort } from '@/lib/sip/ports';
import type { PhoneContext } from '../context';
import { listeners } from '../sip-events';
import { keptOf, phaseAfter, type CallOwner, type KeptCall } from './kept';

export { createCallKeeper } from './store';
export type { KeptCall } from './kept';

/** Shown no longer than this without having been taken over: who can't be reached for so long has hung up. */
const SHOWN_MS = 30_000;
/** The PBX tells who is connected with whom by a re-INVITE of its own at first: ours would cross it (measured: the call ended). */
const HOLD_AGAIN_AFTER_MS = 600;

export interface Takeover {
  /** Shows the call of the document that died, if there is one and its agent may still be signed in. */
  begin(): Promise<void>;
  /** The browser's session didn't go on: without the agent's password nothing can be taken over. */
  signInNeeded(): void;
  heard(registration: Registration): void;
  changed(state: CallState): void;
}

export function createTakeover(phone: PhoneContext): Takeover {
  const { keeper, clock } = phone.ports;
  let lost: KeptCall | null = null;
  let written = false;
  let busy = false;
  /** The agent hung up before it was taken over: the PBX still has to hear of it. */
  let abandoned = false;

  const owner = (): CallOwner | null => {
    const { session } = phone.store.get();
    return session.kind === 'signedIn' || session.kind === 'expired' ? session : null;
  };
  const recovering = (on: boolean): void =>
    phone.store.set({ health: { ...phone.store.get().health, recovering: on } });

  function forgetRow(): void {
    if (written) keeper.forget();
    written = false;
  }
  function forget(): void {
    lost = null;
    forgetRow();
  }
  function keep(state: CallState): void {
    const session = phone.sessions.get(state.call?.sessionId ?? '');
    const kept = keptOf(state, session?.dialog() ?? null, owner());
    if (!kept) return;
    written = true;
    keeper.keep(kept);
  }
  /** It is shown, and no session has it yet. */
  const shown = (): boolean => phone.store.get().call.call?.sessionId === '';
  function show(kept: KeptCall): void {
    phone.call({ type: 'restored', call: kept.call, phase: phaseAfter(kept) });
    recovering(true);
  }
  function giveUpInTime(kept: KeptCall): void {
    clock.after(SHOWN_MS, () => {
      if (lost !== kept) return;
      forgetRow(); // the next to start this browser may be somebody else
      if (shown()) gone(kept);
    });
  }
  /** Without a session in the browser whoever looks at it may be anybody, the morning after say: they see no customer. */
  async function mayShow({ server }: KeptCall): Promise<boolean> {
    try {
      return await phone.client.session.hasCookie(server);
    } catch (thrown) {
      phone.ports.log.warn('takeover', 'session not looked for', { error: String(thrown) });
      return false;
    }
  }
  /** Ends what was shown of a call that nobody here has any more. */
  function over(by: 'remote' | 'failed'): void {
    if (shown()) phone.call({ type: 'ended', sessionId: '', by, at: phone.now() });
    recovering(false);
  }
  function gone(kept: KeptCall): void {
    // A blind transfer takes our leg away when it succeeds: then nothing is lost.
    const transferred = phaseAfter(kept) === 'transferSent';
    over(transferred ? 'remote' : 'failed');
    phone.notice(transferred ? 'transferOutcomeUnknown' : 'phoneDocumentLost');
  }

  /**
   * With the leg that asked for it, a consultation is lost to whoever replaces it: the customer stays on the music, and no
   * tone brings them back (measured). The end of the old leg completes it: customer and consultee are connected.
   */
  async function handOver(): Promise<void> {
    await phone.client.calls.hangUp();
    forget();
    over('remote');
    phone.notice('consultationLeft');
  }

  async function take(kept: KeptCall): Promise<void> {
    const { details } = kept.call;
    if (!details) return;
    if (!phone.store.get().call.call && !abandoned) {
      show(kept);
      giveUpInTime(kept);
    }
    const draft = openDraft(kept);
    if (phaseAfter(kept) === 'consulting') return draft.then(handOver);
    let sessionId = '';
    try {
      await phone.sip.takeOver({ dialog: kept.dialog, details }, (session) => {
        sessionId = session.id;
        phone.sessions.set(session.id, session);
        return joining(kept, session);
      });
    } catch (thrown) {
      const { code, detail } = asPhoneError(thrown);
      phone.ports.log.warn('takeover', 'refused', { code, detail: detail ?? '' });
      phone.sessions.delete(sessionId);
      if (code === 'sipUnreachable') return; // the connection went again: tried again when it is back
      await draft; // taken over or not, what the agent noted is before their eyes
      forget();
      gone(kept);
      if (code === 'phoneDocumentLost') return;
      phone.notice(code);
      await phone.client.calls.hangUp(); // no microphone: the customer must not be left in silence
      return;
    }
    lost = null;
    await taken(kept, sessionId);
  }

  /** The call's draft is the phone's current one again. Never rejects. */
  async function openDraft({ call: { details, contactId, answeredAt, requested } }: KeptCall): Promise<void> {
    if (!details || !belongsToCampaign(details) || isRingingOut(details)) return;
    try {
      await phone.ports.drafts.born(details, contactId, answeredAt ?? phone.now(), requested?.external);
    } catch (thrown) {
      phone.failed(thrown, 'draft of the call taken over');
    }
  }

  /** The call gets its session when the PBX has handed it over: until then the session's end is not the call's. */
  function joining(kept: KeptCall, session: SessionPort): SessionEvents {
    const events = listeners(phone, session);
    let joined = false;
    let media: Parameters<SessionEvents['onMedia']>[0] | null = null;
    const quiet = (): boolean => {
      const { phase, call } = phone.store.get().call;
      return phase === 'held' || call?.muted === true;
    };
    // Before the first packet: the customer must not overhear the office.
    const begunQuiet = quiet();
    if (begunQuiet) session.mute(true);
    return {
      ...events,
      onEstablished() {
        joined = true;
        if (quiet() !== begunQuiet) session.mute(!begunQuiet); // pressed meanwhile
        const dead = deadAfterTakeover(kept.call, phone.control.transfersBy());
        phone.call({ type: 'attached', as: session.id, dead });
        events.onEstablished();
        if (media) events.onMedia(media);
      },
      onMedia(state) {
        media = state;
        events.onMedia(state);
      },
      onEnded(why) {
        if (joined) events.onEnded(why);
        else phone.sessions.delete(session.id);
      },
    };
  }

  async function taken(kept: KeptCall, sessionId: string): Promise<void> {
    const { answeredAt } = kept.call;
    const session = phone.sessions.get(sessionId);
    const state = phone.store.get().call;
    if (!session) return forget();
    if (abandoned || state.call?.sessionId !== sessionId) return session.end();
    phone.ports.log.info('takeover', 'done', { phase: state.phase });
    phone.clear('takeover');
    phone.agent({ type: 'callAnswered', at: answeredAt ?? phone.now() });
    keep(state);
    if (state.phase === 'held') clock.after(HOLD_AGAIN_AFTER_MS, () => void holdAgain(sessionId));
  }

  async function holdAgain(sessionId: string): Promise<void> {
    const session = phone.sessions.get(sessionId);
    const { phase, call: current } = phone.store.get().call;
    if (current?.sessionId !== sessionId) return;
    try {
      // The agent may have resumed meanwhile: nothing to hold then, but the microphone is still to be given back.
      if (phase === 'held' && current.holdPending !== false) await session?.hold(true);
    } catch (thrown) {
      phone.ports.log.warn('takeover', 'not held again', { error: String(thrown) });
      phone.call({ type: 'resume', at: phone.now() }); // the customer hears us: nobody may think otherwise
    }
    const { call } = phone.store.get().call;
    if (call?.sessionId === sessionId) session?.mute(call.muted);
  }

  return {
    async begin() {
      try {
        lost = await keeper.read();
      } catch (thrown) {
        phone.ports.log.warn('takeover', 'not read', { error: String(thrown) });
      }
      if (!lost) return;
      written = true;
      giveUpInTime(lost);
      if (await mayShow(lost)) show(lost);
    },
    signInNeeded() {
      if (lost) gone(lost);
    },
    heard({ phase }) {
      if (!lost || busy || phase !== 'registered') return;
      const who = owner();
      const { call } = phone.store.get();
      const another = call.call !== null && call.call.sessionId !== '';
      if (another || who?.server !== lost.server || who.agentId !== lost.agentId) {
        const other = lost;
        forget();
        return gone(other);
      }
      busy = true;
      take(lost)
        .catch((thrown: unknown) => phone.failed(thrown, 'takeover'))
        .finally(() => {
          busy = false;
        });
    },
    changed(state) {
      if (lost) {
        if (state.phase === 'ending') abandoned = true;
        return;
      }
      if (state.phase === 'idle' || state.phase === 'ending') forget();
      else keep(state);
    },
  };
}
