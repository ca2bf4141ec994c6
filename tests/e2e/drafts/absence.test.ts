/** An agent's computer was off for a month with work on it: at the next sign-in everything is at OMniLeads exactly once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLab, type Lab } from '@/lab';
import { CallStage } from '../calls/stage';
import { Agent } from '../harness/agent';
import { press } from '../harness/aria';
import { killBrowser } from '../harness/blows';
import { placeOf } from '../harness/place';
import { until } from '../harness/until';
import { contactNumber, Paperwork } from './paperwork';

const AWAY_MS = 30 * 24 * 60 * 60_000;
/** A post whose answer never came is looked at again only after the server's own time limit. */
const UNKNOWN_OUTCOME_MS = 75_000;

let lab: Lab;
let profile: string;
let desk: Paperwork;
beforeAll(async () => {
  lab = await startLab();
  profile = mkdtempSync(join(tmpdir(), 'agent-phone-away-'));
  await signIn();
});
afterAll(async () => {
  await desk?.agent.close();
  await lab?.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

async function signIn(): Promise<void> {
  desk = new Paperwork(new CallStage(lab, await Agent.atWork(placeOf(lab), { profile })));
}

/** Every moment in what the phone keeps is so much earlier: nobody has to wait for the month. */
async function age(phone: Page, ms: number): Promise<void> {
  await phone.evaluate(
    (by) =>
      new Promise<void>((resolve, reject) => {
        const MOMENTS_FROM = 1e12; // ms epoch since 2001; ids and counters are smaller
        const earlier = (value: unknown): unknown => {
          if (typeof value === 'number') return value > MOMENTS_FROM ? value - by : value;
          if (Array.isArray(value)) return value.map(earlier);
          if (value === null || typeof value !== 'object') return value;
          return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, earlier(inner)]));
        };
        const opening = indexedDB.open('agent-phone');
        opening.addEventListener('error', () => reject(new Error('cannot be opened')));
        opening.addEventListener('success', () => {
          const names = ['drafts', 'pages', 'facts'];
          const writing = opening.result.transaction(names, 'readwrite', { durability: 'strict' });
          for (const name of names) {
            const walking = writing.objectStore(name).openCursor();
            walking.addEventListener('success', () => {
              const cursor = walking.result;
              if (!cursor) return;
              cursor.update(earlier(cursor.value));
              cursor.continue();
            });
          }
          writing.addEventListener('abort', () => reject(new Error(String(writing.error))));
          writing.addEventListener('complete', () => {
            opening.result.close();
            resolve();
          });
        });
      }),
    ms,
  );
}

/** Says how the call went; leaves the form as it is. */
async function say(comments: string): Promise<void> {
  await desk.choose('Disposition', 'Contactado');
  await desk.choose('Sub-disposition', 'Interesado');
  await desk.write('Comments', comments);
  await until(
    async () => (await desk.draft()).outcome,
    (outcome) => outcome === 'Contactado',
    'what was said should be kept',
  );
}
/** A day as the panel writes it, in its computer's zone. */
const dayOf = (at: number): string =>
  new Intl.DateTimeFormat('en', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'America/Argentina/Cordoba',
  }).format(at);
const stored = (contactId: number) => desk.server.disposition(contactId, 1);
const lineOf = (lines: readonly string[], name: string): string =>
  lines.find((line) => line.startsWith(`${name} `)) ?? '';

it(
  'what was typed, what waited and what had half arrived are shown as a month old, and sent once each',
  { timeout: 300_000 },
  async () => {
    const { server } = desk;
    const typed = await desk.called(contactNumber(11));
    await say('a medio escribir');
    await desk.putAway();

    const waits = await desk.called(contactNumber(12));
    await say('escrito sin red');
    await desk.agent.phone.setOfflineMode(true);
    await desk.save();
    await desk.stands(waits.id, ['waiting']);
    await desk.putAway();
    // The network is back for the next call, the server has no answer for this contact yet.
    server.failNext(/^GET \/formulario\/1\/calificacion\/12\//, 'http500', 1000);
    await desk.agent.phone.setOfflineMode(false);

    const half = await desk.called(contactNumber(13));
    await say('llegó sin respuesta');
    server.failNext(/^POST \/agente\/calificar_llamada/, 'commitThenTimeout');
    await desk.save();
    await until(
      () => server.commits('disposition', half.callId).length,
      (commits) => commits === 1,
      'the server should have saved it',
    );

    const began = Date.now();
    await desk.agent.phone.setOfflineMode(true);
    await age(desk.agent.phone, AWAY_MS);
    await killBrowser(desk.agent.desk);
    await lab.people.hangUpAll();
    await lab.pbx.hangupAll();
    server.clearFailures();
    // Nobody's session lives so long.
    server.expireSession('ag1');
    server.expireToken('ag1');
    expect([stored(11), stored(12)]).toEqual([null, null]);

    await signIn();
    await desk.sent(waits.id, 30_000);
    const lines = await until(
      () => desk.lines('Outbox'),
      // One more try of it may be on its way.
      (all) => all.length === 2 && lineOf(all, 'Nombre13').includes('Waiting to be sent, next try in'),
      'the outbox should show what is left',
    );
    const then = dayOf(began - AWAY_MS);
    expect(lineOf(lines, 'Nombre11')).toContain('Not finished');
    expect(lineOf(lines, 'Nombre11')).toContain(then);
    expect(lineOf(lines, 'Nombre13')).toContain(then);

    await press(desk.panel, 'Show outbox');
    await desk.pressEntry('Nombre11', 'Edit');
    expect((await desk.draft()).id).toBe(typed.id);
    // The form is drawn first, and then filled in.
    await until(
      () => desk.written('Comments'),
      (comments) => comments === 'a medio escribir',
      'what was typed should be there',
    );
    await desk.write('Comments', 'terminado después');
    await desk.saveAndSend(typed.id);
    await desk.sent(half.id, UNKNOWN_OUTCOME_MS + 30_000);
    await desk.says('Everything has been sent');

    const said = [
      [11, typed.callId, 'terminado después'],
      [12, waits.callId, 'escrito sin red'],
      [13, half.callId, 'llegó sin respuesta'],
    ] as const;
    for (const [contactId, callId, comments] of said) {
      expect(stored(contactId)).toMatchObject({ callId, comments, sub: 'Interesado' });
      expect(desk.counts(callId)).toEqual({ disposition: 1 });
    }
  },
);
