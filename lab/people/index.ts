import { SimulatedAgent, type AgentBehaviour } from './agent';
import { Dialog } from './dialog';
import { Media, type Voice } from './media';
import { behaviourOf, DEFAULT_VOICE_HZ, type Behaviour } from './numbers';
import { Person } from './person';
import { header, userOf, type SipMessage } from './sip-message';
import { SipSocket, type Respond } from './sip-socket';

export type { AgentBehaviour, SimulatedAgent } from './agent';
export { behaviourOf, DEFAULT_VOICE_HZ, type Behaviour } from './numbers';
export { RINGBACK_HZ, type Voice } from './media';
export type { HearOptions, Person } from './person';

const EXPECT_TIMEOUT_MS = 20_000;

interface Expectation {
  number: string;
  behaviour: Behaviour;
  wanted: 'called' | 'answered';
  resolve(person: Person): void;
}

/** Everybody in the world of a lab: customers behind the carrier, and agents without a browser. */
export class People {
  /** Calls with customers, oldest first, ended ones too. */
  readonly customers: Person[] = [];
  #carrier: SipSocket;
  #agents: SimulatedAgent[] = [];
  #expected: Expectation[] = [];

  private constructor(
    carrier: SipSocket,
    private readonly sipPort: number,
  ) {
    this.#carrier = carrier;
    carrier.onRequest = (request, respond) => void this.#receive(request, respond);
  }

  /** `carrierPort` is where the PBX sends outside calls, `sipPort` where it listens. */
  static async open(ports: { carrierPort: number; asteriskSip: number }): Promise<People> {
    return new People(await SipSocket.open(ports.carrierPort, ports.asteriskSip), ports.asteriskSip);
  }

  /**
   * The next call to `number` (compared from the right, so a national number matches an international one). Resolves
   * when it is answered, or as soon as it rings for one that never is. Say so before the call is made.
   */
  expect(
    number: string,
    options: { voice?: Voice; behaviour?: Behaviour; withinMs?: number } = {},
  ): Promise<Person> {
    const known = options.behaviour ?? behaviourOf(number);
    const behaviour =
      known.kind === 'answers' && options.voice !== undefined ? { ...known, voice: options.voice } : known;
    const withinMs = options.withinMs ?? EXPECT_TIMEOUT_MS;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#expected = this.#expected.filter((one) => one !== expectation);
        reject(new Error(`nobody called ${number} within ${withinMs} ms`));
      }, withinMs);
      const expectation: Expectation = {
        number,
        behaviour,
        wanted: behaviour.kind === 'answers' ? 'answered' : 'called',
        resolve: (person) => {
          clearTimeout(late);
          resolve(person);
        },
      };
      this.#expected.push(expectation);
    });
  }

  /** A customer calls one of the company's numbers. Resolves when the PBX has answered, rejects when it refuses. */
  async callIn(did: string, options: { callerId?: string; voice?: Voice } = {}): Promise<Person> {
    const callerId = options.callerId ?? '3515559999';
    const dialog = Dialog.outgoing(this.#carrier, did, callerId);
    const media = await Media.open(options.voice ?? DEFAULT_VOICE_HZ);
    const person = new Person(callerId, dialog, media);
    this.customers.push(person);
    const status = await dialog.call(media.sdp());
    if (status !== 200) throw new Error(`the PBX refused the call to ${did} with ${status}`);
    return person;
  }

  /** An agent without a browser on this extension. */
  async agent(
    extension: number,
    options: { voice?: Voice; behaviour?: AgentBehaviour } = {},
  ): Promise<SimulatedAgent> {
    const agent = await SimulatedAgent.start(extension, {
      sipPort: this.sipPort,
      voice: options.voice ?? DEFAULT_VOICE_HZ,
      behaviour: options.behaviour ?? 'answers',
    });
    this.#agents.push(agent);
    return agent;
  }

  /** The last call with this number that is still up. */
  onCall(number: string): Person | undefined {
    return this.customers.findLast((person) => person.isOnCall && sameNumber(person.number, number));
  }

  async hangUpAll(): Promise<void> {
    await Promise.all(this.customers.map((person) => person.hangUp()));
  }

  /** The agents without a browser go home; their extensions are free for others. */
  async stopAgents(): Promise<void> {
    const leaving = this.#agents.splice(0);
    await Promise.all(leaving.map((agent) => agent.unregister()));
    await Promise.all(leaving.map((agent) => agent.stop()));
  }

  async stop(): Promise<void> {
    await this.hangUpAll();
    await Promise.all(this.#agents.map((agent) => agent.stop()));
    this.#carrier.close();
  }

  async #receive(request: SipMessage, respond: Respond): Promise<void> {
    const callId = header(request, 'call-id');
    const known = this.customers.find((person) => person.dialog.callId === callId);
    if (known) known.dialog.receive(request, respond);
    else if (request.method === 'INVITE') await this.#called(request, respond);
    else if (request.method !== 'ACK') respond(request.method === 'OPTIONS' ? 200 : 481);
  }

  async #called(invite: SipMessage, respond: Respond): Promise<void> {
    respond(100);
    const number = userOf(invite.requestUri);
    const expected = this.#expected.find((one) => sameNumber(one.number, number));
    if (expected) this.#expected = this.#expected.filter((one) => one !== expected);
    const behaviour = expected?.behaviour ?? behaviourOf(number);
    const voice = behaviour.kind === 'answers' ? behaviour.voice : 0;
    const person = new Person(
      number,
      Dialog.incoming(this.#carrier, invite, respond),
      await Media.open(voice),
    );
    this.customers.push(person);
    if (expected?.wanted === 'called') expected.resolve(person);
    if (behaviour.kind === 'refuses') return person.dialog.refuse(behaviour.status);
    person.ringOut();
    if (behaviour.kind !== 'answers') return;
    const { hangsUpAfterMs } = behaviour;
    setTimeout(() => {
      person.answer();
      if (person.isOnCall) expected?.resolve(person);
      if (hangsUpAfterMs !== undefined) setTimeout(() => void person.hangUp(), hangsUpAfterMs);
    }, behaviour.afterMs);
  }
}

function sameNumber(a: string, b: string): boolean {
  const [x, y] = [a.replace(/\D/g, ''), b.replace(/\D/g, '')];
  return x.endsWith(y) || y.endsWith(x);
}
