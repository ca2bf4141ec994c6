import { randomBytes } from 'node:crypto';
import { LOOPBACK } from '@/lab/ports';
import { Dialog } from './dialog';
import { Media, type Voice } from './media';
import { Person } from './person';
import { header, type SipMessage } from './sip-message';
import { SipSocket, type Respond, type SipHeaders } from './sip-socket';

/** `unregistered`: the PBX doesn't know where this agent is. */
export type AgentBehaviour = 'answers' | 'ringsForever' | 'declines' | 'busy' | 'unregistered';

const REGISTER_EXPIRES_S = 3600;
const PICK_UP_MS = 300;
const DECLINED = 480; // what OMniLeads' phone sends for Reject
const BUSY = 486;

/**
 * An agent's phone without a browser: it registers its extension at Asterisk itself, past the edge, and behaves as told.
 * The newest registration of an extension gets its calls, so don't simulate an agent who also has a browser.
 */
export class SimulatedAgent {
  behaviour: AgentBehaviour;
  /** Every call that reached this phone, oldest first. */
  readonly calls: Person[] = [];
  #socket: SipSocket;
  #waiting = new Set<() => void>();

  private constructor(
    readonly extension: number,
    socket: SipSocket,
    readonly voice: Voice,
    behaviour: AgentBehaviour,
  ) {
    this.#socket = socket;
    this.behaviour = behaviour;
    socket.onRequest = (request, respond) => void this.#receive(request, respond);
  }

  static async start(
    extension: number,
    options: { sipPort: number; voice: Voice; behaviour: AgentBehaviour },
  ): Promise<SimulatedAgent> {
    const socket = await SipSocket.open(0, options.sipPort);
    const agent = new SimulatedAgent(extension, socket, options.voice, options.behaviour);
    if (options.behaviour !== 'unregistered') await agent.register();
    return agent;
  }

  async register(expiresS = REGISTER_EXPIRES_S): Promise<void> {
    const own = `sip:${this.extension}@${LOOPBACK}`;
    const headers: SipHeaders = [
      ['From', `<${own}>;tag=${randomBytes(6).toString('hex')}`],
      ['To', `<${own}>`],
      ['Call-ID', randomBytes(12).toString('hex')],
      ['CSeq', '1 REGISTER'],
      ['Contact', `<sip:${this.extension}@${LOOPBACK}:${this.#socket.port}>;expires=${expiresS}`],
    ];
    const requestUri = `sip:${LOOPBACK}:${this.#socket.peerPort}`;
    const answer = await this.#socket.request({ method: 'REGISTER', requestUri, headers, body: '' });
    if (answer.status !== 200)
      throw new Error(`extension ${this.extension} may not register: ${answer.status}`);
  }

  async unregister(): Promise<void> {
    await this.register(0);
  }

  /** The call that is ringing or talking now, or the next one to arrive. */
  async call(withinMs = 10_000): Promise<Person> {
    return this.#next((person) => !person.dialog.over, 'no call', withinMs);
  }

  /** The current call once it is answered. */
  async talking(withinMs = 10_000): Promise<Person> {
    return this.#next((person) => person.isOnCall, 'no answered call', withinMs);
  }

  /** An INVITE of the phone's own accord, which OMniLeads' phone never makes. */
  async dial(number: string): Promise<Person> {
    const dialog = Dialog.outgoing(this.#socket, number, String(this.extension));
    const person = new Person(String(this.extension), dialog, await Media.open(this.voice));
    this.calls.push(person);
    const status = await dialog.call(person.media.sdp());
    if (status !== 200)
      throw new Error(`the PBX refused ${this.extension}'s call to ${number} with ${status}`);
    return person;
  }

  async stop(): Promise<void> {
    await Promise.all(this.calls.map((person) => person.hangUp()));
    this.#socket.close();
  }

  #next(wanted: (person: Person) => boolean, missing: string, withinMs: number): Promise<Person> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = this.calls.findLast(wanted);
        if (found) finish(() => resolve(found));
      };
      const late = setTimeout(
        () => finish(() => reject(new Error(`${missing} at ${this.extension} within ${withinMs} ms`))),
        withinMs,
      );
      const finish = (then: () => void) => {
        clearTimeout(late);
        this.#waiting.delete(check);
        then();
      };
      this.#waiting.add(check);
      check();
    });
  }

  #changed(): void {
    for (const check of this.#waiting) check();
  }

  async #receive(request: SipMessage, respond: Respond): Promise<void> {
    const callId = header(request, 'call-id');
    const known = this.calls.find((person) => person.dialog.callId === callId);
    if (known) known.dialog.receive(request, respond);
    else if (request.method === 'INVITE') await this.#ring(request, respond);
    else if (request.method !== 'ACK') respond(request.method === 'OPTIONS' ? 200 : 481);
    this.#changed();
  }

  async #ring(invite: SipMessage, respond: Respond): Promise<void> {
    respond(100);
    const person = new Person(
      String(this.extension),
      Dialog.incoming(this.#socket, invite, respond),
      await Media.open(this.voice),
    );
    this.calls.push(person);
    person.dialog.ring();
    if (this.behaviour === 'declines') person.dialog.refuse(DECLINED);
    if (this.behaviour === 'busy') person.dialog.refuse(BUSY);
    if (this.behaviour === 'answers') {
      setTimeout(() => {
        person.answer();
        this.#changed();
      }, PICK_UP_MS);
    }
  }
}
