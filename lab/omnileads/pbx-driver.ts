/**
 * What OMniLeads asks of the PBX over AMI. One implementation speaks AMI (pbx-ami.ts), the others are the
 * fakes of pbx-fakes.ts. The HTTP answer waits for these promises, as the real server waits for AMI.
 */
export interface Originate {
  readonly channel: string; // Local/<ext>@click2call/n
  readonly exten: string;
  readonly context: string;
  readonly priority: 1;
  readonly timeoutMs: 25_000;
  readonly callerId: string;
  /** Channel variables in sending order. */
  readonly variables: readonly (readonly [string, string])[];
}
/** The PBX's own answer. OMniLeads ignores a refusal (section P of the recordings); only transport failures show. */
export type PbxAnswer = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** AMI's TCP port does not answer: most endpoints crash. */
export class PbxUnreachable extends Error {}
/** AMI took the connection and closed it, as with a wrong AMI password. */
export class PbxNotConnected extends Error {}

export interface PbxDirectory {
  readonly agents: readonly { readonly agentId: number; readonly name: string; readonly extension: number }[];
  readonly queues: readonly { readonly name: string; readonly campaignId: number; readonly type: number }[];
}

/** What the PBX tells by itself: the rows and presences that its dialplan writes in the real installation. */
export type PbxEvent =
  | { readonly type: 'presence'; readonly agentId: number; readonly status: string }
  | {
      readonly type: 'callLog';
      readonly event: string;
      readonly agentId: number;
      readonly callId: string;
      readonly campaignId: number | null;
      readonly phone: string;
    }
  | { readonly type: 'multinumAnswered'; readonly agentId: number; readonly phone: string };

export interface PbxDriver {
  /** Tells the PBX who and what exists, once, before the first request. */
  seed(directory: PbxDirectory): Promise<void>;
  originate(call: Originate): Promise<PbxAnswer>;
  queueAdd(member: {
    queue: string;
    interface: string;
    memberName: string;
    penalty: number;
  }): Promise<PbxAnswer>;
  queueRemove(member: { queue: string; interface: string }): Promise<PbxAnswer>;
  queuePause(member: { interface: string; paused: boolean }): Promise<PbxAnswer>;
  queueLog(entry: { event: string; agentId: number; message?: string }): Promise<PbxAnswer>;
  /** Hangs up every channel of the endpoint, e.g. "PJSIP/1003". */
  hangup(endpoint: string): Promise<PbxAnswer>;
  /** The dialplan asks for an agent's presence before an internal call; the real one reads it from Redis. */
  setPresence(presence: { agentId: number; status: string }): Promise<void>;
  /** Starts listening; the returned function ends it and closes what the driver holds open. */
  follow(listener: (event: PbxEvent) => void): Promise<() => void>;
}
