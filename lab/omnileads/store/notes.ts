/** Notes on recordings (interface §5.9). */
import { noteCommit } from './commits';
import type { World } from './world';

export function writeNote(world: World, callId: string, text: string): void {
  const created = !world.forms.tags.has(callId);
  world.forms.tags.set(callId, text);
  noteCommit(world, { what: 'note', id: callId, created, callId, content: { text } });
}
