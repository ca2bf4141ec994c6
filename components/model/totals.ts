/** The day so far: what was counted, and the present activity up to now. Pure. */
import type { AgentState } from '@/lib/agent/types';
import type { Texts } from '@/lib/i18n';
import type { Directory } from '@/lib/phone';

const RUNNING: Readonly<Partial<Record<AgentState['phase'], string>>> = {
  ready: 'ready',
  pausing: 'ready',
  inCall: 'talking',
  afterCall: 'wrapUp',
  ringing: 'ringing',
};
const ORDER = ['ready', 'talking', 'wrapUp', 'ringing'] as const;
/** Less is noise: totals are shown, and change, by whole minutes. */
export const WORTH_SHOWING_MS = 60_000;

const runningKey = ({ phase, pause }: AgentState): string | undefined =>
  phase === 'paused' ? `pause:${pause?.id ?? ''}` : RUNNING[phase];
/** Never before the activity began: a shift that has counted nothing yet stands at the beginning of time. */
const countedFrom = ({ memo, since }: AgentState): number => Math.max(memo?.countedFrom ?? 0, since);

export function totalsAt(agent: AgentState, now: number): Readonly<Record<string, number>> {
  const key = runningKey(agent);
  if (!key) return agent.totals;
  const running = Math.max(0, now - countedFrom(agent));
  return { ...agent.totals, [key]: (agent.totals[key] ?? 0) + running };
}

/** ms epoch from which the present activity's total would have been counted without a break: its minutes are full there. */
export const totalBegan = (agent: AgentState): number =>
  countedFrom(agent) - (agent.totals[runningKey(agent) ?? ''] ?? 0);

/** Label and span, longest habits first; pauses by their reason. */
export function totalsPairs(
  agent: AgentState,
  directory: Directory,
  now: number,
  texts: Texts,
): readonly (readonly [string, string])[] {
  const totals = totalsAt(agent, now);
  const pauses = Object.keys(totals).filter((key) => key.startsWith('pause:'));
  const label = (key: string): string => {
    const known = ORDER.find((one) => one === key);
    if (known) return texts.t(`totals.${known}`);
    const id = key.slice('pause:'.length);
    return directory.pauses.find((pause) => pause.id === id)?.name ?? texts.t('totals.paused');
  };
  return [...ORDER, ...pauses]
    .filter((key) => (totals[key] ?? 0) >= WORTH_SHOWING_MS)
    .map((key) => [label(key), texts.span(Math.floor((totals[key] ?? 0) / WORTH_SHOWING_MS) * 60)] as const);
}
