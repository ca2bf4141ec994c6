/** Failures put in front of an endpoint, and the log of what was asked. */
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { BeforeSite } from './server';

/** 'commitThenDrop' and 'commitThenTimeout' do the work and lose its answer: the client can't know that it was done. */
export type FailureKind =
  'http500' | 'html200' | 'timeout' | '403' | 'drop' | 'slow' | 'commitThenDrop' | 'commitThenTimeout';
export interface Failure {
  readonly pattern: RegExp;
  readonly kind: FailureKind;
  times: number;
}
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Set when the answer went out; undefined while the request is still open, or was dropped. */
  status?: number;
}

const SLOW_MS = 3_000;
const HTML = 'text/html; charset=utf-8';
const FORBIDDEN = '{"detail": "Usted no tiene permiso para realizar esta acción."}';
const LOGIN_LIKE =
  '<!DOCTYPE html><html><head><title>Logueo Usuario</title></head><body><form method="post"></form></body></html>';

export interface Failures {
  /** The next `times` requests whose "METHOD /path" matches end as told. */
  readonly failNext: (pattern: RegExp | string, kind: FailureKind, times?: number) => void;
  readonly requests: LoggedRequest[];
  /** Requests are taken and none is answered; those that wait are answered when it ends. `clear` ends it, too. */
  readonly stall: (on: boolean) => void;
  readonly clear: () => void;
  readonly around: BeforeSite;
}

export function createFailures(crashPage: string, now: () => number): Failures {
  const waiting: Failure[] = [];
  const requests: LoggedRequest[] = [];
  let stalled: { readonly over: Promise<void>; readonly end: () => void } | null = null;
  const stall = (on: boolean): void => {
    if (on === (stalled !== null)) return;
    stalled?.end();
    stalled = null;
    if (!on) return;
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    stalled = { over, end };
  };

  function take(line: string): FailureKind | null {
    const found = waiting.find(({ pattern, times }) => times > 0 && pattern.test(line));
    if (!found) return null;
    found.times -= 1;
    return found.kind;
  }
  async function fail(
    kind: FailureKind,
    request: FastifyRequest,
    reply: FastifyReply,
    answer: () => Promise<void>,
  ): Promise<void> {
    if (kind === 'http500') reply.code(500).header('Content-Type', HTML).send(crashPage);
    else if (kind === 'html200') reply.code(200).header('Content-Type', HTML).send(LOGIN_LIKE);
    else if (kind === '403') reply.code(403).header('Content-Type', 'application/json').send(FORBIDDEN);
    else if (kind === 'slow') {
      await new Promise((done) => setTimeout(done, SLOW_MS));
      await answer();
    } else if (kind === 'commitThenDrop' || kind === 'commitThenTimeout') {
      reply.hijack(); // from here on the site's own answer goes nowhere
      await answer();
      if (kind === 'commitThenDrop') request.raw.socket.destroy();
    } else {
      // 'drop' cuts the connection; 'timeout' keeps it open until the client gives up or the server stops.
      reply.hijack();
      if (kind === 'drop') request.raw.socket.destroy();
    }
  }
  return {
    requests,
    stall,
    clear() {
      waiting.splice(0);
      stall(false);
    },
    failNext(pattern, kind, times = 1) {
      const source =
        typeof pattern === 'string' ? pattern.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&') : pattern.source;
      waiting.push({ pattern: new RegExp(source, 'u'), kind, times });
    },
    async around(request, reply, answer) {
      const path = request.raw.url ?? '/';
      const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
      const entry: LoggedRequest = { at: now(), method: request.method, path, body };
      requests.push(entry);
      await stalled?.over;
      const kind = take(`${request.method} ${path}`);
      reply.raw.once('finish', () => {
        entry.status = reply.raw.statusCode;
      });
      await (kind ? fail(kind, request, reply, answer) : answer());
    },
  };
}
