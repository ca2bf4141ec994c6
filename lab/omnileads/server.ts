/** The listening side: fastify takes the request, the proxy's header work is done here, the site answers. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';

import { handle, type Arrival, type Route } from './http';
import type { Site } from './site';

/** What stands in front of the application, as far as headers go. */
export interface ProxyHeaders {
  /** False: no proxy at all; the application sees the client's own headers. */
  readonly proxied: boolean;
  readonly scheme: 'http' | 'https';
  /** What the proxy forwards as `Host` (session §1.3). */
  readonly hostForm: 'withoutPort' | 'withPort';
}
/** Runs before (or instead of) the site's answer. */
export type BeforeSite = (
  request: FastifyRequest,
  reply: FastifyReply,
  answer: () => Promise<void>,
) => Promise<void>;

const MAX_BODY_BYTES = 20_000_000;

/** Headers as the application gets them behind the product's nginx. */
export function proxyHeaders(
  headers: IncomingHttpHeaders,
  proxy: ProxyHeaders,
  port: number,
): IncomingHttpHeaders {
  if (!proxy.proxied) return headers;
  const host = headers.host ?? '';
  return {
    ...headers,
    host: proxy.hostForm === 'withPort' ? host : host.replace(/:\d+$/u, ''),
    'x-forwarded-proto': proxy.scheme,
    'x-forwarded-port': String(port),
  };
}

export function createServer(options: {
  readonly site: Site;
  readonly routes: readonly Route[];
  readonly proxy: ProxyHeaders;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly before: BeforeSite;
  readonly port: () => number;
}): FastifyInstance {
  const common = { bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true as const };
  const app = (options.tls
    ? Fastify({ ...common, https: options.tls })
    : Fastify(common)) as unknown as FastifyInstance;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const respond = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const arrival: Arrival = {
      method: request.method,
      url: request.raw.url ?? '/',
      headers: proxyHeaders(request.headers, options.proxy, options.port()),
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    };
    const done = await handle(arrival, options.routes, options.site);
    reply.code(done.status);
    const cookies = done.headers.filter(([name]) => name === 'Set-Cookie').map(([, value]) => value);
    for (const [name, value] of done.headers) if (name !== 'Set-Cookie') reply.header(name, value);
    if (cookies.length > 0) reply.header('Set-Cookie', cookies);
    reply.send(Buffer.isBuffer(done.body) ? done.body : Buffer.from(done.body)); // a text would get its charset added to the type
  };
  app.all('*', async (request, reply) => {
    await options.before(request, reply, () => respond(request, reply));
    return reply;
  });
  return app;
}
