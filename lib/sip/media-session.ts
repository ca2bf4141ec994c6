/**
 * One call's peer connection behind SIP.js' media port. Why our own: candidates are not waited for longer than
 * GATHER_MS, the microphone is there before any description is made, and a failed re-negotiation never ends the call.
 */
import type { BodyAndContentType, SessionDescriptionHandler } from 'sip.js';
import { candidatesGathered } from './ice-gathering';

export interface MediaHooks {
  onRemote(stream: MediaStream): void;
  onState(state: RTCPeerConnectionState): void;
  /** True when the description that arrives now is an offer (the dialog knows, the peer connection doesn't). */
  offerArrives(): boolean;
  onProblem(what: string, error: unknown): void;
}

/** What the session adapter needs of its media; tests have a fake. */
export interface MediaSession extends SessionDescriptionHandler {
  /** Must be called before the first description. The stream now belongs to the call, which stops its tracks. */
  useMicrophone(stream: MediaStream): Promise<void>;
  /** Hold decides the direction of the next description. */
  setHeld(held: boolean): void;
  setMuted(muted: boolean): void;
  /** The next offer gathers new candidates. */
  restartIceOnNextOffer(): void;
  toneSender(): RTCDTMFSender | null;
  stats(): Promise<RTCStatsReport | null>;
  connected(): boolean;
}

export type CreateMediaSession = (iceServers: readonly RTCIceServer[], hooks: MediaHooks) => MediaSession;

export const createBrowserMedia: CreateMediaSession = (iceServers, hooks) =>
  new BrowserMedia(iceServers, hooks);

class BrowserMedia implements MediaSession {
  /** Null once closed: SIP.js' timers hold its ended sessions, and through them this object, for half a minute. */
  private open: RTCPeerConnection | null;
  private remote = new MediaStream();
  private microphone: MediaStream | null = null;
  private sender: RTCRtpSender | null = null;
  private held = false;
  private muted = false;
  private iceRestart = false;
  private gathered = false;

  constructor(
    iceServers: readonly RTCIceServer[],
    private readonly hooks: MediaHooks,
  ) {
    const pc = new RTCPeerConnection({
      iceServers: [...iceServers],
      bundlePolicy: 'balanced',
      rtcpMuxPolicy: 'require',
    });
    pc.ontrack = ({ track }) => {
      if (!this.remote.getTracks().includes(track)) this.remote.addTrack(track);
      hooks.onRemote(this.remote);
    };
    pc.onconnectionstatechange = () => hooks.onState(pc.connectionState);
    this.open = pc;
  }

  private get pc(): RTCPeerConnection {
    if (!this.open) throw new Error('the media of this call are closed');
    return this.open;
  }

  async useMicrophone(stream: MediaStream): Promise<void> {
    const track = stream.getAudioTracks()[0];
    if (!track) throw new Error('the microphone stream has no audio track');
    track.enabled = this.speaking();
    const previous = this.microphone;
    this.microphone = stream;
    if (this.sender) await this.sender.replaceTrack(track);
    else this.sender = this.pc.addTrack(track, stream);
    if (previous !== stream) stopTracks(previous);
  }

  setHeld(held: boolean): void {
    this.held = held;
    this.applySpeaking();
  }
  setMuted(muted: boolean): void {
    this.muted = muted;
    this.applySpeaking();
  }
  restartIceOnNextOffer(): void {
    this.iceRestart = true;
  }
  toneSender(): RTCDTMFSender | null {
    return this.sender?.dtmf ?? null;
  }
  stats(): Promise<RTCStatsReport | null> {
    return this.open?.getStats() ?? Promise.resolve(null);
  }
  connected(): boolean {
    return this.open?.connectionState === 'connected';
  }

  async getDescription(): Promise<BodyAndContentType> {
    const answering = this.pc.signalingState === 'have-remote-offer';
    for (const transceiver of this.pc.getTransceivers()) {
      // The answer's direction is what both sides want: createAnswer narrows it by the offer (RFC 8829 §5.3.1).
      if (transceiver.direction !== 'stopped') transceiver.direction = this.held ? 'sendonly' : 'sendrecv';
    }
    const description = answering
      ? await this.pc.createAnswer()
      : await this.pc.createOffer({ iceRestart: this.iceRestart });
    await this.pc.setLocalDescription(description);
    const expected = answering ? 'stable' : 'have-local-offer';
    // Without new credentials there are no new candidates: a hold mustn't wait for a dead STUN server again.
    if (!this.gathered || this.iceRestart) await candidatesGathered(this.pc);
    this.gathered = true;
    if (!answering) this.iceRestart = false;
    if (this.pc.signalingState !== expected || !this.pc.localDescription) {
      // The other side's offer overtook ours while candidates were gathered; sending the old one would end the call.
      throw new Error('superseded by an offer of the other side');
    }
    return { body: this.pc.localDescription.sdp, contentType: 'application/sdp' };
  }

  async setDescription(sdp: string): Promise<void> {
    if (this.hooks.offerArrives()) return this.pc.setRemoteDescription({ type: 'offer', sdp });
    try {
      await this.pc.setRemoteDescription({ type: 'answer', sdp });
    } catch (error) {
      // SIP.js would send BYE. The media of before still runs, so keep the call.
      this.hooks.onProblem('an answer was not understood', error);
    }
  }

  hasDescription(contentType: string): boolean {
    return contentType.toLowerCase().startsWith('application/sdp');
  }

  /**
   * Takes back the other side's offer. Ours, when nobody answered it, stays: sound goes on with it and the next description
   * replaces it. Taken back after an answer of ours, Chromium forgets the path, and both sides hear nothing (156, measured).
   */
  async rollbackDescription(): Promise<void> {
    if (this.open?.signalingState === 'have-remote-offer')
      await this.open.setRemoteDescription({ type: 'rollback' });
  }

  sendDtmf(): boolean {
    return false; // tones are sent by tones.ts, in one piece
  }

  close(): void {
    stopTracks(this.microphone); // the browser's recording mark goes out with the call
    if (!this.open) return;
    this.open.ontrack = null;
    this.open.onconnectionstatechange = null;
    this.open.close();
    this.open = this.sender = this.microphone = null;
    this.remote = new MediaStream(); // the other side's tracks keep their peer connection
  }

  private speaking(): boolean {
    return !this.muted && !this.held;
  }
  private applySpeaking(): void {
    for (const track of this.microphone?.getAudioTracks() ?? []) track.enabled = this.speaking();
  }
}

function stopTracks(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
