import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dispositionOptions,
  fieldOf,
  pairsToPost,
  readForm,
  storedDisposition,
  subDispositions,
  toBody,
} from '@/lib/omnileads/forms';

const URL_OF_PAGE = 'https://oml.example/formulario/1/calificacion/19/update_calificacion/';
const page = (body: string): Document =>
  new DOMParser().parseFromString(`<!doctype html><html><body>${body}</body></html>`, 'text/html');

const DISPOSITION = `
  <form id="form_sitio_externo"></form>
  <form method="post" action="" id="form-calificacion">
    <input type="hidden" name="csrfmiddlewaretoken" value="tok">
    <input type="hidden" name="contacto_form-confirmar_duplicado" value="False">
    <input type="hidden" name="nombre_subcalificaciones" value='[{"id": 1, "subcalificaciones": ["Interesado", "Llamar luego"]}, {"id": 2, "subcalificaciones": []}, {"id": 3, "subcalificaciones": null}]'>
    <div><label for="o">Calificación:</label>
      <ul class="errorlist"><li>Este campo es requerido.</li></ul>
      <select name="opcion_calificacion" id="o" required><option value="">---------</option><option value="1" selected>Contactado</option><option value="3">No contesta</option></select></div>
    <div><select name="subcalificacion"></select></div>
    <div><textarea name="observaciones">
dos
líneas</textarea></div>
    <input type="hidden" name="contacto_form-confirmar_duplicado" value="False">
    <div><label>Teléfono <input type="text" name="contacto_form-telefono" value="3515550019" required></label></div>
    <div><input type="text" name="contacto_form-email" value="a&amp;b@example.com" disabled></div>
    <div><input type="text" name="contacto_form-nombre" value="Ñandú"></div>
    <input type="submit" name="guardar" value="Guardar">
  </form>`;

const disposition = () => {
  const schema = readForm(page(DISPOSITION), URL_OF_PAGE, 'form#form-calificacion');
  if (!schema) throw new Error('the form was not found');
  return schema;
};

describe('reading a server form', () => {
  it('posts to the page it came from when the action is empty', () => {
    expect(disposition().action).toBe(URL_OF_PAGE);
  });

  it('finds labels, requirement, choices and the errors beside their field', () => {
    const option = fieldOf(disposition(), 'opcion_calificacion');
    expect(option).toMatchObject({
      kind: 'select',
      label: 'Calificación',
      required: true,
      value: '1',
      errors: ['Este campo es requerido.'],
    });
    expect(dispositionOptions(disposition())).toEqual([
      { value: '1', label: 'Contactado' },
      { value: '3', label: 'No contesta' },
    ]);
  });

  it('reads sub-dispositions from the hidden JSON and none from a broken one', () => {
    expect([...subDispositions(disposition())]).toEqual([['1', ['Interesado', 'Llamar luego']]]);
    const broken = {
      ...disposition(),
      fields: disposition().fields.map((f) =>
        f.name === 'nombre_subcalificaciones' ? { ...f, value: '[{' } : f,
      ),
    };
    expect(subDispositions(broken).size).toBe(0);
  });

  it('tells what the server has stored', () => {
    expect(storedDisposition(disposition())).toEqual({ option: '1', sub: '', comments: 'dos\nlíneas' });
  });

  it('returns null for a page without the form', () => {
    expect(readForm(page('<p>Error interno</p>'), URL_OF_PAGE, 'form#form-calificacion')).toBeNull();
  });
});

describe('posting it back', () => {
  it('sends every pair that a browser would send, changed only where we changed it', () => {
    const pairs = pairsToPost(disposition(), {
      opcion_calificacion: '3',
      subcalificacion: 'x',
      observaciones: 'hola',
    });
    expect(pairs.map((pair) => `${pair.name}=${pair.value}`)).toEqual([
      'csrfmiddlewaretoken=tok',
      'contacto_form-confirmar_duplicado=False',
      'nombre_subcalificaciones=[{"id": 1, "subcalificaciones": ["Interesado", "Llamar luego"]}, {"id": 2, "subcalificaciones": []}, {"id": 3, "subcalificaciones": null}]',
      'opcion_calificacion=3',
      'observaciones=hola',
      'contacto_form-confirmar_duplicado=False',
      'contacto_form-telefono=3515550019',
      'contacto_form-nombre=Ñandú',
      'subcalificacion=x',
    ]);
  });

  it('never sends a locked column, even when told to', () => {
    const names = pairsToPost(disposition(), { 'contacto_form-email': 'evil' }).map((pair) => pair.name);
    expect(names).not.toContain('contacto_form-email');
  });

  it('changes all slots of a name that the server renders twice', () => {
    const values = pairsToPost(disposition(), { 'contacto_form-confirmar_duplicado': 'on' }).filter((p) =>
      p.name.endsWith('duplicado'),
    );
    expect(values.map((pair) => pair.value)).toEqual(['on', 'on']);
  });

  it('encodes as a form, UTF-8 and ampersands included', () => {
    expect(toBody([{ name: 'nota', value: 'ñ & =' }]).toString()).toBe('nota=%C3%B1+%26+%3D');
  });

  it('is the identity on any set of text controls when nothing is changed', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), (controls) => {
        const doc = page(
          '<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="t"></form>',
        );
        const form = doc.querySelector('form');
        for (const [key, value] of controls) {
          const input = doc.createElement('input');
          input.setAttribute('name', key);
          input.setAttribute('value', value);
          form?.append(input);
        }
        const schema = readForm(doc, URL_OF_PAGE);
        const sent = pairsToPost(schema ?? disposition(), {})
          .slice(1)
          .map((pair) => [pair.name, pair.value]);
        expect(sent).toEqual(controls);
      }),
    );
  });
});
