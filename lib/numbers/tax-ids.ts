/** Tax ids written without separators have the length of phone numbers; their check digit tells them apart. */

const weighted = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * Number(digits.charAt(i)), 0);

/** AR: CUIT/CUIL, 11 digits, modulo 11. */
function isCuit(digits: string): boolean {
  if (!/^(?:2[03457]|3[034])\d{9}$/.test(digits)) return false;
  const rest = 11 - (weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  return (rest === 11 ? 0 : rest === 10 ? 9 : rest) === Number(digits.charAt(10));
}

/** BR: CPF, 11 digits, two check digits. A mobile number has a 9 in third place: it wins there. */
function isCpf(digits: string): boolean {
  if (!/^\d\d[0-8]\d{8}$/.test(digits)) return false;
  const check = (length: number): number => {
    const weights = Array.from({ length }, (_, i) => length + 1 - i);
    return ((weighted(digits, weights) * 10) % 11) % 10;
  };
  return check(9) === Number(digits.charAt(9)) && check(10) === Number(digits.charAt(10));
}

export function isTaxId(candidate: string, country: string): boolean {
  if (!/^\d{11}$/.test(candidate)) return false;
  return country === 'BR' ? isCpf(candidate) : country === 'AR' && isCuit(candidate);
}
