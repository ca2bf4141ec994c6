import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  createAmiDriver,
  createFakePbx,
  startOmnileads,
  type OmnileadsStandIn,
  type PbxDriver,
} from '@/lab/omnileads';
import { pbxEvent } from '@/lab/omnileads/pbx-ami';

import { rest, tokenFor } from './visitor';

/** A manager that takes any login and answers every action, keeping what it was asked. */
class Manager {
  readonly actions: string[][] = [];
  answer: (action: string) => string = () => 'Success';
  readonly server: Server = createServer((socket) => {
    socket.write('Asterisk Call Manager/9.0\r\n');
    let pending = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      pending += data.toString();
      for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
        const lines = pending.slice(0, end).split('\r\n');
        pending = pending.slice(end + 4);
        const field = (name: string): string =>
          lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
        if (field('Action') !== 'Login')
          this.actions.push(lines.filter((line) => !line.startsWith('ActionID')));
        socket.write(`Response: ${this.answer(field('Action'))}\r\nActionID: ${field('ActionID')}\r\n\r\n`);
      }
    });
  });
  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }
}

describe('the AMI driver', () => {
  let manager: Manager;
  let driver: PbxDriver;
  beforeEach(async () => {
    manager = new Manager();
    manager.server.listen(0, '127.0.0.1');
    await once(manager.server, 'listening');
    driver = createAmiDriver({ host: '127.0.0.1', port: manager.port, username: 'u', secret: 's' });
  });
  afterEach(() => manager.server.close());

  it('sends the Originate of an outside call as recorded', async () => {
    const standIn = await startOmnileads({ secret: 's', pbx: driver, tls: false });
    try {
      manager.actions.length = 0;
      const token = await tokenFor(standIn.httpUrl, 'ag1');
      const body = '{"destination_type": "EXTERNAL", "destination": "3514441111"}';
      await rest(standIn.httpUrl, token, 'POST', '/api/v1/make_call_outside_campaign/', body);
      expect(manager.actions).toEqual([
        [
          'Action: Originate',
          'Channel: Local/1003@click2call/n',
          'Exten: 3514441111',
          'Context: oml-dial-out',
          'Priority: 1',
          'Timeout: 25000',
          'CallerID: 3514441111',
          'EarlyMedia: false',
          'Variable: origin=withoutCamp',
          'Variable: FTSAGENTE=1_Ana Pérez',
        ],
      ]);
    } finally {
      await standIn.stop();
    }
  });

  it('tells a refusal by the PBX from a manager that is not there', async () => {
    manager.answer = (action) => (action === 'Login' ? 'Success' : 'Error');
    expect(await driver.hangup('PJSIP/1003')).toMatchObject({ ok: false });
    manager.answer = () => 'Error';
    await expect(driver.hangup('PJSIP/1003')).rejects.toThrow(/AMI Login/u);
    manager.server.close();
    const nobody = createAmiDriver({ host: '127.0.0.1', port: 1, username: 'u', secret: 's' });
    await expect(nobody.hangup('PJSIP/1003')).rejects.toThrow(/nothing answers/u);
  });

  it('understands what the dialplan tells', () => {
    expect(pbxEvent({ Event: 'UserEvent', UserEvent: 'OmlPresence', Agent: '1', Status: 'ONCALL' })).toEqual({
      type: 'presence',
      agentId: 1,
      status: 'ONCALL',
    });
    expect(
      pbxEvent({
        Event: 'AgentRingNoAnswer',
        Queue: '3_entrante_01',
        MemberName: '2_Beto_N__ez',
        Uniqueid: '17.4',
        CallerIDNum: '351',
      }),
    ).toEqual({
      type: 'callLog',
      event: 'RINGNOANSWER',
      agentId: 2,
      callId: '17.4',
      campaignId: 3,
      phone: '351',
    });
    expect(
      pbxEvent({ Event: 'UserEvent', UserEvent: 'OmlCallLog', CallEvent: 'ENTERQUEUE', Agent: '' }),
    ).toBeNull();
  });
});

describe('calls and queues without a PBX', () => {
  let standIn: OmnileadsStandIn;
  const pbx = createFakePbx();
  beforeEach(async () => {
    pbx.asked.length = 0;
    pbx.mode = 'success';
    standIn = await startOmnileads({ secret: 's', pbx, tls: false });
  });
  afterEach(() => standIn.stop());

  it('signs the agent into the queues with the recorded actions', async () => {
    const token = await tokenFor(standIn.httpUrl, 'ag2');
    await rest(standIn.httpUrl, token, 'POST', '/api/v1/asterisk_login/', '{}');
    expect(pbx.asked.map(({ action }) => action)).toEqual([
      ...Array.from({ length: 5 }, () => 'QueueAdd'),
      'QueueLog',
    ]);
    expect(pbx.asked[0]?.detail).toEqual({
      queue: '1_manual_01',
      interface: 'PJSIP/1004',
      memberName: '2_Beto_N__ez',
      penalty: 0,
    });
    pbx.asked.length = 0;
    await rest(standIn.httpUrl, token, 'POST', '/api/v1/asterisk_login/', '{}');
    const again = pbx.asked.map(({ action }) => action).join(' ');
    expect(again).toMatch(/^QueuePause QueueLog (QueueRemove ){5}QueueLog (QueueAdd ){5}QueueLog$/u);
  });

  it('keeps the HTTP answer back until the PBX has answered', async () => {
    const token = await tokenFor(standIn.httpUrl, 'ag1');
    pbx.originateMs = 80;
    const before = Date.now();
    await rest(
      standIn.httpUrl,
      token,
      'POST',
      '/api/v1/make_call_outside_campaign/',
      '{"destination_type": "EXTERNAL", "destination": "1"}',
    );
    expect(Date.now() - before).toBeGreaterThanOrEqual(75);
    pbx.originateMs = 0;
  });

  it('writes the rows and presence the PBX tells, so that hold finds its call', async () => {
    const token = await tokenFor(standIn.httpUrl, 'ag1');
    const hold = () =>
      fetch(`${standIn.httpUrl}/api/v1/evento_hold/`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
        body: new URLSearchParams({ callid: '17.4' }),
      });
    expect((await hold()).status).toBe(500);
    pbx.tell({ type: 'callLog', event: 'CONNECT', agentId: 1, callId: '17.4', campaignId: 3, phone: '351' });
    pbx.tell({ type: 'presence', agentId: 1, status: 'ONCALL' });
    expect((await hold()).status).toBe(200);
    expect((await hold()).status).toBe(200);
    expect(standIn.control.store.callLog.map(({ event }) => event)).toEqual(['CONNECT', 'HOLD', 'UNHOLD']);
    expect(standIn.control.presenceLog.at(-1)).toMatchObject({ agentId: 1, status: 'ONCALL', by: 'pbx' });
  });

  it('fails requests as told, once, and keeps a log of all of them', async () => {
    const { control, httpUrl } = standIn;
    const token = await tokenFor(httpUrl, 'ag1');
    const ask = () => rest(httpUrl, token, 'GET', '/api/v1/agent/transfer_options');
    control.failNext('transfer_options', 'http500');
    expect([(await ask()).status, (await ask()).status]).toEqual([500, 200]);
    control.failNext(/GET .*transfer_options/u, 'html200');
    expect((await ask()).body).toContain('<form');
    control.failNext('transfer_options', '403');
    expect((await ask()).status).toBe(403);
    control.failNext('transfer_options', 'drop');
    await expect(ask()).rejects.toThrow(/socket hang up|ECONNRESET/u);
    expect(control.requests.at(-1)).toMatchObject({ method: 'GET', path: '/api/v1/agent/transfer_options' });
    expect(control.requests.map(({ status }) => status)).toEqual([200, 500, 200, 200, 403, undefined]);
  });
});
