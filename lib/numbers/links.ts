/** Links that mean "call": tel: (RFC 3966), callto:, sip:/sips: with a number as user. */
const SCHEMES = /^\s*(tel|callto|sips?):/i;
/** What RFC 3966 calls visual separators, and what people put there instead. */
const VISUAL = /[\s.()\-\u2010-\u2013/]/g;
/** Digits a phone can send; '+' only in front. Issue B2: 2–25 of them. */
const DIALABLE = /^\+?[\d*#]{2,25}$/;

export const isCallLink = (href: string): boolean => SCHEMES.test(href);

/** The number that a link would dial, '' when it holds none ("tel:", "sip:reception@example.com"). Never throws. */
export function parseCallLink(href: string): string {
  const scheme = SCHEMES.exec(href);
  if (!scheme) return '';
  let rest = href.slice(scheme[0].length).replace(/^\/\//, '');
  try {
    rest = decodeURIComponent(rest);
  } catch {
    return ''; // a stray % is no number
  }
  const user = rest.split(/[;?@]/, 1)[0] ?? '';
  const number = user.replace(VISUAL, '');
  return DIALABLE.test(number) ? number : '';
}

/** How many of the number's last digits a link's text must show before a click calls without asking. */
const SHOWN_DIGITS = 6;

/** True when the text shows the number that would be dialled: else the person is asked first. */
export function showsNumber(text: string, number: string): boolean {
  const wanted = number.replace(/\D/g, '');
  if (wanted === '') return text.includes(number);
  return text.replace(/\D/g, '').includes(wanted.slice(-Math.min(SHOWN_DIGITS, wanted.length)));
}
