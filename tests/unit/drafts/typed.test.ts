import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, formView, momentOf, newDraft, serverMoment, typed, typedValue, zoneOf } from '@/lib/drafts';
import type { FormPage } from '@/lib/drafts';

const CALL = {
  callId: '1.1',
  campaignId: '1',
  campaignType: '1',
  campaignName: '',
  phone: '351',
  contactId: '19',
  callType: '3',
  startedAt: 1,
  callData: {},
};
const draft = newDraft('d', { server: 'https://oml.example', agentId: '1' }, CALL, 1);
const text = (name: string, value: string) => ({
  name,
  serverName: `contacto_form-${name}`,
  label: name,
  kind: 'text' as const,
  value,
  choices: [],
  required: false,
  locked: false,
});
const page: FormPage = {
  step: 'disposition',
  sections: [{ part: 'contact', fields: [text('contact.nombre', 'Ana'), text('contact.a.b', '')] }],
  subs: {},
  stored: { option: '', sub: '', comments: '' },
  readAt: 0,
};
const pages = { disposition: page };

describe('what was typed', () => {
  it('is found again under the name it was typed into, whatever the text', () => {
    const names = [
      'contact.nombre',
      'contact.a.b',
      'phone.telefono2',
      'management.¿Cómo está?',
      'disposition.comments',
      'callback.reason',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string(), (name, value) => {
        const wish = typed(draft, {}, { [name]: value });
        expect(wish).not.toBeNull();
        expect(typedValue(change(draft, wish ?? {}, 2), name)).toBe(value);
      }),
    );
  });

  it('over and over ends in the last value, and equal to the stored one in none', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (values) => {
        const last = values.reduce(
          (now, value) => change(now, typed(now, pages, { 'contact.nombre': value }) ?? {}, 2),
          draft,
        );
        const value = values.at(-1);
        expect(typedValue(last, 'contact.nombre')).toBe(value === 'Ana' ? undefined : value);
      }),
    );
  });

  it('empties a column when the agent empties it', () => {
    const emptied = change(draft, typed(draft, pages, { 'contact.nombre': '' }) ?? {}, 2);
    expect(emptied.wanted.disposition?.contact).toEqual({ nombre: '' });
  });

  it('starts from what is stored, so that comments nobody touched are not emptied', () => {
    const stored = { option: '1', sub: 'Interesado', comments: 'kept' };
    const wish = typed(draft, { disposition: { ...page, stored } }, { 'contact.nombre': 'Eva' });
    expect(wish?.disposition).toMatchObject(stored);
  });

  it('drops the sub-disposition of another option', () => {
    const wish = typed(draft, pages, { 'disposition.option': '1', 'disposition.sub': 'Interesado' });
    const first = change(draft, wish ?? {}, 2);
    expect(typed(first, pages, { 'disposition.option': '3' })?.disposition).toMatchObject({
      option: '3',
      sub: '',
    });
  });

  it.each([
    ['10,5', '10.5'],
    ['10.50', '10.50'],
    ['007', '7'],
    ['0', '0'],
    ['0,05', '0.05'],
    [' 12 ', '12'],
    ['12,', '12,'], // half a number: said to be wrong, not made another one
    ['doce', 'doce'],
  ])('a number of the management form written %s is sent as %s', (written, sent) => {
    const field = { ...text('management.monto', ''), kind: 'number' as const };
    const management: FormPage = {
      ...page,
      step: 'management',
      sections: [{ part: 'management', fields: [field, text('management.nota', '')] }],
    };
    const wish = typed(draft, { management }, { 'management.monto': written, 'management.nota': '10,5' });
    expect(wish?.management).toEqual({ monto: sent, nota: '10,5' });
  });

  it('gives a global callback no moment', () => {
    const wish = typed(draft, {}, { 'callback.date': '2026-12-01', 'callback.kind': 'global' });
    expect(wish?.callback).toMatchObject({ kind: 'global', date: '', time: '' });
  });

  it('as half a sentence takes a saved draft back from the outbox', () => {
    const waiting = { ...draft, status: 'waiting' as const };
    expect(change(waiting, typed(waiting, pages, { 'disposition.comments': 'h' }) ?? {}, 2).status).toBe(
      'open',
    );
  });
});

describe('the form as it is shown', () => {
  it('offers inbound calls to save the contact alone while nothing is dispositioned', () => {
    const context = { optionKinds: {}, zoneMin: -180, now: 0, fresh: true, crm: null };
    expect(formView(draft, page, context).contactOnly).toBe(true);
    const outgoing = { ...draft, call: { ...CALL, callType: '1' } };
    expect(formView(outgoing, page, context).contactOnly).toBe(false);
  });

  it('keeps the errors of one form out of another whose fields are called alike', () => {
    const problem = {
      code: 'draftRefused' as const,
      params: {},
      step: 'callback' as const,
      fields: { 'contacto_form-contact.nombre': ['no'], '': ['limit'] },
      theirs: null,
    };
    const context = { optionKinds: {}, zoneMin: null, now: 0, fresh: true, crm: null };
    const form = formView({ ...draft, problem }, page, context);
    expect(form.errors).toEqual([]);
    expect(form.sections[0]?.fields[0]?.errors).toEqual([]);
  });
});

describe('the server’s zone', () => {
  it('of any offset leads from a moment to its wall clock and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
        fc.integer({ min: -12 * 4, max: 14 * 4 }),
        (minutes, quarters) => {
          const at = Math.floor(minutes / 60) * 60_000;
          const zone = quarters * 15;
          const { date, time } = serverMoment(at, zone);
          expect(momentOf(date, time, zone, at)).toBe(at);
        },
      ),
    );
  });

  it('is read from ISO texts, and is unknown without any', () => {
    expect(zoneOf(['x', '2026-02-20T15:30:00-03:00'])).toBe(-180);
    expect(zoneOf(['2026-02-20T15:30:00Z'])).toBe(0);
    expect(zoneOf([])).toBeNull();
    expect(momentOf('', '', -180, 0)).toBeNaN();
  });
});
