/** A request as a Django view sees it: after the proxy, with session, user and form parsed. */
import type { IncomingHttpHeaders } from 'node:http';

import type { Session, User } from '@/lab/omnileads/store';

import type { Language } from './language';
import type { QueryDict } from './query-dict';

export interface FlashMessage {
  readonly level: 'success' | 'warning' | 'error' | 'info';
  readonly text: string;
}

export interface WebRequest {
  readonly method: string;
  /** Decoded path, and as it came on the wire. */
  readonly path: string;
  readonly rawPath: string;
  readonly query: QueryDict;
  readonly headers: IncomingHttpHeaders;
  readonly cookies: ReadonlyMap<string, string>;
  /** `Host` as the application sees it (the proxy may have dropped the port). */
  readonly host: string;
  readonly secure: boolean;
  /** X-Forwarded-Port; undefined when no proxy stands in front. */
  readonly forwardedPort: string | undefined;
  readonly contentType: string;
  readonly rawBody: Buffer;
  /** request.POST: urlencoded and multipart bodies only; a JSON body leaves it empty. */
  readonly form: QueryDict;
  readonly language: Language;
  /** The web session and its user, null when anonymous. */
  readonly session: Session | null;
  readonly user: User | null;
  /** What the view leaves behind for the response. */
  readonly state: RequestState;
}

export interface RequestState {
  /** The secret behind the csrftoken cookie, and whether the page used it (then the cookie is sent again). */
  csrfCookie: string | null;
  csrfUsed: boolean;
  /** Session after the view: kept, replaced by a login, or null after a logout. */
  session: Session | null;
  flashesRead: boolean;
  readonly flashesAdded: FlashMessage[];
  flashes: readonly FlashMessage[];
}
