import { afterEach, describe, expect, it } from 'vitest';

import { createFakePbx, startOmnileads, type OmnileadsStandIn } from '@/lab/omnileads';

import { rest, tokenFor } from './visitor';

let standIn: OmnileadsStandIn;
const start = async (mode: '2.6' | 'next'): Promise<string> => {
  standIn = await startOmnileads({ secret: 's', pbx: createFakePbx(), mode, tls: false });
  return tokenFor(standIn.httpUrl, 'ag1');
};
afterEach(() => standIn.stop());
const AGENDA = '/api/v1/agenda_contacto/';
const fields = {
  campaign_id: 1,
  contact_id: 2,
  date: '2030-01-02',
  time: '10:30',
  phone: '3515550002',
  schedule_type: 1,
};

describe('what later releases add', () => {
  it('is absent from 2.6', async () => {
    const token = await start('2.6');
    expect((await rest(standIn.httpUrl, token, 'OPTIONS', AGENDA)).status).toBe(404);
    expect((await rest(standIn.httpUrl, token, 'POST', AGENDA, JSON.stringify(fields))).status).toBe(404);
  });

  it('schedules a callback once per contact and campaign', async () => {
    const token = await start('next');
    const schedule = async (change: object) => {
      const answer = await rest(
        standIn.httpUrl,
        token,
        'POST',
        AGENDA,
        JSON.stringify({ ...fields, ...change }),
      );
      return [answer.status, JSON.parse(answer.body)] as const;
    };
    expect((await rest(standIn.httpUrl, token, 'OPTIONS', AGENDA)).status).toBe(200);
    expect(await schedule({})).toEqual([200, { status: 'OK', agenda_id: 1, created: true }]);
    expect(await schedule({ time: '11:00:05' })).toEqual([
      200,
      { status: 'OK', agenda_id: 1, created: false },
    ]);
    expect([...standIn.control.store.callbacks.values()]).toMatchObject([
      { contactId: 2, date: '2030-01-02', time: '11:00:05' },
    ]);
    expect((await schedule({ date: 'tomorrow' }))[0]).toBe(400);
    expect((await schedule({ schedule_type: 2 }))[0]).toBe(400);
    expect((await schedule({ contact_id: 9999 }))[0]).toBe(404);
    expect((await schedule({ campaign_id: 5, contact_id: 61 }))[0]).toBe(403);
  });
});
