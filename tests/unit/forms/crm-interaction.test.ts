import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crmInteraction } from '@/lib/omnileads/forms';

const CONFIG = {
  dispara_agente: true,
  formato: 'application/x-www-form-urlencoded',
  formato_es_JSON: false,
  url: 'https://crm.example/customer?tenant=3',
  abre_pestana: true,
  metodo: 'POST',
  parametros: { id: 19, nombre: 'Ñandú & Co', vacio: null },
};
const page = (content: string): Document =>
  new DOMParser().parseFromString(
    `<script type="application/json" id="configuracionSitioExterno">${content}</script>`,
    'text/html',
  );
const of = (change: object) => crmInteraction(page(JSON.stringify({ ...CONFIG, ...change })));

describe('the CRM’s configuration in the form’s page', () => {
  it('of a form is what a browser would submit', () => {
    expect(of({})).toEqual({
      trigger: 'agent',
      action: {
        kind: 'submit',
        url: CONFIG.url,
        method: 'POST',
        encoding: 'application/x-www-form-urlencoded',
        fields: [
          ['id', '19'],
          ['nombre', 'Ñandú & Co'],
          ['vacio', ''],
        ],
        newTab: true,
      },
    });
  });

  it('by GET is an address that keeps what it had', () => {
    expect(of({ metodo: 'GET', dispara_agente: false, parametros: { q: 'a b' } })).toEqual({
      trigger: 'automatic',
      action: { kind: 'open', url: 'https://crm.example/customer?tenant=3&q=a+b', newTab: true },
    });
  });

  it('as JSON is posted as JSON', () => {
    expect(of({ formato_es_JSON: true })?.action).toEqual({
      kind: 'json',
      url: CONFIG.url,
      body: '{"id":"19","nombre":"Ñandú & Co","vacio":""}',
    });
  });

  it('also when its text was encoded twice', () => {
    expect(crmInteraction(page(JSON.stringify(JSON.stringify(CONFIG))))).toEqual(of({}));
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'crm'])(
    'never leads to %s',
    (url) => expect(of({ url })).toBeNull(),
  );

  it.each(['null', '', '{', '[]', '{"url":"https://crm.example"}'])('that is %j counts as none', (content) =>
    expect(crmInteraction(page(content))).toBeNull(),
  );

  it('is missing from other pages', () => {
    expect(crmInteraction(new DOMParser().parseFromString('<p>x</p>', 'text/html'))).toBeNull();
  });

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.json(), (content) => void crmInteraction(page(content.replace(/</g, '\\u003c')))),
    );
  });
});
