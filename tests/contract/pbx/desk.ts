/** One PBX with its people, and the ways calls begin in OMniLeads. */
import { Ami, startPbx, type Pbx, type PbxOptions } from '@/lab/pbx';
import { People, type Person, type SimulatedAgent } from '@/lab/people';

export const CUSTOMER_HZ = 640;
export const INBOUND_DID = '5553000';
export const INBOUND_QUEUE = '3_entrante_01';
const FAST_GAP_MS = 60; // still told apart by the PBX; the stock phone's 500 ms would make every transfer 5 s longer
const PROMPT_MS = 1500; // "transfer": digits keyed during it are lost now and then

/** How long a test waits for what must come; plenty, so that a busy machine is no failure. */
export const SOON = { timeout: 30_000 };

/** What OMniLeads sends for a call in campaign 1 (interface §4.1). */
export const CAMPAIGN_CALL = ['IdCamp=1', 'codCli=42', 'origin=click2call', 'Tipocamp=1'];

export class Desk {
  private constructor(
    readonly pbx: Pbx,
    readonly people: People,
  ) {}

  static async open(options: PbxOptions = {}): Promise<Desk> {
    const pbx = await startPbx(options);
    return new Desk(pbx, await People.open(pbx.addresses));
  }

  async close(): Promise<void> {
    await this.people.stop();
    await this.pbx.stop();
  }

  /** An Originate as the OMniLeads server makes it, on a connection of its own because it blocks. */
  async originate(
    extension: number,
    to: { context: string; exten: string },
    variables: readonly string[],
  ): Promise<void> {
    const ami = await Ami.connect(this.pbx.addresses.ami);
    try {
      await ami.action('Originate', {
        Channel: `Local/${extension}@click2call/n`,
        Exten: to.exten,
        Context: to.context,
        Priority: 1,
        Timeout: 25_000,
        CallerID: to.exten,
        EarlyMedia: 'false',
        Variable: [...variables, `FTSAGENTE=${await this.nameOf(extension)}`],
      });
    } finally {
      ami.close();
    }
  }

  /** An agent talks to a customer whom the agent called in campaign 1. */
  async talking(
    agent: SimulatedAgent,
    number: string,
    variables = CAMPAIGN_CALL,
    context = 'from-oml',
  ): Promise<{ leg: Person; customer: Person }> {
    const called = this.people.expect(number, { voice: CUSTOMER_HZ });
    await this.originate(agent.extension, { context, exten: number }, variables);
    const customer = await called;
    return { leg: await agent.talking(), customer };
  }

  async addToQueue(extension: number, queue = INBOUND_QUEUE): Promise<void> {
    await this.pbx.ami.action('QueueAdd', {
      Queue: queue,
      Interface: `PJSIP/${extension}`,
      MemberName: await this.nameOf(extension),
      Paused: 0,
      Penalty: 0,
    });
  }

  private async nameOf(extension: number): Promise<string> {
    const id = await this.pbx.ami.command(`database get EXT_AGENT ${extension}`);
    const agentId = /Value: (\S+)/.exec(id)?.[1] ?? '';
    const name = await this.pbx.ami.command(`database get AGENT_NAME ${agentId}`);
    return /Value: (\S+)/.exec(name)?.[1] ?? '';
  }
}

/** A transfer as keyed: the code, the prompt, the digits. */
export async function transfer(leg: Person, code: '##' | '*2', digits: string): Promise<void> {
  await leg.press(code, FAST_GAP_MS);
  await new Promise((resolve) => setTimeout(resolve, PROMPT_MS));
  await leg.press(digits, FAST_GAP_MS);
}

export const press = (leg: Person, digits: string): Promise<void> => leg.press(digits, FAST_GAP_MS);
