/** The lab's own faults do what they say: sound lost by direction, SIP cut, delayed and stalled. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Faults, SipWire } from '@/lab/faults';
import { createFakePbx, startOmnileads, type OmnileadsStandIn } from '@/lab/omnileads';
import { agentHears } from '../harness/listen';
import { until } from '../harness/until';
import { AGENT_HZ, SipStage } from '../sip/stage';

const CUSTOMER_HZ = 600;
const NUMBER = '3515551000';
const PACKET_MS = 20;
const LOOKED_AT = 50; // packets
const NOBODY = 'ws://127.0.0.1:9/ws'; // the discard port: nothing listens there
const FOR_GOOD_MS = 3_600_000;
let stage: SipStage;
let line: SipWire;
let faults: Faults;

beforeAll(async () => {
  stage = await SipStage.open();
  line = await SipWire.open(stage.pbx.addresses.ws);
  faults = new Faults(line, stage.pbx);
});
afterEach(async () => {
  faults.restoreSip();
  await stage.calm();
});
afterAll(async () => {
  await line?.stop();
  await stage?.close();
});

describe('sound', () => {
  it('is lost in the direction that was asked for, and comes back', async () => {
    await stage.register();
    const customer = await stage.call(NUMBER);
    const both = () => Promise.all([customer.hears([AGENT_HZ]), agentHears(stage.page, [CUSTOMER_HZ])]);
    await both();
    await faults.dropRtp('fromBrowser');
    await customer.hears([], { not: [AGENT_HZ] });
    await agentHears(stage.page, [CUSTOMER_HZ]);
    await faults.restoreRtp();
    await both();
    await faults.dropRtp('toBrowser');
    await agentHears(stage.page, [], [CUSTOMER_HZ]);
    await customer.hears([AGENT_HZ]);
    await faults.restoreRtp();
    await both();
  });
});

describe('a part of the sound', () => {
  it('is lost in the share that was asked for', async () => {
    await stage.register();
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    const { media } = customer;
    // A packet leaves every 20 ms; a busy machine may hold some back in one look, not in all of them.
    const share = async (): Promise<number> => {
      const [before, at] = [media.packetsIn, Date.now()];
      const enough = (count: number): boolean => count - before >= LOOKED_AT;
      const now = await until(() => media.packetsIn, enough, 'sound should arrive');
      return (now - before) / ((Date.now() - at) / PACKET_MS);
    };
    await until(share, (part) => part > 0.9, 'all of it should arrive');
    await faults.dropRtp('fromBrowser', 0.5);
    await until(share, (part) => part > 0.3 && part < 0.7, 'half of it should arrive');
    await faults.restoreRtp();
    await until(share, (part) => part > 0.9, 'all of it should arrive again');
  });
});

describe('the SIP line', () => {
  const again = async (): Promise<void> => {
    await expect.poll(() => line.connections, { timeout: 15_000 }).toBe(1);
  };

  it('is cut and refused for a while: the phone comes back, and its call is still there', async () => {
    await stage.register({ servers: [line.url] });
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    expect(faults.cutSip(500)).toBe(1);
    expect(line.connections).toBe(0);
    await again();
    await stage.untilPhase('registered');
    expect(customer.hearsNow([AGENT_HZ])).toBe(true);
  });

  it('takes longer when told to', async () => {
    faults.delaySip(300);
    const start = Date.now();
    await stage.register({ servers: [line.url] });
    expect(Date.now() - start).toBeGreaterThan(1200); // handshake and two REGISTERs, each there and back
  });

  it('is closed by the edge: the phone comes back, and its call is still there', async () => {
    await stage.register({ servers: [line.url] });
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    expect(await faults.closeSip()).toBe(1);
    await stage.untilPhase('lost');
    expect((await stage.ask('registration')).detail).toMatch(/1000|1001|1006/);
    await stage.untilPhase('registered');
    expect(customer.hearsNow([AGENT_HZ])).toBe(true);
    await customer.hangUp();
    await stage.until((events) => events.includes('ended remote'), 'ended by the customer', 1000);
  });

  it('dies at the address that is used: the next address serves, the call goes on, and the hang-up arrives there', async () => {
    await stage.register({ servers: [NOBODY, line.url, stage.wire.url] });
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    expect(line.connections).toBe(1);
    faults.cutSip(FOR_GOOD_MS);
    await stage.untilPhase('lost');
    await stage.untilPhase('registered');
    expect(line.connections).toBe(0);
    await customer.hears([AGENT_HZ]);
    await agentHears(stage.page, [CUSTOMER_HZ]);
    await customer.hangUp();
    await stage.until((events) => events.includes('ended remote'), 'ended by the customer');
  });

  it('brings every message twice: a call is made, held and ended once', async () => {
    faults.duplicateSip(1);
    await stage.register({ servers: [line.url] });
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    await stage.ask('hold', true);
    await customer.hears([], { not: [AGENT_HZ] });
    await stage.ask('hold', false);
    await customer.hears([AGENT_HZ]);
    await customer.hangUp();
    await stage.until((events) => events.includes('ended remote'), 'ended by the customer');
    const ends = (await stage.ask('events')).filter(({ what }) => what.startsWith('ended'));
    expect(ends).toHaveLength(1);
  });

  it('loses messages: what the phone sends is not answered, and it comes back when they pass again', async () => {
    await stage.register({ servers: [line.url] });
    faults.loseSip(1, 'fromPhone');
    await stage.untilPhase('lost', 12_000);
    faults.restoreSip();
    await stage.untilPhase('registered', 12_000);
  });
});

describe('the server', () => {
  let server: OmnileadsStandIn;
  let failing: Faults;
  beforeAll(async () => {
    server = await startOmnileads({ secret: 'x', pbx: createFakePbx(), tls: false });
    failing = new Faults(line, stage.pbx, server.control);
  });
  afterAll(() => server?.stop());
  afterEach(() => failing.restore());
  const ask = (init: RequestInit = {}): Promise<Response> => fetch(`${server.httpUrl}/accounts/login/`, init);

  it('answers nothing while it is stalled, and then what was asked meanwhile', async () => {
    failing.stallHttp();
    await expect(ask({ signal: AbortSignal.timeout(400) })).rejects.toThrow(/timeout|abort/i);
    const waiting = ask();
    failing.restoreHttp();
    expect((await waiting).status).toBe(200);
  });

  it('fails until it is restored, or as often as was said', async () => {
    failing.failHttp();
    expect((await ask()).status).toBe(500);
    expect((await ask()).status).toBe(500);
    failing.restoreHttp();
    expect((await ask()).status).toBe(200);
    failing.failHttp('drop', 1);
    await expect(ask()).rejects.toThrow(/fetch failed/);
    expect((await ask()).status).toBe(200);
  });

  it('has a clock of its own', () => {
    const { store } = server.control;
    failing.skewClock(-3_600_000);
    expect(store.clock.offsetMs).toBe(-3_600_000);
    failing.skewClock(60_000);
    expect(store.clock.offsetMs).toBe(60_000);
    failing.skewClock(0);
    expect(store.clock.offsetMs).toBe(0);
  });
});
