/** Keys mean what the state makes of them. */
import type { CommandResult, CommandSource, PhoneCommand } from '../command';
import type { PhoneContext } from '../context';

export type Shortcut = 'answer-hang-up' | 'hold' | 'mute' | 'show-panel';

export function createShortcuts(
  phone: PhoneContext,
  handle: (command: PhoneCommand, source: CommandSource) => Promise<CommandResult>,
): (name: Shortcut) => boolean {
  return (name) => {
    const command = commandFor(phone, name);
    if (command) void handle(command, 'worker');
    return command === null;
  };
}

function commandFor(phone: PhoneContext, name: Shortcut): PhoneCommand | null {
  const { phase, call } = phone.store.get().call;
  if (phase === 'idle' || name === 'show-panel') return null;
  if (name === 'answer-hang-up') return { type: phase === 'ringing' ? 'answer' : 'hangUp' };
  if (name === 'hold') return { type: phase === 'held' ? 'resume' : 'hold' };
  return { type: 'mute', on: !call?.muted };
}
