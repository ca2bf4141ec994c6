import { createHmac } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { LOOPBACK } from '@/lab/ports';
import { Ami, AmiError, type AmiAddress, type AmiMessage } from './ami';
import type { Asterisk } from './asterisk';
import { corePassword } from './config/pjsip';
import { DigitsLog } from './digits';
import { EdgeSockets } from './edge-sockets';
import { RtpengineControl } from './rtpengine';
import type { Edge } from './edge';
import { agentEntries, campaignEntries, didEntries, type DbEntry } from './seed';
import type { PbxAgent, PbxCampaign, PbxDid, PbxWorld } from './world';

export interface PbxAddresses {
  /** Where browsers register. */
  ws: string;
  wss?: string;
  asteriskSip: number;
  /** rtpengine's control port; absent without the edge. */
  rtpengine?: number;
  carrierPort: number;
  ami: AmiAddress;
}

/** What a phone signs in with: user `<expiry>:<extension>` behind the edge, the extension without it. */
export interface SipCredentials {
  user: string;
  password: string;
}

export interface Recording {
  /** Path below the monitor folder, `<day>/<name>.wav`. */
  name: string;
  path: string;
  bytes: number;
}

interface Parts {
  dir: string;
  addresses: PbxAddresses;
  core: boolean;
  secret: string;
  asterisk: Asterisk;
  edge: Edge | undefined;
  ami: Ami;
  world: PbxWorld;
  release(): Promise<void>;
}

const CREDENTIALS_TTL_S = 8 * 3600;
const RESTART_POLL_MS = 20;

/** A running PBX: the handle that tests, the OMniLeads stand-in and the lab's command use. */
export class Pbx {
  readonly addresses: PbxAddresses;
  readonly secret: string;
  readonly core: boolean;
  /** The SIP domain phones put into their address of record. */
  readonly domain = LOOPBACK;
  #ami: Ami;
  #digits = new DigitsLog();
  #parts: Parts;
  #world: PbxWorld;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.addresses = parts.addresses;
    this.secret = parts.secret;
    this.core = parts.core;
    this.#world = parts.world;
    this.#ami = parts.ami;
    this.#digits.follow(parts.ami);
  }

  /** A connection of the lab's own; the stand-in opens others at `addresses.ami`. */
  get ami(): Ami {
    return this.#ami;
  }

  get dir(): string {
    return this.#parts.dir;
  }

  /** Process ids of what runs, for a test that checks that nothing is left. */
  get pids(): number[] {
    return [this.#parts.asterisk.pid, ...(this.#parts.edge?.pids ?? [])];
  }

  credentials(extension: number, ttlS = CREDENTIALS_TTL_S): SipCredentials {
    if (this.core) return { user: String(extension), password: corePassword(this.secret, extension) };
    const user = `${Math.floor(Date.now() / 1000) + ttlS}:${extension}`;
    return { user, password: createHmac('sha1', this.secret).update(user).digest('base64') };
  }

  /** Writes the whole world into Asterisk's database. */
  async seed(): Promise<void> {
    const { agents, campaigns, dids } = this.#world;
    await this.#put([
      ...agents.flatMap(agentEntries),
      ...campaigns.flatMap(campaignEntries),
      ...dids.flatMap(didEntries),
    ]);
  }

  async defineAgent(agent: PbxAgent): Promise<void> {
    const others = this.#world.agents.filter((one) => one.agentId !== agent.agentId);
    this.#world = { ...this.#world, agents: [...others, agent] };
    await this.#put(agentEntries(agent));
  }

  /** Adds a campaign or changes one; its queue is there when this resolves. */
  async defineCampaign(campaign: PbxCampaign): Promise<void> {
    const others = this.#world.campaigns.filter((one) => one.id !== campaign.id);
    this.#world = { ...this.#world, campaigns: [...others, campaign] };
    await this.#parts.asterisk.writeQueues(this.#world);
    await this.#put(campaignEntries(campaign));
    await this.#ami.action('QueueReload', { Members: 'no', Rules: 'no', Parameters: 'yes' });
  }

  async defineDid(did: PbxDid): Promise<void> {
    await this.#put(didEntries(did));
  }

  /** Presence as the dialplan sees it; transfers and agent calls need READY. */
  async setPresence(agentId: number, status: string): Promise<void> {
    await this.#ami.dbPut('AGENT_STATUS', String(agentId), status);
  }

  async presence(agentId: number): Promise<string> {
    const output = await this.#ami.command(`database get AGENT_STATUS ${agentId}`);
    return /Value: (.*)/.exec(output)?.[1]?.trim() ?? '';
  }

  /** A call of the dialer: the number is rung, and who answers goes to the campaign's queue. */
  async dialerCall(call: {
    campaignId: number;
    number: string;
    contactId?: number;
    dialerId?: string;
  }): Promise<void> {
    await this.#ami.action('Originate', {
      Channel: `PJSIP/${call.number}@carrier`,
      Context: 'oml-dialer',
      Exten: call.campaignId,
      Priority: 1,
      CallerID: call.number,
      Timeout: 45_000,
      Async: 'true',
      Variable: [
        `NUMBER=${call.number}`,
        `codCli=${call.contactId ?? ''}`,
        `DIALERID=${call.dialerId ?? ''}`,
      ],
    });
  }

  /** Digits received from a leg, in order, by the start of its channel's name (`PJSIP/1003`) or its unique id. */
  digits(channelOrId: string): string {
    return this.#digits.of(channelOrId);
  }

  async channels(): Promise<AmiMessage[]> {
    return this.#ami.list('CoreShowChannels', 'CoreShowChannel');
  }

  /** Hangs up everything and waits until nothing is left. */
  async hangupAll(): Promise<void> {
    while ((await this.channels()).length > 0) {
      await this.#ami.action('Hangup', { Channel: '/.*/' }).catch((error: unknown) => {
        if (!(error instanceof AmiError)) throw error; // the last channel went by itself in between
      });
    }
  }

  /** Control of the media relay. Throws without the edge, where there is none. */
  rtp(): RtpengineControl {
    const { rtpengine } = this.addresses;
    if (rtpengine === undefined) throw new Error('without the edge there is no media relay to control');
    return new RtpengineControl(rtpengine);
  }

  /** The edge closes the phones' WebSockets by itself, politely; returns how many. Throws without the edge. */
  async closeSockets(): Promise<number> {
    if (this.core) throw new Error('without the edge nobody closes sockets on demand');
    return new EdgeSockets(Number(new URL(this.addresses.ws).port)).closeAll();
  }

  async recordings(): Promise<Recording[]> {
    const root = this.#parts.asterisk.spool;
    const files = await readdir(root, { recursive: true, withFileTypes: true });
    const found = files
      .filter((file) => file.isFile())
      .map(async (file): Promise<Recording> => {
        const path = join(file.parentPath, file.name);
        return { path, name: relative(root, path), bytes: (await stat(path)).size };
      });
    return Promise.all(found);
  }

  /** Ends Asterisk without warning to anybody and starts it again. Queue members and calls are gone, bindings stay. */
  async restartAsterisk(downMs = 0): Promise<void> {
    this.#ami.close();
    await this.#parts.asterisk.stop();
    await new Promise((resolve) => setTimeout(resolve, Math.max(downMs, RESTART_POLL_MS)));
    await this.#parts.asterisk.start();
    this.#ami = await Ami.connect(this.addresses.ami);
    this.#digits.follow(this.#ami);
  }

  async stop(): Promise<void> {
    this.#ami.close();
    await this.#parts.release();
  }

  async #put(entries: readonly DbEntry[]): Promise<void> {
    for (const [family, key, value] of entries) await this.#ami.dbPut(family, key, value);
  }
}
