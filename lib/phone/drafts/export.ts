/** Everything of this agent that is not OMniLeads' yet, as a file for the supervisor: damaged rows too, as they are. */
import type { ExportReply } from '@/lib/drafts';
import type { Bench } from './shared';

export function exportOf(bench: Bench): ExportReply {
  const at = new Date(bench.deps.now()).toISOString();
  const content = {
    exportedAt: at,
    owner: bench.signed?.owner ?? null,
    drafts: bench.drafts().filter(({ status }) => status !== 'sent'),
    damaged: bench.damaged,
  };
  return {
    fileName: `drafts-${bench.signed?.owner.agentId ?? 'none'}-${at.slice(0, 16).replace(/[:T]/g, '-')}.json`,
    text: JSON.stringify(content, null, 2),
  };
}
