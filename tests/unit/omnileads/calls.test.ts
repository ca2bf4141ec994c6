import { beforeEach, describe, expect, it } from 'vitest';
import type { OmnileadsClient } from '@/lib/omnileads';
import { FakeServer } from './fake';

const OUTSIDE = 'POST /api/v1/make_call_outside_campaign/';
const MAKE = 'POST /api/v1/makeCall/';
const CONTACT = 'POST /agente/llamar/';
const HOLD = 'POST /api/v1/evento_hold/';

let server: FakeServer;
let client: OmnileadsClient;
beforeEach(async () => {
  server = new FakeServer();
  client = await server.signedIn();
});
const sent = (endpoint: string) => server.requests(endpoint)[0]?.body ?? '';

describe('calling outside campaigns', () => {
  it('asks for a number', async () => {
    await client.calls.callOutside('5493515551234');
    expect(JSON.parse(sent(OUTSIDE))).toEqual({
      destination_type: 'EXTERNAL',
      destination: '5493515551234',
    });
  });

  it.each(['', '1', '12ab', '555 1234', '+5493515551234', '1'.repeat(26)])(
    'refuses %j before any request',
    async (number) => {
      await expect(client.calls.callOutside(number)).rejects.toMatchObject({ code: 'numberInvalid' });
      expect(server.seen).toHaveLength(0);
    },
  );

  it('asks for an agent', async () => {
    await client.calls.callAgent('2');
    expect(JSON.parse(sent(OUTSIDE))).toEqual({ destination_type: 'AGENT', destination: '2' });
  });

  it('never asks for an agent id that would crash the server', async () => {
    await expect(client.calls.callAgent('abc')).rejects.toMatchObject({ code: 'agentUnknown' });
    expect(server.seen).toHaveLength(0);
  });

  it('says that the group forbids it when the view itself does, and keeps the token', async () => {
    server.on(OUTSIDE, { status: 403, json: { status: 'ERROR', message: 'Usted no tiene permiso' } });
    await expect(client.calls.callOutside('5551234')).rejects.toMatchObject({ code: 'noPermissionOutside' });
    expect(server.events).toEqual([]);
  });

  it.each([
    [
      'an unknown agent',
      () => client.calls.callAgent('99'),
      { status: 400, json: { status: 'ERROR', message: 'x' } },
      'agentUnknown',
    ],
    [
      'a bad number',
      () => client.calls.callOutside('999'),
      { status: 400, json: { status: 'ERROR', message: 'x' } },
      'numberRefused',
    ],
    [
      'an ERROR at 200',
      () => client.calls.callOutside('999'),
      { json: { status: 'ERROR', message: 'x' } },
      'numberRefused',
    ],
  ])('shows the refusal of %s', async (_, call, reply, code) => {
    server.on(OUTSIDE, reply);
    await expect(call()).rejects.toMatchObject({ code });
  });
});

describe('calling in a campaign', () => {
  it('names agent, campaign, number and contact', async () => {
    await client.calls.makeCall({ campaignId: '1', phone: '3515550002', contactId: '2' });
    expect(JSON.parse(sent(MAKE))).toEqual({
      idCampaign: '1',
      idAgent: '1',
      phone: '3515550002',
      idContact: '2',
    });
  });

  it("uses the CRM's ids with an external system, and leaves out an unknown contact", async () => {
    await client.calls.makeCall({
      campaignId: 'CAMP-EXT-1',
      phone: '3515550002',
      externalSystemId: '1',
      agentId: 'crm-7',
    });
    expect(JSON.parse(sent(MAKE))).toEqual({
      idCampaign: 'CAMP-EXT-1',
      idAgent: 'crm-7',
      phone: '3515550002',
      idExternalSystem: '1',
    });
  });

  it('takes several numbers joined for multi-number dialling', async () => {
    await client.calls.makeCall({ campaignId: '1', phone: '3515550002_3515550003' });
    expect(server.requests(MAKE)).toHaveLength(1);
  });

  it.each([
    [{ phone: ['requerido'] }, 'numberRefused'],
    [{ idCampaign: ['no'] }, 'campaignUnknown'],
    [{ idAgent: ['no'] }, 'agentUnknown'],
    [{ idContact: ['no'] }, 'callNotStarted'],
    [['Originate failed'], 'callNotStarted'],
    [undefined, 'callNotStarted'],
  ])('shows the ERROR at 200 with %j as %s', async (errors, code) => {
    server.on(MAKE, { json: { status: 'ERROR', message: 'x', errors } });
    await expect(client.calls.makeCall({ campaignId: '1', phone: '3515550002' })).rejects.toMatchObject({
      code,
    });
  });

  it('calls a contact by web and takes the empty page for success', async () => {
    server.on(CONTACT, { html: '', endsAt: '/blanco/' });
    await client.calls.callContact({
      campaignId: '4',
      contactId: '54',
      phone: '3515580002',
      type: 'preview',
    });
    expect(Object.fromEntries(new URLSearchParams(sent(CONTACT)))).toEqual({
      pk_campana: '4',
      pk_contacto: '54',
      telefono: '3515580002',
      click2call_type: 'preview',
      '404_on_error': 'true',
    });
    expect(server.requests(CONTACT)[0]).toMatchObject({
      credentials: 'include',
      headers: { 'X-CSRFToken': server.csrf },
    });
  });

  it.each([
    ['a 404', { status: 404, html: '' }, 'callNotStarted'],
    ['the login page', { html: '', endsAt: '/accounts/login/' }, 'sessionExpired'],
    ['another page', { html: '', endsAt: '/consola/' }, 'serverAnsweredPage'],
  ])('does not take %s for success', async (_, reply, code) => {
    server.on(CONTACT, reply);
    const call = client.calls.callContact({
      campaignId: '4',
      contactId: '54',
      phone: '3515580002',
      type: 'preview',
    });
    await expect(call).rejects.toMatchObject({ code });
  });
});

describe('hold events', () => {
  it('are forms', async () => {
    expect(await client.calls.holdEvent('1700000200.1')).toBe('sent');
    expect(sent(HOLD)).toBe('callid=1700000200.1');
    expect(server.requests(HOLD)[0]?.headers['Content-Type']).toBeUndefined(); // URLSearchParams sets its own
  });

  it.each([
    ['a timeout or a cut', 'network' as const, 'warn'],
    ['ERROR', { json: { status: 'ERROR' } }, 'warn'],
    ['a gateway error', { status: 502, html: '' }, 'warn'],
    ['no permission', { status: 403, json: { detail: 'no' } }, 'warn'],
    ['the 500 of a call without a log row', { status: 500, html: 'Error Interno' }, 'debug'],
  ])('are sent once after %s and only logged', async (_, reply, level) => {
    server.on(HOLD, reply);
    expect(await client.calls.holdEvent('1')).toBe('unknown');
    expect(server.requests(HOLD)).toHaveLength(1);
    expect(
      server.log
        .lines()
        .filter(({ what }) => what.startsWith('hold event'))
        .map((line) => line.level),
    ).toEqual([level]);
  });
});

describe('in-call requests', () => {
  it('hold one side of a conference by form', async () => {
    await client.calls.conferenceHold('1.2', 'client', true);
    await client.calls.conferenceHold('1.2', 'consultant', false);
    expect(server.requests('POST /api/v1/agent/consultative_confer_hold').map(({ body }) => body)).toEqual([
      'callid=1.2&action=hold&target=client',
      'callid=1.2&action=unhold&target=consultant',
    ]);
  });

  it('say that conference hold is not available here', async () => {
    server.on('POST /api/v1/agent/consultative_confer_hold', {
      json: { status: 'ERROR', message: 'Permiso denegado' },
    });
    await expect(client.calls.conferenceHold('1', 'client', true)).rejects.toMatchObject({
      code: 'conferenceHoldNotHere',
    });
  });

  it('announce a survey with numbers', async () => {
    server.on('POST /api/v1/reportes/survey_transfer/', {
      json: { status: 'SUCCESS', errors: {}, message: '' },
    });
    await client.calls.surveyTransfer({ callId: '1.2', campaignId: '3', surveyId: '8' });
    expect(JSON.parse(sent('POST /api/v1/reportes/survey_transfer/'))).toEqual({
      callid: '1.2',
      campaign_id: 3,
      survey_id: 8,
    });
  });

  it.each([400, 500])('say that the survey is not available when the view answers %i', async (status) => {
    server.on('POST /api/v1/reportes/survey_transfer/', {
      status,
      json: { status: 'ERROR', errors: { SYSTEM: ['Addon'] }, message: [['Addon']] },
    });
    const survey = client.calls.surveyTransfer({ callId: '1', campaignId: '3', surveyId: '8' });
    await expect(survey).rejects.toMatchObject({ code: 'surveyNotHere' });
  });

  it('tell the transferring agent that the consultation ended, never with an id that crashes the server', async () => {
    await client.calls.notifyConsultationEnd('2');
    expect(JSON.parse(sent('POST /api/v1/notify_end_transferred_call/'))).toEqual({ agent_id: 2 });
    await expect(client.calls.notifyConsultationEnd('Beto')).rejects.toMatchObject({ code: 'agentUnknown' });
    expect(server.requests('POST /api/v1/notify_end_transferred_call/')).toHaveLength(1);
  });

  it('hang up on the PBX as a fallback', async () => {
    await client.calls.hangUp();
    server.on('POST /api/v1/hangupCall/', { json: { status: 'ERROR' } });
    await expect(client.calls.hangUp()).rejects.toMatchObject({ code: 'serverError' });
  });
});
