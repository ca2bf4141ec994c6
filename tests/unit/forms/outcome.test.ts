import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '@/lib/omnileads/forms';

const BASE = 'https://oml.example';
const POSTED = `${BASE}/formulario/1/calificacion/19/update_calificacion/`;

describe('what became of a posted form', () => {
  it.each([
    [
      '/formulario/1/calificacion/19/update_recalificacion/%7B%22a%22%3A1%7D',
      { kind: 'saved', campaignId: '1', contactId: '19' },
    ],
    ['/formulario/venta/30/', { kind: 'managementNext', dispositionId: '30' }],
    ['/formulario/venta/7/detalle/', { kind: 'managementSaved', answerId: '7' }],
    ['/agenda_contacto/20/create/1/', { kind: 'callbackNext', contactId: '20', campaignId: '1' }],
    ['/agenda_contacto/update/4/', { kind: 'callbackUpdateNext', callbackId: '4' }],
    ['/agenda_contacto/4/detalle/', { kind: 'callbackSaved', callbackId: '4' }],
    ['/blanco/', { kind: 'refused' }],
    ['/accounts/login/?next=/formulario/', { kind: 'signedOut' }],
    ['/campana/3/contactos_telefono_repetido/3515579999/%7B%7D', { kind: 'chooseContact' }],
  ])('judges %s by its path', (path, outcome) => {
    expect(outcomeOf(POSTED, BASE + path, true)).toEqual(outcome);
  });

  it('takes the same page without a redirect for errors beside the fields', () => {
    expect(outcomeOf(POSTED, POSTED, false)).toEqual({ kind: 'invalid' });
  });

  it('takes the re-disposition form that leads back to itself for saved', () => {
    const again = `${BASE}/formulario/1/calificacion/19/update_recalificacion/`;
    expect(outcomeOf(again, again, true)).toMatchObject({ kind: 'saved' });
    expect(outcomeOf(again, again, false)).toEqual({ kind: 'invalid' });
  });

  it("knows that it ended in somebody else's site", () => {
    expect(outcomeOf(POSTED, 'https://crm.example/contact/9', true)).toEqual({
      kind: 'elsewhere',
      path: 'https://crm.example/contact/9',
    });
  });

  it('never throws, whatever the path', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.boolean(), (path, redirected) => {
        expect(outcomeOf(POSTED, BASE + path, redirected).kind).toBeTypeOf('string');
      }),
    );
  });
});
