/** The edge as interface Appendix B has it: who may register, who gets the calls, what passes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { header } from '@/lab/people/sip-message';
import { CAMPAIGN_CALL, Desk, SOON } from './desk';
import { WsPhone } from './ws-phone';

const EXTENSION = 1003;
const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');
/** What a browser answers; the fingerprint is nobody's, there will be no sound. */
const BROWSER_SDP = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 8',
  'c=IN IP4 0.0.0.0',
  'a=rtpmap:8 PCMA/8000',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${FINGERPRINT}`,
  'a=setup:active',
  'a=mid:0',
  'a=rtcp-mux',
  'a=sendrecv',
  '',
].join('\r\n');

let desk: Desk;
const open: WsPhone[] = [];

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(async () => {
  for (const one of open) one.close();
  await desk.close();
});

async function phone(
  account: { user: string; password: string },
  url = desk.pbx.addresses.ws,
): Promise<WsPhone> {
  const made = await WsPhone.open({ url, domain: 'pbx.example', ...account });
  open.push(made);
  return made;
}

describe('registration', () => {
  it('takes ephemeral credentials, over ws and over wss', async () => {
    expect(await (await phone(desk.pbx.credentials(EXTENSION))).register()).toBe(200);
    const secure = await phone(desk.pbx.credentials(EXTENSION), desk.pbx.addresses.wss);
    expect(await secure.register()).toBe(200);
  });

  it('refuses a wrong password and an expired user', async () => {
    const { user } = desk.pbx.credentials(EXTENSION);
    expect(await (await phone({ user, password: 'wrong' })).register()).toBe(401);
    expect(await (await phone(desk.pbx.credentials(EXTENSION, -10))).register()).toBe(401);
  });

  it('tells Asterisk: the extension can be dialled after it, and not after de-registration', async () => {
    const one = await phone(desk.pbx.credentials(1005));
    const contacts = () => desk.pbx.ami.command('pjsip show aor 1005');
    await one.register();
    await expect.poll(contacts, SOON).toContain('Contact:  1005/');
    await one.register(0, '*');
    await expect.poll(contacts, SOON).not.toContain('Contact:  1005/');
  });
});

describe('a click-to-call', () => {
  it('reaches the newest registration of the extension with the headers of the flow, spelled as sent', async () => {
    const older = await phone(desk.pbx.credentials(EXTENSION));
    await older.register();
    const newer = await phone(desk.pbx.credentials(EXTENSION));
    await newer.register();
    const originate = desk.originate(EXTENSION, { context: 'from-oml', exten: '3515551001' }, CAMPAIGN_CALL);
    const invite = await newer.invite();
    const custom = invite.headers.filter(([name]) => /^(oml|id|origin|transfer|force|auto)/i.test(name));
    expect(
      custom.map(([name, value]) => [name, name === 'OMLCALLID' ? /^\d+\.\d+$/.test(value) : value]),
    ).toEqual([
      ['OMLCALLID', true],
      ['IDCliente', '42'],
      ['IDCamp', '1'],
      ['OMLCAMPTYPE', '1'],
      ['OMLCALLTYPEIDTYPE', '1'],
      ['OMLOUTNUM', '3515551001'],
      ['OMLSURVEY', ''],
      ['Origin', 'CLICK2CALL'],
      ['Omlrecfilename', ''],
    ]);
    expect(invite.body).toContain('UDP/TLS/RTP/SAVPF');
    expect(invite.body).toContain('a=rtcp-mux');
    expect(header(invite, 'p-asserted-identity')).toContain('3515551001');
    newer.respond(invite, 480);
    await expect(originate).rejects.toThrow('Originate');
    expect(older.received.filter((one) => one.method === 'INVITE')).toEqual([]);
  });

  it('takes digits by INFO, and ends by BYE', async () => {
    const one = await phone(desk.pbx.credentials(EXTENSION));
    await one.register();
    const originate = desk.originate(EXTENSION, { context: 'from-oml', exten: '3515551002' }, CAMPAIGN_CALL);
    const invite = await one.invite();
    one.respond(invite, 200, BROWSER_SDP);
    await originate;
    for (const digit of '1905') {
      const body = `Signal=${digit}\r\nDuration=100\r\n`;
      expect(
        (await one.within(invite, 'INFO', [['Content-Type', 'application/dtmf-relay']], body)).status,
      ).toBe(200);
    }
    await expect.poll(() => desk.pbx.digits(`PJSIP/${EXTENSION}`), SOON).toBe('1905');
    expect((await one.within(invite, 'BYE')).status).toBe(200);
    await expect.poll(async () => (await desk.pbx.channels()).length, SOON).toBe(0);
  });
});

describe('an INVITE from a browser', () => {
  const number = 'sip:3515551001@pbx.example';

  it('needs credentials', async () => {
    const { user } = desk.pbx.credentials(EXTENSION);
    const stranger = await phone({ user, password: 'wrong' });
    expect((await stranger.authenticated('INVITE', number, [], BROWSER_SDP)).status).toBe(407);
  });

  it('with Require: replaces reaches Asterisk, which knows no such dialog', async () => {
    const one = await phone(desk.pbx.credentials(EXTENSION));
    const replaces: [string, string][] = [
      ['Require', 'replaces'],
      ['Replaces', 'nobody;to-tag=a;from-tag=b'],
    ];
    expect((await one.authenticated('INVITE', number, replaces, BROWSER_SDP)).status).toBe(481);
  });
});

describe('flood control', () => {
  it('goes silent for an address that sends too much, as the real edge does', async () => {
    const strict = await Desk.open({ flood: { requests: 16, windowS: 2, banS: 300 } });
    const account = { domain: 'pbx.example', ...strict.pbx.credentials(EXTENSION) };
    const calm = await WsPhone.open({ url: strict.pbx.addresses.ws, ...account });
    open.push(calm);
    expect(await calm.register()).toBe(200);
    const tries = Array.from({ length: 40 }, () => calm.register());
    const ends = await Promise.allSettled(tries);
    expect(ends.at(-1)?.status).toBe('rejected');
    await strict.close();
  });
});
