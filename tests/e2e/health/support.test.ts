/** The self-test finds what is broken, the file for support holds nothing that opens anything. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenOf } from '@/lab/omnileads/store';
import { CallStage, NUMBER } from '../calls/stage';
import { AG1 } from '../harness/agent';
import { find, press } from '../harness/aria';
import { Desk } from '../harness/browser';
import { until } from '../harness/until';

const ECHO_NUMBER = '3515551101';
const TURN_KEY = 'turn-Key-7781';
const CREDENTIALS_TTL_S = 8 * 3600; // the stand-in's default
const SHIFT_S = 400;
/** A test call with its six seconds of listening, on a busy machine. */
const TEST_MS = 90_000;
let stage: CallStage;
let downloads: string;

beforeAll(async () => {
  downloads = mkdtempSync(join(tmpdir(), 'agent-phone-downloads-'));
  stage = await CallStage.open();
});
afterAll(async () => {
  await stage?.close();
  rmSync(downloads, { recursive: true, force: true });
});

/** Every finding by its title; waits for the closing line. */
async function selfTest(options: Page): Promise<Record<string, { ok: boolean; words: string }>> {
  await press(options, 'Run self-test');
  await until(
    () => options.$eval('#test [role="status"]', (line) => line.textContent),
    (line) => /Everything works|failed/.test(line),
    'the self-test should come to its end',
    TEST_MS,
  );
  const rows = await options.$$eval('#test .results li', (items) =>
    items.map((item) => ({
      what: item.querySelector('.result-title')?.textContent ?? '',
      ok: item.classList.contains('pass'),
      words: item.querySelector('.result-words')?.textContent ?? '',
    })),
  );
  return Object.fromEntries(rows.map(({ what, ...rest }) => [what, rest]));
}
const failing = (results: Awaited<ReturnType<typeof selfTest>>): string[] =>
  Object.entries(results).flatMap(([what, { ok }]) => (ok ? [] : [what]));

describe('the self-test', () => {
  it('is offered in the panel before the first call of the day', async () => {
    await find(stage.agent.panel, 'region', 'Self-test');
    await press(stage.agent.panel, 'Not now');
    await until(
      () => stage.agent.state(),
      ({ selfTestDue }) => !selfTestDue,
      'the offer should go',
    );
  });

  it('passes where everything works, with a call to the administrator’s number', async () => {
    await stage.settings({ testNumber: ECHO_NUMBER });
    const options = await stage.agent.desk.options();
    const results = await selfTest(options);
    expect(failing(results)).toEqual([]);
    expect(Object.keys(results)).toHaveLength(10);
    expect(results['Test call']?.words).toMatch(/Quality [\d.]+ of 4\.5/);
    expect(results['Network paths']?.words).toContain('host');
    await options.close();
  });

  it('names what is broken: the line, the relay, the server', async () => {
    const { lab } = stage;
    await stage.settings({
      testNumber: '',
      iceServers: [{ urls: 'turn:127.0.0.1:9', username: 'agents', credential: TURN_KEY }],
    });
    const REFUSED_FOR_MS = 60_000;
    lab.faults.cutSip(REFUSED_FOR_MS);
    lab.omnileads.control.failNext(/GET \/(?:blanco|api\/v1\/sip\/credentials)/, 'drop', 50);
    const options = await stage.agent.desk.options();
    const results = await selfTest(options);
    lab.faults.restoreSip();
    lab.omnileads.control.clearFailures();
    expect(failing(results)).toEqual(
      expect.arrayContaining(['Server', 'Connection to the PBX', 'Telephone line', 'Network paths']),
    );
    expect(results['Network paths']?.words).toContain('The relay (TURN) does not answer');
    expect(results['Connection to the PBX']?.words).toContain('Check your network or VPN');
    await options.close();
  });

  it('says what to do where the microphone is refused', async () => {
    const desk = await Desk.open({ microphone: false, args: ['--deny-permission-prompts'] });
    try {
      const options = await desk.options();
      const results = await selfTest(options);
      expect(results['Microphone']?.ok).toBe(false);
      expect(results['Microphone']?.words).toContain('microphone');
      expect(results['Server']?.words).toContain('No server yet');
      expect(results['Sound in the browser']?.ok).toBe(true);
    } finally {
      await desk.close();
    }
  });
});

describe('the file for support', () => {
  it('after a shift with calls, a transfer and drafts holds what support asks for and no secret', async () => {
    const { agent, lab } = stage;
    await agent.crm.bringToFront();
    await agent.reopenPanel();
    await until(
      () => agent.state(),
      ({ registration }) => registration.phase === 'registered',
      'the line should be back',
      30_000,
    );
    await stage.talking({ campaign: 'manual_01' });
    await agent.send({
      type: 'transfer',
      kind: 'blind',
      target: { to: 'number', number: '3515551601' },
      confirmed: ['contactNotSaved', 'targetNotReady'],
    });
    await agent.phase('idle', 30_000);
    const jar = await agent.desk.browser.cookies();

    const options = await agent.desk.options();
    const session = await options.createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
    await press(options, 'Export diagnostics');
    const [name = ''] = await until(
      () => readdirSync(downloads).filter((file) => file.endsWith('.json')),
      (files) => files.length === 1,
      'the file should be saved',
    );
    const text = readFileSync(join(downloads, name), 'utf8');

    const token = tokenOf(lab.omnileads.control.store, 3)?.key ?? '';
    const cookies = jar.map(({ value }) => value);
    const sip = Array.from({ length: SHIFT_S }, (_, ago) =>
      lab.pbx.credentials(1003, CREDENTIALS_TTL_S - ago),
    ).flatMap(({ user, password }) => [user, password]);
    const secrets = [AG1.password, token, ...cookies, ...sip, lab.pbx.secret, TURN_KEY, NUMBER, ECHO_NUMBER];
    expect(jar.map((cookie) => cookie.name)).toEqual(expect.arrayContaining(['sessionid']));
    expect(token).toHaveLength(40);
    expect(secrets.filter((secret) => secret.length > 0 && text.includes(secret))).toEqual([]);

    const file = JSON.parse(text) as {
      readonly versions: { readonly extension: string };
      readonly server: { readonly origin: string; readonly sipServers: readonly string[] };
      readonly calls: readonly unknown[];
      readonly log: readonly { readonly what: string }[];
      readonly selfTest: { readonly results: readonly unknown[] } | null;
      readonly state: { readonly drafts: { readonly list: readonly unknown[] } };
    };
    expect(file.server.origin).toBe(agent.place.server);
    expect(file.server.sipServers).toHaveLength(1);
    expect(file.versions.extension).toMatch(/^\d+\.\d+/);
    expect(file.calls.length).toBeGreaterThanOrEqual(2); // the test call and the customer's
    expect(file.selfTest?.results.length).toBeGreaterThan(5);
    expect(file.state.drafts.list.length).toBeGreaterThan(0);
    expect(file.log.map(({ what }) => what)).toContain('signed in');
  });
});
