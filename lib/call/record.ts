/** When recording on demand may be started or stopped (interface §5.10, §12.18). */
import { campaignRecords, isOffCampaign } from './details';
import type { CallPhase, CallState } from './types';

export type RecordProblem =
  | 'noCall'
  | 'phase'
  | 'offCampaign'
  | 'campaignRecords'
  | 'recordingUnknown'
  | 'pending'
  | 'already'
  | 'takenOver';

/** `*4` means "swap" to the PBX while it consults, and maybe in the conference after it: started only in a plain call. */
const START: readonly CallPhase[] = ['talking'];
/** `*5` collides with nothing; while a transfer is dialled it would be taken for destination digits. */
const STOP: readonly CallPhase[] = ['talking', 'held', 'consulting', 'conference'];

export function recordProblem({ phase, call }: CallState, on: boolean): RecordProblem | null {
  if (!call?.details) return 'noCall';
  if (call.recordPending != null) return 'pending';
  if (call.dead?.includes('record')) return 'takenOver';
  if (!on) return call.recording !== 'on' ? 'already' : STOP.includes(phase) ? null : 'phase';
  // Without IDCamp the PBX has no campaign to file the recording under.
  if (isOffCampaign(call.details) || !call.details.campaignId) return 'offCampaign';
  const records = campaignRecords(call.details);
  if (records !== 'no') return records === 'yes' ? 'campaignRecords' : 'recordingUnknown';
  if (call.recording === 'on') return 'already';
  return START.includes(phase) ? null : 'phase';
}
