/**
 * Three pages of a CRM that somebody might use: a server-rendered list, a single-page app that draws itself again all the
 * time, and a page whose policy allows nothing. Only 127.0.0.1, a free port unless one is given.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTACTS } from './contacts';
import { contactPage, customerPage, listPage, spaPage, strictPage } from './pages';
import { STYLE } from './style';

export { CONTACTS, type Contact } from './contacts';

export interface CrmOptions {
  readonly port?: number;
}
/** A page asked for, or something posted. */
export interface CrmVisit {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly type: string; // of the body, without its parameters
  readonly body: string;
  /** Somebody sees the answer: a tab asked, not a program. */
  readonly seen: boolean;
}
export interface Crm {
  readonly url: string; // http://127.0.0.1:<port>
  /** Everything that reached the CRM, in order. */
  readonly visits: readonly CrmVisit[];
  readonly pages: { readonly list: string; readonly spa: string; readonly strict: string };
  stop(): Promise<void>;
}

const styleHash = createHash('sha256').update(STYLE).digest('base64');
/** Nothing may load, run or be framed; the page's own style is known by its hash. */
const STRICT_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

type Answer = {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
};

function answer(path: string): Answer {
  if (path === '/') return { body: listPage() };
  if (path === '/app' || path.startsWith('/app/')) return { body: spaPage() };
  if (path === '/seguro')
    return {
      body: strictPage(),
      headers: { 'content-security-policy': STRICT_POLICY, 'permissions-policy': 'microphone=(), camera=()' },
    };
  const contact = CONTACTS.find((c) => path === `/contacto/${c.id}`);
  return contact ? { body: contactPage(contact) } : { body: 'Not found', status: 404 };
}

/** The customer's page is told what it shall show by its address or by a form; a program may post to it too. */
const CUSTOMER_PATH = '/gestion';
const told = ({ method, query, type, body }: CrmVisit): readonly (readonly [string, string])[] =>
  method === 'POST' && type === 'application/x-www-form-urlencoded'
    ? [...new URLSearchParams(body)]
    : Object.entries(query);

async function visitOf(request: IncomingMessage): Promise<CrmVisit> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://crm.invalid');
  return {
    method: request.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    type: (request.headers['content-type'] ?? '').split(';')[0] ?? '',
    body: Buffer.concat(chunks).toString(),
    seen: request.headers['sec-fetch-dest'] === 'document',
  };
}

function respond(visit: CrmVisit, response: ServerResponse): void {
  const customer = visit.path === CUSTOMER_PATH;
  const { body, headers, status } = customer ? { body: customerPage(told(visit)) } : answer(visit.path);
  response.writeHead(status ?? 200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    ...headers,
  });
  response.end(body);
}

export async function startCrm(options: CrmOptions = {}): Promise<Crm> {
  const visits: CrmVisit[] = [];
  const server = createServer((request, response) => {
    visitOf(request).then(
      (visit) => {
        visits.push(visit);
        respond(visit, response);
      },
      () => response.destroy(), // the browser left in the middle of its own request
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    visits,
    pages: { list: `${url}/`, spa: `${url}/app`, strict: `${url}/seguro` },
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
