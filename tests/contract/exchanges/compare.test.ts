import { beforeAll, describe, expect, it } from 'vitest';

import type { Answer } from './answer';
import { compare } from './compare';
import type { Exchange } from './parse';
import { readRecording } from './replay';

let recording: Exchange[];
beforeAll(async () => {
  recording = await readRecording();
});
const exchange = (number: number): Exchange => {
  const found = recording.find((one) => one.number === number);
  if (!found) throw new Error(`no exchange ${number}`);
  return found;
};
/** The recorded answer as if it had come over the wire. */
const recorded = (number: number, change: Partial<Answer> = {}): Answer => ({
  ...exchange(number).response,
  ...change,
});
const headersWithout = (number: number, name: string): Answer['headers'] =>
  exchange(number).response.headers.filter(([key]) => key !== name);

describe('the recording', () => {
  it('is read completely', () => {
    expect(recording).toHaveLength(462);
    expect(new Set(recording.map(({ section }) => section)).size).toBe(25);
    expect(exchange(403).request).toMatchObject({ method: 'POST', url: '/accounts/login/', jar: 'ag1.jar' });
    expect(exchange(403).response.headers.filter(([name]) => name === 'Set-Cookie')).toHaveLength(2);
  });
});

describe('the comparison', () => {
  it('passes every recorded JSON answer against itself', () => {
    const json = recording.filter(({ response }) =>
      response.headers.some(([, value]) => value === 'application/json'),
    );
    expect(json.length).toBeGreaterThan(250);
    for (const one of json) expect(compare(one, one.response), `${one.number}`).toEqual([]);
  });

  it.each([
    ['another status', () => compare(exchange(25), recorded(25, { status: 201 }))],
    [
      'another JSON value',
      () =>
        compare(
          exchange(406),
          recorded(406, { body: exchange(406).response.body.replace('entrante_01', 'x') }),
        ),
    ],
    [
      'one member more',
      () =>
        compare(
          exchange(508),
          recorded(508, { body: '{"status": "OK", "message": "Llamada fuera de campaña iniciada", "x": 1}' }),
        ),
    ],
    ['one member less', () => compare(exchange(508), recorded(508, { body: '{"status": "OK"}' }))],
    [
      'a text in place of a number',
      () =>
        compare(
          exchange(821),
          recorded(821, { body: exchange(821).response.body.replace('"id": 2,', '"id": "2",') }),
        ),
    ],
    [
      'a malformed token',
      () =>
        compare(
          exchange(1),
          recorded(1, { body: exchange(1).response.body.replace(/"token": "\w+"/u, '"token": "abc"') }),
        ),
    ],
    [
      'the extension of another agent',
      () =>
        compare(exchange(25), recorded(25, { body: exchange(25).response.body.replace(':1003', ':1004') })),
    ],
    ['a missing Allow', () => compare(exchange(1), recorded(1, { headers: headersWithout(1, 'Allow') }))],
    [
      'a missing cookie',
      () => compare(exchange(403), recorded(403, { body: '', headers: headersWithout(403, 'Set-Cookie') })),
    ],
    [
      'a cookie that scripts can read',
      () =>
        compare(
          exchange(403),
          recorded(403, {
            headers: exchange(403).response.headers.map(([name, value]) => [
              name,
              value.replace('HttpOnly; ', ''),
            ]),
          }),
        ),
    ],
    [
      'a redirect elsewhere',
      () =>
        compare(
          exchange(403),
          recorded(403, {
            headers: exchange(403).response.headers.map(([name, value]) => [
              name,
              value.replace('/consola/', '/'),
            ]),
          }),
        ),
    ],
    ['HTML in place of JSON', () => compare(exchange(508), recorded(508, { body: '<html></html>' }))],
  ])('notices %s', (_name, differences) => {
    expect(differences()).not.toEqual([]);
  });

  const FORM = `<form method="post" action="" id="form-calificacion"><input type="hidden" name="csrfmiddlewaretoken" value="x">`;
  const page = (inner: string): Answer => recorded(408, { body: `<form>${inner}</form>` });
  const OPTIONS = ['manual_01', 'dialer_01', 'entrante_01', 'preview_01', 'manual_nodup']
    .map((name, at) => `<option value="${at < 4 ? at + 1 : 6}">${name}</option>`)
    .join('');
  const TOKEN = '<input type="hidden" name="csrfmiddlewaretoken" value="x">';

  it('compares forms field by field and choice by choice', () => {
    expect(
      compare(exchange(408), page(`${TOKEN}${TOKEN}<select name="campana">${OPTIONS}</select>`)),
    ).toEqual([]);
    expect(
      compare(
        exchange(408),
        page(`${TOKEN}${TOKEN}<select name="campana">${OPTIONS.replace('value="6"', 'value="7"')}</select>`),
      ),
    ).not.toEqual([]);
    expect(
      compare(exchange(408), page(`${TOKEN}${TOKEN}<select name="other">${OPTIONS}</select>`)),
    ).not.toEqual([]);
    expect(
      compare(
        exchange(408),
        page(`${TOKEN}${TOKEN}<select name="campana">${OPTIONS}</select><input type="text" name="extra">`),
      ),
    ).not.toEqual([]);
    expect(
      compare(
        exchange(408),
        page(
          `<ul class="errorlist"><li>x</li></ul>${TOKEN}${TOKEN}<select name="campana">${OPTIONS}</select>`,
        ),
      ),
    ).not.toEqual([]);
  });

  it('wants the recorded error of a refused form', () => {
    const differences = compare(exchange(426), recorded(426, { body: `${FORM}</form>` }));
    expect(differences.join('\n')).toContain('message missing: Este campo es requerido.');
    expect(differences.join('\n')).toContain('missing select opcion_calificacion');
  });

  it('wants the words of an error page', () => {
    expect(compare(exchange(364), { ...recorded(364), body: '{"status": "OK"}' })).not.toEqual([]);
    expect(compare(exchange(13), recorded(13, { body: '<h1>Something else</h1>' }))).not.toEqual([]);
  });
});
