/** The stub's panel: the real click guard in front of one button, and a note of everything that got in. */
import { installGuard } from '@/entrypoints/panel/guard';

/** Set by the build: false shows that tests of the guard can fail. */
declare const GUARDED: boolean;

export interface PanelNotes {
  answered: number;
  refused: number;
  typed: string;
}
const notes: PanelNotes = { answered: 0, refused: 0, typed: '' };
(globalThis as unknown as { notes: PanelNotes }).notes = notes;

if (GUARDED) installGuard(document.body, () => notes.refused++);
document.getElementById('answer')?.addEventListener('click', () => notes.answered++);
document.querySelector('input')?.addEventListener('input', (event) => {
  notes.typed = (event.target as HTMLInputElement).value;
});
