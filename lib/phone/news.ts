/** What a state is worth to those who have drawn the one before: most revisions change nothing that anybody sees. Pure. */
import { totalsAt } from '@/lib/agent';
import type { News } from '@/lib/bridge';
import type { PhoneState } from './state';

/** As they travel: an absent key is an undefined one. Another order of keys is told once too often, which costs nothing but that. */
const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

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
export function newsOf(before: PhoneState, next: PhoneState): News {
  const { revision: _before, agent: agentBefore, ...restBefore } = before;
  const { revision: _next, agent: agentNext, ...restNext } = next;
  const at = Math.max(countedFrom(agentBefore), countedFrom(agentNext));
  const sameAgent = same(seen(agentBefore, at), seen(agentNext, at));
  const asked = agentNext.phase === 'pausing' && agentBefore.phase !== 'pausing';
  if (!(sameAgent || asked) || !same(restBefore, restNext)) return 'news';
  return sameAgent ? 'none' : 'passing';
}
