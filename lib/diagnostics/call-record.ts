/**
 * What is kept of how a call went: times of RFC 6076 and the sound. Holds nobody's number and nobody's name, so that it
 * may stay with the draft, and in the diagnostics, when the customer's data is gone.
 */
export interface Spread {
  readonly mean: number;
  readonly max: number;
}

/** Times in ms; null = it did not come to that. */
export interface CallRecord {
  /** The PBX's id of the call; '' when the INVITE named none. */
  readonly callId: string;
  readonly at: number; // ms epoch of the INVITE
  readonly kind: 'campaign' | 'outside' | 'agent';
  /** Call asked of OMniLeads → INVITE. */
  readonly requestMs: number | null;
  /** INVITE → 180 sent: session request delay (RFC 6076 §4.3), seen from the side that is called. */
  readonly ringingMs: number | null;
  /** INVITE → 200 sent; an automatic answer's whole set-up, else with the time that the agent let it ring. */
  readonly answerMs: number | null;
  /** Our BYE → its 200: session disconnect delay (§4.4). Null when the other side hung up. */
  readonly disconnectMs: number | null;
  /** Session duration (§4.5). */
  readonly durationMs: number;
  readonly endedBy: 'remote' | 'local' | 'failed';
  readonly codec: string;
  readonly localCandidate: string; // 'host', 'srflx', 'relay', 'prflx', ''
  readonly remoteCandidate: string;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly packetsSent: number;
  /** What came to us, percent per second. */
  readonly lossPercent: Spread | null;
  /** What we sent and the other end reports as lost; null = it reports nothing. */
  readonly sendLossPercent: Spread | null;
  readonly jitterMs: Spread | null;
  readonly rttMs: Spread | null;
  readonly mos: { readonly mean: number; readonly min: number } | null;
  /** Everything that was over the line at some time in the call. */
  readonly warnings: readonly string[];
  /** Times the media path, and the telephone line under the call, were lost and came back. */
  readonly mediaReconnections: number;
  readonly lineReconnections: number;
}
