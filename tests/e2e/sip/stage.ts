/** PBX, people, a wire to spoil, and Chromium with the page: everything one test of lib/sip needs. */
import { build } from 'esbuild';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { AmiError, startPbx, type Pbx } from '@/lab/pbx';
import { People, type Person } from '@/lab/people';
import type { SipAccount } from '@/lib/sip';
import { writeTone } from '../harness/tone';
import { until } from '../harness/until';
import type { Stage } from './page';
import { Wire } from './wire';

export const AGENT_HZ = 440;
export const EXTENSION = 1003;
const AGENT = '1_Ana_P_rez';
const SETTLE_MS = 10_000;
const LOG_LINES = 40;

export class SipStage {
  private constructor(
    readonly pbx: Pbx,
    readonly people: People,
    readonly wire: Wire,
    readonly browser: Browser,
    readonly page: Page,
    /** A STUN server that takes every packet and never answers; on an address that the browser doesn't skip. */
    readonly deadStun: string,
    private readonly cleanUp: () => void,
  ) {}

  static async open(): Promise<SipStage> {
    const pbx = await startPbx();
    const people = await People.open(pbx.addresses);
    const wire = await Wire.open(pbx.addresses.ws);
    const script = await bundle();
    const server = createServer((request, response) => {
      const js = request.url?.endsWith('.js');
      response.setHeader('content-type', js ? 'text/javascript' : 'text/html');
      response.end(
        js
          ? script
          : '<!doctype html><meta charset=utf-8><title>phone</title><body><script src=/page.js></script>',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const profile = mkdtempSync(join(tmpdir(), 'sip-page-'));
    const browser = await puppeteer.launch({
      executablePath:
        process.env.CHROME_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync),
      headless: true,
      pipe: true,
      userDataDir: profile,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--autoplay-policy=no-user-gesture-required',
        '--disable-background-timer-throttling',
        '--disable-renderer-backgrounding',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-audio-capture=${writeTone(profile, AGENT_HZ)}`,
      ],
    });
    const page = await browser.newPage();
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    const hole = createSocket('udp4');
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal);
    await new Promise<void>((resolve) => hole.bind(0, outside?.address ?? '127.0.0.1', resolve));
    const { address, port } = hole.address();
    return new SipStage(pbx, people, wire, browser, page, `stun:${address}:${port}`, () => {
      hole.close();
      server.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    });
  }

  account(more: Partial<SipAccount> = {}, ttlS?: number): SipAccount {
    return {
      servers: [this.wire.url],
      ...this.pbx.credentials(EXTENSION, ttlS),
      domain: this.pbx.domain,
      instanceId: 'urn:uuid:6a1f5d9e-2b7c-4c6e-9a55-0d3f5a7e1b42',
      iceServers: [],
      tones: 'info',
      ...more,
    };
  }

  /** Calls a member of the page's stage. */
  ask<K extends keyof Stage>(what: K, ...args: Parameters<Stage[K]>): Promise<Awaited<ReturnType<Stage[K]>>> {
    return this.page.evaluate(
      (name, given) => (window.stage[name as keyof Stage] as (...a: unknown[]) => unknown)(...given),
      what as string,
      args as unknown[],
    ) as Promise<Awaited<ReturnType<Stage[K]>>>;
  }

  async until(test: (what: string[]) => boolean, wish: string, withinMs = SETTLE_MS): Promise<void> {
    const events = async () => (await this.ask('events')).map((e) => e.what);
    await this.withLog(until(events, test, `never ${wish}`, withinMs));
  }
  async untilPhase(phase: string, withinMs = SETTLE_MS): Promise<void> {
    const look = () => this.ask('registration');
    await this.withLog(until(look, (now) => now.phase === phase, `never ${phase}`, withinMs));
  }
  /** What the phone wrote last says why something never came. */
  private withLog<T>(waiting: Promise<T>): Promise<T> {
    return waiting.catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${(await this.ask('log')).slice(-LOG_LINES).join('\n')}`);
    });
  }
  async register(more: Partial<SipAccount> = {}, ttlS?: number): Promise<void> {
    await this.ask('start', this.account(more, ttlS));
    await this.untilPhase('registered');
    await this.untilAsterisk(true);
  }
  /** The edge tells Asterisk of a registration, or its end, after it has answered it; a call in between goes astray. */
  private async untilAsterisk(knows: boolean): Promise<void> {
    await until(
      () => this.pbx.ami.command(`pjsip show aor ${EXTENSION}`),
      (said) => said.includes(`${EXTENSION}/sip:`) === knows,
      `Asterisk never ${knows ? 'heard of the registration' : 'forgot it'}`,
      SETTLE_MS,
    );
  }
  async untilDigits(digits: string): Promise<void> {
    await until(
      () => this.pbx.digits(`PJSIP/${EXTENSION}`),
      (received) => received.endsWith(digits),
      `the PBX should receive ${digits}`,
      SETTLE_MS,
    );
  }

  /** A call outside the campaigns, as OMniLeads starts it; resolves with the customer once he has answered. */
  async call(number: string, voice?: Person['spoken']): Promise<Person> {
    const customer = this.people.expect(number, voice === undefined ? {} : { voice });
    const since = this.wire.passed.length;
    await this.originate(number);
    return customer.catch(async (error: unknown) => {
      const said = this.wire.passed.slice(since).map(({ from, text }) => `${from}: ${text.split('\r\n')[0]}`);
      throw new Error(
        `${String(error)}\non the wire: ${said.join(' | ')}\n${(await this.ask('log')).slice(-20).join('\n')}`,
      );
    });
  }
  /** A customer calls an inbound campaign whose only free agent is ours. */
  async callIn(): Promise<Person> {
    await this.pbx.ami.action('QueueAdd', {
      Queue: '3_entrante_01',
      Interface: `PJSIP/${EXTENSION}`,
      MemberName: AGENT,
    });
    return this.people.callIn('5553000');
  }
  async originate(number: string): Promise<void> {
    await this.pbx.ami.action('Originate', {
      Channel: `Local/${EXTENSION}@click2call/n`,
      Exten: number,
      Context: 'oml-dial-out',
      Priority: 1,
      Timeout: 25_000,
      CallerID: number,
      Async: 'true',
      Variable: ['origin=withoutCamp', `FTSAGENTE=${AGENT}`],
    });
  }

  /** Ends what the last test left. Fails when an exception escaped in the page meanwhile. */
  async calm(): Promise<void> {
    const errors = await this.ask('errors');
    if (errors.length > 0) throw new Error(`escaped in the page: ${errors.join('; ')}`);
    this.wire.restore();
    await this.pbx.hangupAll();
    await this.pbx.ami
      .action('QueueRemove', { Queue: '3_entrante_01', Interface: `PJSIP/${EXTENSION}` })
      .catch((error: unknown) => {
        if (!(error instanceof AmiError)) throw error; // wasn't in it
      });
    const wasRegistered = (await this.ask('registration')).phase === 'registered';
    await this.ask('stop');
    if (wasRegistered) await this.untilAsterisk(false);
    await this.page.reload();
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.wire.close();
    await this.people.stop();
    await this.pbx.stop();
    this.cleanUp();
  }
}

async function bundle(): Promise<string> {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [join(here, 'page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
    alias: { '@': join(here, '../../..') },
  });
  return outputFiles[0]?.text ?? '';
}
