/** One call as a SessionPort over a SIP.js session: an invitation, or a call taken over from a dead phone document. */
import { Core, Invitation, Inviter, SessionState } from 'sip.js';
import type { CallDetails } from '@/lib/call/types';
import { asPhoneError, PhoneError } from '@/lib/diagnostics';
import { readReason, sendBye, sendInfo } from './in-dialog';
import { userOf } from './invite-headers';
import type { MediaHooks, MediaSession } from './media-session';
import { createMediaWatch, type MediaWatch } from './media-watch';
import type { MediaPort, SessionEvents, SessionPort } from './ports';
import { createReinviter, type Reinviter } from './reinvite';
import { createToneQueue, infoTones, rtpTones, type ToneOptions } from './tones';

/** What the caller is told when the agent refuses, and what the stock phone says (interface §2.8). */
const TEMPORARILY_UNAVAILABLE = 480;
/** After this the phone asks OMniLeads over HTTP to hang up (interface §2.6); a living PBX answers in milliseconds. */
const BYE_PATIENCE_MS = 2500;

export interface SessionSurroundings {
  readonly media: MediaPort;
  readonly createMedia: (hooks: MediaHooks) => MediaSession;
  readonly tones: () => 'info' | 'rtp';
  readonly connection: { isConnected(): boolean; whenConnected(): Promise<void> };
  readonly random: () => number;
  readonly onProblem: (what: string, error: unknown) => void;
  readonly onOver: (session: SipSession) => void;
}

export class SipSession implements SessionPort {
  readonly id = crypto.randomUUID();
  private readonly reinviter: Reinviter;
  private readonly queueTones;
  private readonly watch: MediaWatch;
  private mediaSession: MediaSession | null = null;
  private microphone: MediaStream | null = null;
  private events: SessionEvents | null = null;
  private endedBy: 'remote' | 'local' | null = null;
  private endDetail: { code?: number; phrase?: string } = {};
  private held = false;
  private muted = false;
  private readonly beganAt = performance.now();
  private times: ReturnType<SessionPort['setup']> = { ringingMs: null, answerMs: null };
  private bye: Promise<number | null> = Promise.resolve(null);

  constructor(
    private readonly sip: Invitation | Inviter,
    readonly details: CallDetails,
    private readonly around: SessionSurroundings,
  ) {
    this.reinviter = createReinviter(sip, {
      ...around,
      onGone: () => {
        this.endedBy ??= 'remote';
      },
    });
    const byInfo = infoTones((body) => sendInfo(sip, body));
    const byRtp = rtpTones(() => this.mediaSession?.toneSender() ?? null);
    this.queueTones = createToneQueue((digits, options) =>
      (around.tones() === 'rtp' ? byRtp : byInfo)(digits, options),
    );
    this.watch = createMediaWatch({
      connected: () => around.connection.isConnected() && this.established(),
      restart: () => this.mend(),
    });
    const politely = (answer: Promise<void>) =>
      answer.catch((error: unknown) => around.onProblem('answering a request', error));
    sip.delegate = {
      onCancel: ({ request }) => this.remoteEnds(request),
      onBye: (bye) => {
        this.remoteEnds(bye.request);
        void politely(bye.accept());
      },
      onInvite: (request, _response, status) => {
        const assertedIdentity = userOf(request.getHeader('P-Asserted-Identity') ?? '');
        if (status >= 200 && status < 300) this.events?.onReinvite({ assertedIdentity });
      },
      // Following a REFER would place a call that nobody asked for; SIP.js does it unless told otherwise.
      onRefer: (referral) => void politely(referral.reject({ statusCode: 603 })),
      onInfo: (info) => void politely(info.accept()),
      onMessage: (message) => void politely(message.accept()),
      onNotify: (notification) => void politely(notification.accept()),
    };
    sip.stateChange.addListener((state) => {
      if (state === SessionState.Established) {
        this.times = { ...this.times, answerMs: performance.now() - this.beganAt };
        this.events?.onEstablished();
      }
      if (state === SessionState.Terminated) this.over();
    });
  }

  attach(events: SessionEvents): void {
    this.events = events;
  }

  /** The 180 is out. */
  rang(): void {
    this.times = { ...this.times, ringingMs: performance.now() - this.beganAt };
  }
  setup(): ReturnType<SessionPort['setup']> {
    return this.times;
  }
  disconnected(): Promise<number | null> {
    return this.bye;
  }

  /** The media of this call, made on first need (SIP.js asks for it through its factory). */
  media(): MediaSession {
    this.mediaSession ??= this.around.createMedia({
      onRemote: (stream) => this.around.media.play(this.id, stream),
      onState: (state) => this.mediaChanged(state),
      offerArrives: () => {
        const { dialog } = this.sip;
        return dialog
          ? dialog.signalingState === Core.SignalingState.HaveRemoteOffer
          : this.sip instanceof Invitation;
      },
      onProblem: this.around.onProblem,
    });
    return this.mediaSession;
  }

  established(): boolean {
    return this.sip.state === SessionState.Established;
  }

  async answer(): Promise<void> {
    const { sip } = this;
    if (!(sip instanceof Invitation)) throw new PhoneError('commandNotAllowed', {}, 'nothing to answer');
    this.mustBe(SessionState.Initial, 'answer');
    await this.takeMicrophone();
    try {
      await sip.accept();
    } catch (error) {
      throw new PhoneError('mediaFailed', {}, asPhoneError(error).detail, { cause: error });
    }
    if (this.isIn() === SessionState.Terminated) throw gone();
  }

  /**
   * First the microphone: without it a description would hold hidden addresses and the PBX would take it for a hold; and
   * while it is refused, the call still rings and can be answered after the agent allowed it.
   */
  async takeMicrophone(): Promise<void> {
    const microphone = await this.around.media.microphone();
    this.microphone = microphone;
    if (this.isIn() !== SessionState.Initial) {
      stop(microphone);
      throw gone();
    }
    try {
      await this.media().useMicrophone(microphone);
    } catch (error) {
      throw new PhoneError('mediaFailed', {}, asPhoneError(error).detail, { cause: error });
    }
  }

  async end(): Promise<void> {
    this.endedBy ??= 'local';
    const { sip } = this;
    if (sip.state === SessionState.Established) {
      // Off the socket a BYE would be lost and the customer left on the line: be silent now, say it as soon as we can.
      this.media().setMuted(true);
      this.around.media.play(this.id, null);
      const asked = performance.now();
      const said = this.around.connection.whenConnected().then(() => sendBye(sip));
      this.bye = said.then(
        () => performance.now() - asked,
        () => null, // told to whoever ended the call, below
      );
      await withinOr(BYE_PATIENCE_MS, said, 'the PBX did not confirm the hang-up');
    } else if (sip.state === SessionState.Initial || sip.state === SessionState.Establishing) {
      if (sip instanceof Invitation) await sip.reject({ statusCode: TEMPORARILY_UNAVAILABLE });
      else await sip.cancel();
    }
  }

  async hold(on: boolean): Promise<void> {
    this.mustBe(SessionState.Established, 'hold');
    const before = this.held;
    this.held = on;
    this.media().setHeld(on);
    try {
      await this.reinviter.send();
    } catch (error) {
      this.held = before;
      this.media().setHeld(before);
      throw new PhoneError('holdRefused', {}, asPhoneError(error).detail, { cause: error });
    }
  }

  mute(on: boolean): void {
    this.muted = on;
    if (this.sip.state !== SessionState.Terminated) this.media().setMuted(on);
  }

  tones(digits: string, options?: ToneOptions): Promise<void> {
    return this.queueTones(digits, options);
  }

  async replaceMicrophone(stream: MediaStream): Promise<void> {
    this.mustBe(SessionState.Established, 'replaceMicrophone');
    this.microphone = stream;
    await this.media().useMicrophone(stream);
    this.media().setMuted(this.muted);
  }

  async restartIce(): Promise<void> {
    this.mustBe(SessionState.Established, 'restartIce');
    this.media().restartIceOnNextOffer();
    try {
      await this.reinviter.send();
    } catch (error) {
      throw new PhoneError('mediaFailed', {}, asPhoneError(error).detail, { cause: error });
    }
  }

  /** After a new registration: tells the other side where we are now; without it its BYE goes to the dead socket. */
  async announceContact(): Promise<void> {
    if (!this.established()) return;
    if (!this.media().connected()) this.media().restartIceOnNextOffer();
    await this.reinviter.announce();
  }

  /** New candidates, because the path broke or the network changed. */
  async mend(): Promise<void> {
    if (!this.established()) return;
    this.media().restartIceOnNextOffer();
    if (this.around.connection.isConnected()) await this.reinviter.announce();
  }

  stats(): Promise<RTCStatsReport | null> {
    return this.mediaSession?.stats() ?? Promise.resolve(null);
  }

  dialog() {
    const { dialog } = this.sip;
    if (!dialog || !this.established()) return null;
    const { callId, localTag, remoteTag, remoteTarget } = dialog;
    return { callId, localTag, remoteTag, remoteTarget: remoteTarget.toString() };
  }

  private mediaChanged(state: RTCPeerConnectionState): void {
    this.watch.changed(state);
    if (state === 'connected' || state === 'disconnected' || state === 'failed') this.events?.onMedia(state);
  }

  private remoteEnds(request: Core.IncomingRequestMessage): void {
    this.endedBy ??= 'remote';
    this.endDetail = readReason(request.getHeader('Reason'));
  }

  private over(): void {
    this.watch.stop();
    stop(this.microphone);
    this.mediaSession?.close();
    this.around.media.play(this.id, null);
    this.events?.onEnded({ by: this.endedBy ?? 'failed', ...this.endDetail });
    this.events = null;
    this.around.onOver(this);
  }

  /** A call, not a field: its value changes across an await, which the compiler can't know. */
  private isIn(): SessionState {
    return this.sip.state;
  }

  private mustBe(state: SessionState, what: string): void {
    if (this.sip.state !== state)
      throw new PhoneError('commandNotAllowed', {}, `${what} in state ${this.sip.state}`);
  }
}

const gone = () => new PhoneError('callNotStarted', {}, 'the caller gave up');

function withinOr(ms: number, work: Promise<void>, otherwise: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const overdue = setTimeout(() => reject(new PhoneError('sipUnreachable', {}, otherwise)), ms);
    const failed = (error: unknown) =>
      reject(new PhoneError('sipUnreachable', {}, asPhoneError(error).detail, { cause: error }));
    work.then(resolve, failed).finally(() => clearTimeout(overdue));
  });
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
