/** What a state that comes is worth to a view. Pure. */
import type { PhoneState } from '@/lib/phone';
import { totalsAt } from './totals';

/** JSON values; an absent key is an undefined one. Ends at the first difference: most states differ early. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  for (const key in left) if (!same(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

type Agent = PhoneState['agent'];
const countedFrom = ({ memo }: Agent): number => memo?.countedFrom ?? 0;
/** Without the shift's own bookkeeping; what it counted is the same day's sum whenever it was added up. */
const seen = (agent: Agent, at: number): object => {
  const { memo: _memo, ...rest } = agent;
  return { ...rest, totals: totalsAt(agent, at) };
};

/**
 * 'none': a view would draw what it shows already. 'passing': a step that the next state takes back within moments, and that
 * switches half of a view off: a pause that OMniLeads is being asked for.
 */
export function newsOf(before: PhoneState, next: PhoneState): 'none' | 'passing' | 'news' {
  const { revision: _before, agent: agentBefore, ...restBefore } = before;
  const { revision: _next, agent: agentNext, ...restNext } = next;
  const at = Math.max(countedFrom(agentBefore), countedFrom(agentNext));
  const sameAgent = same(seen(agentBefore, at), seen(agentNext, at));
  const asked = agentNext.phase === 'pausing' && agentBefore.phase !== 'pausing';
  if (!(sameAgent || asked) || !same(restBefore, restNext)) return 'news';
  return sameAgent ? 'none' : 'passing';
}
