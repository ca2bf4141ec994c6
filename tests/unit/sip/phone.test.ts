import { afterEach, describe, expect, it, vi } from 'vitest';
import { Core, URI } from 'sip.js';
import { PhoneError } from '@/lib/diagnostics';
import { ACCOUNT, failure, inCall, pass, setUp } from './harness';

afterEach(() => vi.useRealTimers());

describe('registering', () => {
  it('sends the first REGISTER without credentials, answers the challenge and is registered', async () => {
    const { phone, pbx, registrations } = setUp();
    await phone.start(ACCOUNT);
    await pass();
    expect(pbx.registers.map((r) => r.authorization)).toEqual([false, true]);
    expect(registrations.map((r) => r.phase)).toContain('connecting');
    expect(phone.registration().phase).toBe('registered');
  });

  it('writes the colon of the user unescaped and tells instance, flow and 120 s', async () => {
    const { phone, pbx } = setUp();
    await phone.start(ACCOUNT);
    await pass();
    const [first] = pbx.registers;
    expect(first?.from).toMatch(/^<sip:4102444800:1005@pbx\.test>/);
    expect(first?.contact).toContain('reg-id=1');
    expect(first?.contact).toContain('+sip.instance="<urn:uuid:6a1f5d9e-2b7c-4c6e-9a55-0d3f5a7e1b42>"');
    expect(first?.contact).toContain('expires=120');
  });

  it('refreshes before the 120 s are over, again without cached credentials, under one Call-ID and a rising CSeq', async () => {
    const { phone, pbx } = setUp();
    await phone.start(ACCOUNT);
    await pass(115_000);
    expect(pbx.registers.map((r) => r.authorization)).toEqual([false, true, false, true]);
    expect(new Set(pbx.registers.map((r) => r.callId)).size).toBe(1);
    expect(pbx.registers.map((r) => r.cseq)).toEqual([1, 2, 3, 4]);
    expect(phone.registration().phase).toBe('registered');
  });

  it('removes only its own contact when it stops', async () => {
    const { phone, pbx } = setUp();
    await phone.start(ACCOUNT);
    await pass();
    const stopped = phone.stop();
    await pass();
    await stopped;
    expect(pbx.registers.at(-1)?.contact).toMatch(/^<sip:.*expires=0$/);
    expect(pbx.registers.some((r) => r.contact.includes('*'))).toBe(false);
    expect(phone.registration().phase).toBe('off');
  });

  it.each([
    [403, 'Forbidden', 'registrationRefused'],
    [503, 'Service Unavailable', 'pbxUnreachable'],
  ])('says %i %s as %s with the server’s words in the detail', async (status, phrase, reason) => {
    const { phone, pbx } = setUp();
    pbx.answerRegister = () => ({ status, phrase });
    await phone.start(ACCOUNT);
    await pass();
    expect(phone.registration()).toMatchObject({ phase: 'refused', reason, detail: `${status} ${phrase}` });
    expect(phone.registration().retryAt).toBeGreaterThan(Date.now());
  });

  it('says that credentials have expired when the time in the user is over', async () => {
    const { phone, pbx } = setUp();
    pbx.answerRegister = () => ({ status: 403, phrase: 'Forbidden' });
    await phone.start({ ...ACCOUNT, user: '1600000000:1005' });
    await pass();
    expect(phone.registration()).toMatchObject({ phase: 'refused', reason: 'credentialsExpired' });
  });

  it('says that another client took over when the server lists only foreign contacts', async () => {
    const { phone, pbx } = setUp();
    pbx.answerRegister = () => ({
      status: 200,
      headers: ['Contact: <sip:x@192.0.2.77;transport=ws>;expires=60'],
    });
    await phone.start(ACCOUNT);
    await pass();
    expect(phone.registration()).toMatchObject({ phase: 'refused', reason: 'registeredElsewhere' });
  });

  it('takes new credentials on the same socket', async () => {
    const { phone, pbx, network } = setUp();
    await phone.start(ACCOUNT);
    await pass();
    await phone.updateAccount({ ...ACCOUNT, user: '4102444999:1005', password: 'other' });
    await pass();
    expect(pbx.registers.slice(2).map((r) => r.authorization)).toEqual([false, true]);
    expect(pbx.registers.at(-1)?.from).toContain('sip:4102444999:1005@');
    expect(network.opened).toHaveLength(1);
    expect(phone.registration().phase).toBe('registered');
  });
});

describe('losing the connection', () => {
  it('says so, comes back after at most a second, and is registered again', async () => {
    const { phone, network, registrations } = setUp();
    await phone.start(ACCOUNT);
    await pass();
    network.closeAll();
    expect(phone.registration()).toMatchObject({ phase: 'lost', reason: 'sipUnreachable' });
    await pass(1200);
    expect(phone.registration().phase).toBe('registered');
    expect(registrations.filter((r) => r.phase === 'registered').length).toBe(2);
  });

  it('tries for ever while the network is away and is back within 3 s of its return after a 5 s cut', async () => {
    const { phone, network } = setUp();
    await phone.start(ACCOUNT);
    await pass();
    network.cut();
    await pass(5000);
    expect(phone.registration()).toMatchObject({ phase: 'lost' });
    network.restore();
    await pass(3000);
    expect(phone.registration().phase).toBe('registered');
  });

  it('notices within 10 s a socket that swallows everything', async () => {
    const { phone, network } = setUp();
    await phone.start(ACCOUNT);
    await pass(5000);
    network.swallowing = true;
    await pass(10_000);
    expect(phone.registration().phase).toBe('lost');
  });

  it('gives up an attempt that is neither accepted nor refused and tries again', async () => {
    const { phone, network } = setUp();
    network.swallowing = true;
    await phone.start(ACCOUNT);
    await pass(5100);
    expect(phone.registration()).toMatchObject({ phase: 'lost', reason: 'sipUnreachable' });
    network.swallowing = false;
    await pass(3000);
    expect(phone.registration().phase).toBe('registered');
  });

  it('gives up a REGISTER that nobody answers', async () => {
    const { phone, pbx } = setUp();
    pbx.answerRegister = () => null;
    await phone.start(ACCOUNT);
    await pass(5100);
    expect(phone.registration()).toMatchObject({ phase: 'lost', reason: 'pbxUnreachable' });
  });

  it('fails over to the second address', async () => {
    const { phone, network, pbx } = setUp();
    network.servers.delete(ACCOUNT.servers[0] ?? '');
    const second = 'wss://second.test/ws';
    network.servers.set(second, (wire) => pbx['accept'](wire));
    await phone.start({ ...ACCOUNT, servers: [...ACCOUNT.servers, second] });
    await pass(2500);
    expect(phone.registration().phase).toBe('registered');
    expect(network.opened.map((o) => o.url)).toEqual([ACCOUNT.servers[0], second]);
  });

  it('never starts more than two attempts in two seconds, however impatient the agent is', async () => {
    const { phone, network } = setUp();
    network.cut();
    await phone.start(ACCOUNT);
    for (let i = 0; i < 100; i++) {
      phone.retryNow();
      await pass(100);
    }
    const times = network.opened.map((o) => o.at);
    for (const t of times) expect(times.filter((u) => u >= t && u < t + 2000).length).toBeLessThanOrEqual(2);
    expect(times.length).toBeGreaterThan(5);
  });
});

describe('a call', () => {
  it('rings with 180, is answered with 200 and shows what the headers said', async () => {
    const set = setUp();
    const { customer, call } = await inCall(set, [
      'IDCamp: 7',
      'Origin: IN',
      'OMLCALLID: 1767225600.42',
      'OMLOUTNUM: 3515551234',
    ]);
    expect(customer.statuses).toEqual([180, 200]);
    expect(customer.established()).toBe(true);
    expect(call.log).toContain('established');
    expect(call.session.details).toMatchObject({
      campaignId: '7',
      origin: 'inbound',
      callId: '1767225600.42',
      phone: '3515551234',
    });
  });

  it('is refused with 480 while it rings, and ended with BYE once established', async () => {
    const set = setUp();
    await set.phone.start(ACCOUNT);
    await pass();
    const first = set.pbx.call();
    await pass();
    await set.calls[0]?.session.end();
    await pass();
    expect(first.statuses.at(-1)).toBe(480);
    expect(set.calls[0]?.ended).toMatchObject({ by: 'local' });

    const second = set.pbx.call();
    await pass();
    await set.calls[1]?.session.answer();
    await pass();
    const ending = set.calls[1]?.session.end();
    await pass();
    await ending;
    expect(second.byeFromPhone).toBe(true);
  });

  it('ends when the customer hangs up, with the reason told', async () => {
    const set = setUp();
    const { customer, call } = await inCall(set);
    await customer.hangUp('Q.850;cause=16;text="Normal Clearing"');
    await pass();
    expect(call.ended).toEqual({ by: 'remote', code: 16, phrase: 'Normal Clearing' });
    expect(set.medias[0]?.closed).toBe(true);
    expect(set.mic.track.stop).toHaveBeenCalled();
  });

  it('ends when the caller cancels, also while the microphone is being opened', async () => {
    let give: (stream: MediaStream) => void = () => undefined;
    const set = setUp({ microphone: () => new Promise((resolve) => (give = resolve)) });
    await set.phone.start(ACCOUNT);
    await pass();
    const customer = set.pbx.call();
    await pass();
    const answering = set.calls[0]?.session.answer();
    const outcome = failure(answering);
    await customer.cancel();
    await pass();
    give(set.mic.stream);
    expect(await outcome).toMatchObject({ code: 'callNotStarted' });
    expect(set.calls[0]?.ended?.by).toBe('remote');
    expect(set.mic.track.stop).toHaveBeenCalled();
  });

  it('still rings when the microphone is refused, and can be answered after that', async () => {
    let allowed = false;
    const set = setUp({
      microphone: () =>
        allowed ? Promise.resolve(set.mic.stream) : Promise.reject(new PhoneError('microphoneDenied')),
    });
    await set.phone.start(ACCOUNT);
    await pass();
    const customer = set.pbx.call();
    await pass();
    await expect(set.calls[0]?.session.answer()).rejects.toMatchObject({ code: 'microphoneDenied' });
    expect(customer.over()).toBe(false);
    allowed = true;
    await set.calls[0]?.session.answer();
    await pass();
    expect(customer.established()).toBe(true);
  });

  it('holds with sendonly, resumes with sendrecv', async () => {
    const set = setUp();
    const { session } = await inCall(set);
    await session.hold(true);
    expect(set.pbx.reinvites.at(-1)).toContain('a=sendonly');
    await session.hold(false);
    expect(set.pbx.reinvites.at(-1)).toContain('a=sendrecv');
  });

  it('says that a hold was refused and stays as it was', async () => {
    const set = setUp();
    const { session, customer } = await inCall(set);
    const dialog = customer.session.dialog;
    if (!dialog) throw new Error('no dialog');
    dialog.delegate = { ...dialog.delegate, onInvite: (request) => void request.reject({ statusCode: 488 }) };
    await expect(session.hold(true)).rejects.toMatchObject({ code: 'holdRefused' });
    expect(set.medias[0]?.held).toBe(false);
    expect(customer.established()).toBe(true);
  });

  it('gives up a hold that nobody answers, and can hold afterwards', async () => {
    const set = setUp();
    const { session, customer } = await inCall(set);
    const dialog = customer.session.dialog;
    if (!(dialog instanceof Core.SessionDialog)) throw new Error('no dialog');
    const before = dialog.delegate;
    dialog.delegate = { ...before, onInvite: () => undefined };
    const held = failure(session.hold(true));
    await pass(9000);
    expect(await held).toMatchObject({ code: 'holdRefused' });
    // The PBX is well again: it has forgotten the request it never answered.
    Object.assign(dialog, { delegate: before, reinviteUserAgentServer: undefined });
    dialog.signalingStateRollback();
    await session.hold(true);
    expect(set.medias[0]?.held).toBe(true);
  });

  it('mutes without telling anybody', async () => {
    const set = setUp();
    const { session } = await inCall(set);
    session.mute(true);
    expect(set.medias[0]?.muted).toBe(true);
    session.mute(false);
    expect(set.medias[0]?.muted).toBe(false);
    expect(set.pbx.reinvites).toEqual([]);
  });

  it('tells the identity that a re-INVITE asserts', async () => {
    const set = setUp();
    const { customer, call } = await inCall(set);
    await customer.reinvite(['P-Asserted-Identity: "Bea" <sip:1006@pbx.test>']);
    await pass();
    expect(call.log).toContain('reinvite 1006');
  });

  it('sends a feature code as two INFOs 600 ms apart', async () => {
    const set = setUp();
    const { session } = await inCall(set);
    const sent = session.tones('##');
    await pass(1000);
    await sent;
    expect(set.pbx.infos.map((i) => i.body)).toEqual([
      'Signal=#\r\nDuration=100\r\n',
      'Signal=#\r\nDuration=100\r\n',
    ]);
    expect(set.pbx.infos[0]?.type).toBe('application/dtmf-relay');
    expect((set.pbx.infos[1]?.at ?? 0) - (set.pbx.infos[0]?.at ?? 0)).toBe(600);
  });

  it('stops at the first refused INFO and says which', async () => {
    const set = setUp();
    const { session } = await inCall(set);
    set.pbx.infoStatus = 488;
    const sent = failure(session.tones('123'));
    await pass(2000);
    expect(await sent).toMatchObject({
      code: 'toneFailed',
      params: { digit: '1' },
    });
    expect(set.pbx.infos).toHaveLength(1);
  });

  it('never follows a REFER: nobody asked for that call', async () => {
    const set = setUp();
    const { customer, call } = await inCall(set);
    const placed: string[] = [];
    set.pbx.onTakeover = (head) => void placed.push(head);
    const answered = new Promise<number>((resolve) => {
      const status = ({ message }: Core.IncomingResponse) => resolve(message.statusCode ?? 0);
      void customer.session.refer(new URI('sip', '900555', 'pbx.test'), {
        requestDelegate: { onAccept: status, onReject: status },
      });
    });
    await pass();
    expect(await answered).toBe(603);
    expect(placed).toEqual([]);
    expect(call.ended).toBeNull();
  });

  it('keeps the dialog identifiers for a takeover', async () => {
    const set = setUp();
    const { session, customer } = await inCall(set);
    expect(session.dialog()).toMatchObject({
      callId: customer.session.dialog?.callId,
      localTag: customer.session.dialog?.remoteTag,
      remoteTag: customer.session.dialog?.localTag,
    });
  });
});

describe('a call while the connection breaks', () => {
  it('survives the cut, and afterwards the customer’s hang-up arrives', async () => {
    const set = setUp();
    const { customer, call } = await inCall(set);
    set.network.cut();
    await pass(4000);
    expect(call.ended).toBeNull();
    set.network.restore();
    await pass(3000);
    expect(set.pbx.reinvites).toHaveLength(1); // the new contact, told
    await customer.hangUp();
    await pass(100);
    expect(call.ended).toMatchObject({ by: 'remote' });
  });

  it('keeps a hold over the cut', async () => {
    const set = setUp();
    const { session } = await inCall(set);
    await session.hold(true);
    set.network.closeAll();
    await pass(2000);
    expect(set.pbx.reinvites.at(-1)).toContain('a=sendonly');
  });

  it('restarts ICE with the new contact when the media broke too', async () => {
    const set = setUp();
    await inCall(set);
    const media = set.medias[0];
    if (!media) throw new Error('no media');
    media.isConnected = false;
    set.network.closeAll();
    await pass(2000);
    expect(media.restarts).toBe(1);
  });

  it('a hold caught by the cut is refused and does not block the re-INVITE afterwards', async () => {
    const set = setUp();
    const { session } = await inCall(set);
    set.network.swallowing = true;
    const held = failure(session.hold(true));
    await pass(10);
    set.network.swallowing = false;
    set.network.closeAll();
    expect(await held).toMatchObject({ code: 'holdRefused' });
    await pass(2000);
    expect(set.pbx.reinvites).toHaveLength(1);
    await session.hold(true);
    expect(set.pbx.reinvites.at(-1)).toContain('a=sendonly');
  });

  it('says that a hang-up could not be sent, and sends its BYE as soon as it is back', async () => {
    const set = setUp();
    const { session, customer } = await inCall(set);
    set.network.cut();
    const ended = failure(session.end());
    await pass(3000);
    expect(customer.byeFromPhone).toBe(false);
    expect(set.medias[0]?.muted).toBe(true);
    set.network.restore();
    await pass(3000);
    expect(await ended).toMatchObject({ code: 'sipUnreachable' });
    expect(customer.byeFromPhone).toBe(true);
  });

  it('says that a hang-up into a dead socket was not confirmed', async () => {
    const set = setUp();
    const { session } = await inCall(set);
    set.network.swallowing = true;
    const ended = failure(session.end());
    await pass(3000);
    expect(await ended).toMatchObject({ code: 'sipUnreachable' });
  });

  it('survives a cut that takes the ACK of its answer along', async () => {
    const set = setUp();
    set.pbx.losesAck = true;
    const { call, customer } = await inCall(set);
    set.network.closeAll();
    await pass(2000);
    expect(set.pbx.reinvites).toHaveLength(1);
    await pass(60_000);
    expect(call.ended).toBeNull();
    expect(customer.established()).toBe(true);
  });

  it('can tell its new contact even when the cut took the ACK of the PBX’s own re-INVITE along', async () => {
    const set = setUp();
    const { customer } = await inCall(set);
    set.pbx.losesAck = true;
    await customer.reinvite();
    await pass();
    set.network.closeAll();
    await pass(2000);
    expect(set.pbx.reinvites).toHaveLength(1);
  });

  it('goes on with new credentials', async () => {
    const set = setUp();
    const { call, customer } = await inCall(set);
    await set.phone.updateAccount({ ...ACCOUNT, user: '4102444999:1005', password: 'other' });
    await pass();
    expect(call.ended).toBeNull();
    await customer.hangUp();
    await pass();
    expect(call.ended?.by).toBe('remote');
  });
});
