/** One picture: a state, and how it is brought about. */
import type { MicrophoneView } from '@/components';
import type { ErrorCode } from '@/lib/diagnostics';
import type { PastDisposition } from '@/lib/drafts';
import type { TextKey } from '@/lib/i18n';
import type { CommandResult, PhoneCommand, PhoneState } from '@/lib/phone';
import type { Replies } from './forms';

export interface Shot {
  readonly name: string;
  readonly view: 'panel' | 'popup' | 'options';
  readonly state: PhoneState | null;
  /**
   * Done after rendering: a text's key presses the control of that name, `=…` types into the first
   * field in sight, the rest fill a form's field by its name.
   */
  readonly steps?: readonly (TextKey | `=${string}` | { readonly field: string; readonly value: string })[];
  /** What the phone answers when a form is asked for; a step that is not here never answers. */
  readonly forms?: Replies;
  /** Forms can't be had. */
  readonly trouble?: ErrorCode;
  /** Earlier dispositions of the contact. */
  readonly history?: readonly PastDisposition[];
  /** The note kept for the call. */
  readonly note?: string;
  /** Scrolled to the end of this element. */
  readonly scrolled?: string;
  /** What every command is answered. */
  readonly answer?: CommandResult;
  /** What each kind of command is answered instead. */
  readonly answers?: Partial<Record<PhoneCommand['type'], CommandResult>>;
  readonly microphone?: MicrophoneView;
  /** The browser's own text size, in per cent. */
  readonly textSize?: number;
  /** High contrast: the system's colours instead of ours. */
  readonly forcedColors?: boolean;
}
