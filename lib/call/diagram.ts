/** The table as a picture: a mermaid state diagram, embedded in ARCHITECTURE.md and held equal to the table by a test. */
import { transitions } from './table';

/** One arrow per pair of phases, labelled with the events that lead along it; staying where it is isn't drawn. */
export function diagram(): string {
  const arrows = new Map<string, string[]>();
  for (const { from, event, to } of transitions()) {
    if (from === to) continue;
    const arrow = `${from} --> ${to}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), event]);
  }
  const lines = [...arrows].map(([arrow, events]) => `  ${arrow}: ${events.join(', ')}`);
  return ['stateDiagram-v2', '  [*] --> idle', ...lines, ''].join('\n');
}
