/** What every view may reach: words, the way to ask for things, the clock. Nothing of the browser. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ErrorCode, ErrorParams } from '@/lib/diagnostics/errors';
import type { Texts } from '@/lib/i18n';
import type { CommandResult, PhoneCommand } from '@/lib/phone';
import type { Typings } from './form/typing';

export interface HostActions {
  /** Opens the options page, at a section when given. */
  openOptions(section?: 'signIn' | 'microphone' | 'sites' | 'test'): void;
  /** Opens OMniLeads itself in a tab, e.g. to accept its certificate, or one of its pages. */
  openServer(path?: string): void;
  /** Opens another site's page in a tab. */
  openPage(url: string): void;
  /** Hands the person a file. */
  download(fileName: string, text: string): void;
}

/** Why a command was not done. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
}
/** Asked before something that can't be undone. */
export interface Question {
  readonly title: string;
  readonly body: string;
  readonly yes: string;
}

export interface Desk {
  readonly texts: Texts;
  /** What is refused is shown as a message, what has to be confirmed is asked. */
  readonly send: (command: PhoneCommand) => Promise<CommandResult>;
  /** As it is, for views that show a refusal in their own place. */
  readonly ask: (command: PhoneCommand) => Promise<CommandResult>;
  readonly confirm: (question: Question) => Promise<boolean>;
  readonly typings: Typings;
  readonly host: HostActions;
  /** The CRM's origin under the panel, '' = none: its campaign is remembered. */
  readonly site: string;
  /** Popup calls say so: the phone keeps where a call was asked from. */
  readonly surface: 'panel' | 'popup' | 'options';
  /** ms epoch; fixed in pictures. */
  readonly now: () => number;
}

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a view was rendered outside DeskProvider');
  return desk;
}
