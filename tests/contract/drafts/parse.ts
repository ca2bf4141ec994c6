/** The phone document has a DOMParser, node hasn't. */
import { Window } from 'happy-dom';
import { afterAll, beforeAll, vi } from 'vitest';

export function withDomParser(): void {
  beforeAll(() => vi.stubGlobal('DOMParser', new Window().DOMParser));
  afterAll(() => vi.unstubAllGlobals());
}
