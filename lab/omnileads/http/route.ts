/** Routes as Django resolves them: first match wins, the URL name doubles as the permission codename. */
import type { Site } from '@/lab/omnileads/site';

import type { WebRequest } from './request';
import type { WebResponse } from './response';

export type Params = Readonly<Record<string, string>>;
export type View = (request: WebRequest, site: Site, params: Params) => WebResponse | Promise<WebResponse>;

export interface Route {
  /** URL name; equals the permission codename (interface §1.7). */
  readonly name: string;
  /** Anchored pattern of the decoded path, with named groups for the parameters. */
  readonly path: RegExp;
  readonly view: View;
  /** DRF views skip the CSRF middleware and check by themselves when a session authenticates. */
  readonly csrfExempt: boolean;
  /** DRF views check the codename themselves and answer JSON. */
  readonly kind: 'html' | 'rest';
}

/** Turns "/agente/<id>/x/" into a pattern; `<int:id>` takes digits, `<id>` one segment, `<path:id>` the rest. */
export function pathOf(template: string): RegExp {
  const source = template
    .replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
    .replace(/<(?:(int|path):)?(\w+)>/gu, (_all, kind, name) => {
      const value = kind === 'int' ? '\\d+' : kind === 'path' ? '.+' : '[^/]+';
      return `(?<${String(name)}>${value})`;
    });
  return new RegExp(`^${source}$`, 'u');
}
