/** Django's widgets as HTML: a bound field shows what was posted, an unbound one its initial value. */
import { csrfToken, markup, type Markup, type WebRequest } from '@/lab/omnileads/http';

export type Errors = Readonly<Record<string, readonly string[]>>;
export interface Choice {
  readonly value: string;
  readonly label: string;
}
interface Attributes {
  readonly required?: boolean;
  readonly disabled?: boolean;
}
export const EMPTY_CHOICE: Choice = { value: '', label: '---------' };

const flags = ({ required = false, disabled = false }: Attributes): Markup =>
  markup`${required ? markup` required` : ''}${disabled ? markup` disabled` : ''}`;
/** An empty value is no attribute at all, as in the recordings. */
const valueAttribute = (value: string | null | undefined): Markup =>
  value === null || value === undefined || value === '' ? markup`` : markup` value="${value}"`;

export const csrfField = (request: WebRequest): Markup =>
  markup`<input type="hidden" name="csrfmiddlewaretoken" value="${csrfToken(request)}">\n`;
export const hiddenInput = (name: string, value: string | null | undefined): Markup =>
  markup`<input type="hidden" name="${name}"${valueAttribute(value)} id="id_${name}">\n`;
export const input = (
  type: 'text' | 'number',
  name: string,
  value: string | null | undefined,
  attributes: Attributes = {},
): Markup =>
  markup`<input type="${type}" name="${name}"${valueAttribute(value)} class="form-control"${flags(attributes)} id="id_${name}">`;
export const checkbox = (name: string, checked: boolean): Markup =>
  markup`<input type="checkbox" name="${name}" id="id_${name}"${checked ? markup` checked` : ''}>`;
export const textarea = (
  name: string,
  value: string | null | undefined,
  attributes: Attributes = {},
): Markup =>
  // Browsers drop the first line end after the tag; Django writes one for that reason.
  markup`<textarea name="${name}" cols="40" rows="10" class="form-control"${flags(attributes)} id="id_${name}">\n${value ?? ''}</textarea>`;
export const select = (
  name: string,
  choices: readonly Choice[],
  selected: string | null | undefined,
  attributes: Attributes = {},
): Markup => {
  const options = choices.map(
    ({ value, label }) =>
      markup`  <option value="${value}"${value === selected ? markup` selected` : ''}>${label}</option>\n`,
  );
  return markup`<select name="${name}" class="form-control"${flags(attributes)} id="id_${name}">\n${options}</select>`;
};

export const errorList = (errors: readonly string[] | undefined, className = ''): Markup =>
  errors && errors.length > 0
    ? markup`<ul class="errorlist${className}">${errors.map((error) => markup`<li>${error}</li>`)}</ul>`
    : markup``;
/** Errors of the form as a whole. */
export const formErrors = (errors: Errors): Markup => errorList(errors['__all__'], ' nonfield');
/** A control with its label and errors, alone in its box. */
export const field = (name: string, label: string, control: Markup, errors: Errors): Markup =>
  markup`<div class="form-group"><label for="id_${name}">${label}:</label>${errorList(errors[name])}${control}</div>\n`;
