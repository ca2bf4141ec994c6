/** Django's QueryDict: every key keeps all its values; `get` gives the last one. */
export class QueryDict {
  private readonly pairs: [string, string][] = [];

  constructor(source: string | Iterable<readonly [string, string]> = '') {
    const entries = typeof source === 'string' ? new URLSearchParams(source) : source;
    for (const [key, value] of entries) this.pairs.push([key, value]);
  }
  get(key: string): string | undefined {
    return this.getAll(key).at(-1);
  }
  getAll(key: string): string[] {
    return this.pairs.filter(([name]) => name === key).map(([, value]) => value);
  }
  has(key: string): boolean {
    return this.pairs.some(([name]) => name === key);
  }
  entries(): readonly (readonly [string, string])[] {
    return this.pairs;
  }
  /** Last value per key, as DRF serializers see a form. */
  toObject(): Record<string, string> {
    return Object.fromEntries(this.pairs);
  }
}
