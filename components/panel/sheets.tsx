import { useCallback, useState } from 'preact/hooks';
import type { PhoneState } from '@/lib/phone';
import { faceOf } from '../model/face';
import type { SheetName } from '../model/sheet';
import { AgentsSheet, QuickSheet } from '../sheets/agents';
import { AudioSheet } from '../sheets/audio';
import { ContactsSheet } from '../sheets/contacts';
import { DaySheet } from '../sheets/day';
import { KeypadSheet } from '../sheets/keypad';
import { NoteSheet } from '../sheets/note';
import { OutboxSheet } from '../sheets/outbox';
import { PausesSheet } from '../sheets/pauses';
import { TransferSheet } from '../sheets/transfer';
import type { Dial } from './use-dial';

/** Tools of one call: they don't come back in the next one. */
const OF_ONE_CALL: readonly SheetName[] = ['keypad', 'transfer', 'audio'];
const sessionOf = (state: PhoneState | null): string => state?.call.call?.sessionId ?? '';

/** A sheet belongs to a situation: it goes when the situation does. The note stays, its text is the agent's. */
function fits({ name: sheet, sessionId }: OpenSheet, state: PhoneState): boolean {
  const { screen } = faceOf(state);
  const { phase } = state.call;
  if (OF_ONE_CALL.includes(sheet) && sessionId !== sessionOf(state)) return false;
  if (sheet === 'note' || sheet === 'audio' || sheet === 'pauses' || sheet === 'outbox')
    return screen !== 'ringing';
  if (sheet === 'contacts' || sheet === 'agents' || sheet === 'quick' || sheet === 'day')
    return screen === 'idle';
  if (sheet === 'transfer') return phase === 'talking';
  return phase === 'talking' || phase === 'consulting' || phase === 'conference';
}

/** The call on the line, else the last one: its note may still be written. */
const callOf = ({ call: { call, lastEnd } }: PhoneState): string =>
  (call ? call.details : lastEnd?.details)?.callId ?? '';

export interface OpenSheet {
  readonly name: SheetName;
  readonly callId: string;
  readonly sessionId: string;
}

export function useSheet(state: PhoneState | null) {
  const [sheet, setSheet] = useState<OpenSheet | null>(null);
  const shown = sheet && state && fits(sheet, state) ? sheet : null;
  return {
    shown,
    open: useCallback(
      (name: SheetName): void =>
        setSheet({ name, callId: state ? callOf(state) : '', sessionId: sessionOf(state) }),
      [state],
    ),
    close: useCallback((): void => setSheet(null), []),
  };
}

export function Sheets({
  sheet,
  state,
  dial,
  onClose,
}: {
  sheet: OpenSheet;
  state: PhoneState;
  dial: Dial;
  onClose: () => void;
}) {
  switch (sheet.name) {
    case 'agents':
      return <AgentsSheet state={state} onClose={onClose} />;
    case 'quick':
      return <QuickSheet state={state} onClose={onClose} />;
    case 'pauses':
      return <PausesSheet state={state} onClose={onClose} />;
    case 'keypad':
      return <KeypadSheet onClose={onClose} />;
    case 'transfer':
      return <TransferSheet state={state} onClose={onClose} />;
    case 'audio':
      return <AudioSheet devices={state.devices} onClose={onClose} />;
    case 'note':
      return <NoteSheet state={state} callId={sheet.callId} onClose={onClose} />;
    case 'outbox':
      return <OutboxSheet state={state} onClose={onClose} />;
    case 'contacts':
      return <ContactsSheet state={state} dial={dial} onClose={onClose} />;
    case 'day':
      return <DaySheet state={state} onClose={onClose} />;
  }
}
