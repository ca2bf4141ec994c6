/** What touches a stretch of digits tells most of what it is; all else is judged beside the numbering plans (./kinds). */

const MONEY_BEFORE = /[$€£¥]\s*[\d.,]*$/;
/** Glued to a letter, a digit with a decimal sign, a dash, or inside an address. */
const GLUED_BEFORE = /(?:[\p{L}_@#=%&\-–]|\p{L}[._/]|\d[.,:]|[^\s\d]\/|(?:\/\/|www\.|@|[?&]\w+=)\S*)$/u;
/** "Tel.-0351", "fax/0351": glued, and a phone all the same. */
const PHONE_BEFORE = /(?:tel\p{L}*|cel\p{L}*|m[oó]vil|fon[eo]|phone|fax|wh?ats\s?app)[.\-–/_]+$/iu;
const GLUED_AFTER = /^(?:[\p{L}_%@=:]|[.,]\d|-[\p{L}\d]|\s?[%€$])/u;

/**
 * The few names and the one form that fill whole columns of a CRM: thousands of questions less. The full lists are in
 * ./kinds, which would judge these alike.
 */
const COMMON = /(?:pedido|orden|order|factura|invoice|cuit|dni|rut|cpf|ticket|monto|total|id)[\s:#nº°.]*$/i;
const AMOUNT = /^\d{1,3}(?:\.\d{3})+$/;
/** A phone in threes with dots looks like a large amount: only where phones start so (ES, PE) it is let through. */
export const DOTTED_PHONE = /^[679]\d\d\.\d{3}\.\d{3}$/;

export const isPlainlyOther = (own: string, name: string): boolean =>
  (COMMON.test(name) && !/^\(?\+/.test(own)) ||
  (AMOUNT.test(own) && !DOTTED_PHONE.test(own) && !/\p{L}\W*$/u.test(name));

export function touchesSomething(before: string, after: string): boolean {
  if (after !== '' && GLUED_AFTER.test(after)) return true;
  if (before === '') return false; // a cell of its own: most numbers of a CRM
  return MONEY_BEFORE.test(before) || (GLUED_BEFORE.test(before) && !PHONE_BEFORE.test(before));
}
