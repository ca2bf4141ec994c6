/** A stand-in for the OMniLeads 2.6.3 server: real HTTP, https and WebSockets, the recorded server's manners. */
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Server as TlsServer } from 'node:tls';

import { createConsoleHub, createConsoles } from './channels';
import { createControl, type OmnileadsControl } from './control';
import { createFailures } from './failures';
import { crashPage } from './http';
import { type PbxDriver } from './pbx-driver';
import { routesOf } from './routes';
import { hearPbx } from './pbx-events';
import { createServer, type ProxyHeaders } from './server';
import { createSipProxy } from './sip-proxy';
import type { Site } from './site';
import { agentName, createWorld, queueName, type World } from './store';
import { selfSigned, type Certificate } from './tls';
import { frontTls } from './tls-front';

export type { OmnileadsControl } from './control';
export type { ContactRecord, FormsControl, OthersDisposition } from './forms';
export type { Supervisor } from './supervisor';
export { createAmiDriver } from './pbx-ami';
export type { FailureKind, LoggedRequest } from './failures';
export { createFakePbx, type FakePbx, type FakePbxMode } from './pbx-fakes';
export {
  PbxNotConnected,
  PbxUnreachable,
  type Originate,
  type PbxAnswer,
  type PbxDirectory,
  type PbxDriver,
} from './pbx-driver';

export interface OmnileadsOptions {
  /** Shared with Kamailio's auth_ephemeral. */
  readonly secret: string;
  readonly pbx: PbxDriver;
  /** Where /ws goes; without it /ws answers 502. */
  readonly kamailioWsUrl?: string;
  /** KAMAILIO_HOSTNAME. */
  readonly sipDomain?: string;
  /** Instead of ephemeral credentials, for a PBX without an edge. */
  readonly fixedCredentials?: Site['fixedCredentials'];
  /** What the proxy forwards as Host over https. */
  readonly hostForm?: 'withoutPort' | 'withPort';
  readonly sessionAgeS?: number;
  readonly credentialTtlS?: number;
  /** Limit and duration of the login lock-out. */
  readonly loginFailureLimit?: number;
  readonly lockoutCooloffS?: number;
  /** 'next' adds what later releases offer (interface Appendix F). */
  readonly mode?: '2.6' | 'next';
  /** False leaves the https side out. */
  readonly tls?: boolean;
  /** False: http reaches the application without a proxy, as in most recordings. */
  readonly httpProxied?: boolean;
  /** CUSTOM_CORS_ALLOWED_ORIGINS. */
  readonly corsOrigins?: readonly string[];
  /** Fixed ports; free ones otherwise. */
  readonly httpPort?: number;
  readonly httpsPort?: number;
}
export interface OmnileadsStandIn {
  readonly httpUrl: string;
  /** Undefined with `tls: false`. */
  readonly httpsUrl: string | undefined;
  readonly control: OmnileadsControl;
  readonly stop: () => Promise<void>;
}

const HOST = '127.0.0.1';
const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}
async function listen(app: FastifyInstance, port: number, tls: boolean): Promise<Listening> {
  if (!tls) {
    await app.listen({ host: HOST, port });
    return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
  }
  await app.ready();
  const front = await frontTls(app.server as unknown as TlsServer, HOST, port);
  const close = async (): Promise<void> => {
    await front.close();
    await app.close();
  };
  return { port: front.port, close };
}

const directory = (world: World): Parameters<PbxDriver['seed']>[0] => ({
  agents: [...world.agents.values()].map((agent) => ({
    agentId: agent.id,
    name: agentName(world, agent),
    extension: agent.extension,
  })),
  queues: [...world.campaigns.values()].map((campaign) => ({
    name: queueName(campaign),
    campaignId: campaign.id,
    type: campaign.type,
  })),
});

export async function startOmnileads(options: OmnileadsOptions): Promise<OmnileadsStandIn> {
  const { sessionAgeS, credentialTtlS, loginFailureLimit, lockoutCooloffS } = options;
  const chosen = Object.entries({ sessionAgeS, credentialTtlS, loginFailureLimit, lockoutCooloffS });
  const world = createWorld(Object.fromEntries(chosen.filter(([, value]) => value !== undefined)));
  const log: string[] = [];
  const site: Site = {
    world,
    pbx: options.pbx,
    hub: createConsoleHub(),
    secret: options.secret,
    ...(options.fixedCredentials ? { fixedCredentials: options.fixedCredentials } : {}),
    sipDomain: options.sipDomain ?? HOST,
    cors: options.corsOrigins ?? null,
    log: (line) => void log.push(line),
  };
  await options.pbx.seed(directory(world));
  for (const [agentId, { status }] of world.presence) await options.pbx.setPresence({ agentId, status });
  const unfollow = await options.pbx.follow((event) => hearPbx(site, event));
  const failures = createFailures(crashPage(), () => Date.now());
  const consoles = createConsoles(site);
  const sip = createSipProxy(options.kamailioWsUrl);

  const routes = routesOf(options.mode ?? '2.6');
  const start = async (proxy: ProxyHeaders, port: number, tls?: Certificate): Promise<Listening> => {
    let bound = port;
    const app: FastifyInstance = createServer({
      site,
      routes,
      proxy,
      before: failures.around,
      port: () => bound,
      ...(tls ? { tls } : {}),
    });
    (app.server as Server).on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy()); // a peer that resets mid-upgrade must not end the lab
      if (!sip.upgrade(request, socket, head) && !consoles.upgrade(request, socket, head))
        socket.end(NOT_FOUND);
    });
    const opened = await listen(app, port, tls !== undefined);
    bound = opened.port;
    return opened;
  };
  const hostForm = options.hostForm ?? 'withoutPort';
  const proxied = options.httpProxied ?? true;
  const http = await start({ proxied, scheme: 'http', hostForm }, options.httpPort ?? 0);
  const https =
    options.tls === false
      ? undefined
      : await start({ proxied: true, scheme: 'https', hostForm }, options.httpsPort ?? 0, await selfSigned());

  return {
    httpUrl: `http://${HOST}:${http.port}`,
    httpsUrl: https && `https://${HOST}:${https.port}`,
    control: createControl(site, failures, sip, log),
    async stop() {
      unfollow();
      sip.close();
      consoles.close();
      await Promise.all([http.close(), https?.close()]);
    },
  };
}
