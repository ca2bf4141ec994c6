import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Texts } from '@/lib/i18n';
import type { CommandResult, PhoneCommand, PhoneState } from '@/lib/phone';
import { DeskProvider, useDesk, type Desk, type HostActions } from '../context';
import { createTypings } from '../form/typing';
import { useDerived } from '../hooks';
import { faceOf, RECONNECTING, type Face } from '../model/face';
import { noticeTitle, refusalNotice } from '../model/notices';
import { DispositionSlot } from '../screens/disposition-slot';
import { Idle } from '../screens/idle';
import { InCall, Requested, Ringing } from '../screens/in-call';
import { Conference, Consulting, Transferring } from '../screens/transferring';
import {
  Connecting,
  Disabled,
  Elsewhere,
  Offline,
  Reconnecting,
  SignedOut,
  SigningIn,
} from '../screens/waiting';
import { LastCall } from '../screens/wrap-up';
import { Ask, useCommands } from './commands';
import { Footer } from './footer';
import { Header } from './header';
import { NoticeCard, Notices } from './notices';
import type { SheetName } from '../model/sheet';
import { Sheets, useSheet } from './sheets';
import { Status } from './status';
import { useDial } from './use-dial';

export interface PhoneViewProps {
  /** null while there is no connection to the phone: never a stale call. */
  readonly state: PhoneState | null;
  readonly send: (command: PhoneCommand) => Promise<CommandResult>;
  readonly texts: Texts;
  readonly host: HostActions;
  readonly now?: () => number;
  readonly surface?: 'panel' | 'popup';
  /** Origin of the CRM page it belongs to; absent = none. */
  readonly site?: string;
  /** Shown under the header: the popup's switch for the site. */
  readonly children?: ComponentChildren;
}

/** What stands above the form of the call; the idle phone has its own below it. */
function Screen({ state, open }: { state: PhoneState | null; open: (sheet: SheetName) => void }) {
  if (!state) return <Reconnecting />;
  switch (faceOf(state).screen) {
    case 'reconnecting':
      return <Reconnecting />;
    case 'signedOut':
      return <SignedOut />;
    case 'signingIn':
      return <SigningIn state={state} />;
    case 'connecting':
      return <Connecting state={state} />;
    case 'offline':
      return <Offline state={state} />;
    case 'disabled':
      return <Disabled />;
    case 'elsewhere':
      return <Elsewhere />;
    case 'idle':
      return <LastCall state={state} open={open} />;
    case 'requested':
      return <Requested state={state} />;
    case 'ringing':
      return <Ringing state={state} />;
    case 'inCall':
      return <InCall state={state} open={open} />;
    case 'transferring':
      return <Transferring state={state} />;
    case 'consulting':
      return <Consulting state={state} open={open} />;
    case 'conference':
      return <Conference state={state} open={open} />;
  }
}

/**
 * When a screen takes the focused control away, the focus goes to the heading and not to whatever came in its place:
 * an Enter meant for the number field must not answer a call.
 */
function useFocusKeeper(screen: string) {
  const ref = useRef<HTMLElement>(null);
  const had = useRef(false);
  useLayoutEffect(() => {
    const root = ref.current;
    if (!root) return undefined;
    if (had.current && !root.contains(root.ownerDocument.activeElement))
      root.querySelector<HTMLElement>('h1')?.focus();
    return undefined;
  }, [screen]);
  return { ref, onFocusIn: () => (had.current = true) };
}

/** A page that goes takes its panel with it: what was typed leaves first. */
function useTypings() {
  const ref = useRef<ReturnType<typeof createTypings> | null>(null);
  const typings = (ref.current ??= createTypings());
  useEffect(() => {
    const leave = (): void => {
      if (document.visibilityState === 'hidden') typings.flushAll();
    };
    document.addEventListener('visibilitychange', leave);
    window.addEventListener('pagehide', typings.flushAll);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      window.removeEventListener('pagehide', typings.flushAll);
      typings.flushAll();
    };
  }, [typings]);
  return typings;
}

/** Nobody types while the phone rings or is being connected; what was typed waits, unseen. */
function formFits(state: PhoneState, screen: Face['screen']): boolean {
  const atWork = state.session.kind === 'signedIn' || state.session.kind === 'expired';
  return atWork && screen !== 'ringing' && screen !== 'requested' && screen !== 'connecting';
}

const screenOf = (state: PhoneState | null): Face['screen'] => (state ? faceOf(state) : RECONNECTING).screen;
const beganOf = (state: PhoneState | null): number | null => {
  const call = state?.call.call;
  return call ? (call.requestedAt ?? call.ringingAt ?? call.answeredAt) : null;
};

function Whole({ state, children }: { state: PhoneState | null; children?: ComponentChildren }) {
  const desk = useDesk();
  const commands = useCommands(desk.send, desk.texts, beganOf(state), desk.now);
  const screen = useDerived(state, screenOf);
  const { run, confirm } = commands;
  const sheet = useSheet(state);
  const dial = useDial(state);
  const { ref, onFocusIn } = useFocusKeeper(screen);
  const { question } = commands;
  // The phone may have put the same thing among its notices.
  const refusal = state?.notices.some((notice) => notice.code === commands.refusal?.code)
    ? null
    : commands.refusal;
  const refused = refusal ? noticeTitle(refusal, desk.texts) : '';
  const value = useMemo<Desk>(() => ({ ...desk, send: run, confirm }), [desk, run, confirm]);
  return (
    <DeskProvider value={value}>
      <main ref={ref} class={`phone ${desk.surface}`} onFocusIn={onFocusIn}>
        <section class="face" aria-label={desk.texts.t('phone.region')} inert={question !== null}>
          <Header state={state} />
          <Status state={state} refusal={refused} />
          <div class="scroll">
            {children}
            {refusal && (
              <div class="notices">
                <NoticeCard notice={refusalNotice(refusal, state)} onDismiss={commands.dismiss} />
              </div>
            )}
            {state && <Notices notices={state.notices} callbacks={state.callbacks} />}
            <div class="screen" hidden={sheet.shown !== null}>
              <Screen state={state} open={sheet.open} />
              {/* Always in the same place: a call that ends must not take the form from under the agent's hands. */}
              {state && (
                <div class="slot" hidden={!formFits(state, screen)}>
                  <DispositionSlot state={state} />
                </div>
              )}
              {state && screen === 'idle' && <Idle state={state} dial={dial} open={sheet.open} />}
            </div>
            {sheet.shown && state && (
              <Sheets sheet={sheet.shown} state={state} dial={dial} onClose={sheet.close} />
            )}
          </div>
          {state && <Footer state={state} open={sheet.open} />}
        </section>
        {question && <Ask question={question} onAnswer={commands.answer} />}
      </main>
    </DeskProvider>
  );
}

const clock = (): number => Date.now();
/** Replaced inside, where a question has its place. */
export const noQuestion = (): Promise<boolean> => Promise.resolve(false);

/** The phone's whole face: one state in, commands out. Panel and popup show the same. */
export function PhoneView({
  state,
  send,
  texts,
  host,
  now = clock,
  surface = 'panel',
  site = '',
  children,
}: PhoneViewProps) {
  const typings = useTypings();
  const value = useMemo<Desk>(
    () => ({ texts, send, ask: send, confirm: noQuestion, typings, host, surface, site, now }),
    [texts, send, typings, host, surface, site, now],
  );
  return (
    <DeskProvider value={value}>
      <Whole state={state}>{children}</Whole>
    </DeskProvider>
  );
}
