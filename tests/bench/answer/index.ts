/** INVITE received → 200 OK sent, with a dead STUN server configured: ours against JsSIP's defaults in the same run. */
import { build } from 'esbuild';
import { createServer } from 'node:http';
import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { median, row, type Row } from '../row';
import { Desk } from '@/tests/e2e/harness/browser';
import { startRegistrar } from './registrar';

const OUR_RUNS = 7;
const BAR_MS = 250;
const BAR_RATIO = 0.01;
/** JsSIP waits for gathering to complete: 40 s were measured. */
const JSSIP_PATIENCE_MS = 90_000;

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A STUN server that takes every request and never answers: a host that is down, without depending on any network's routes. */
async function deadStun(): Promise<{ url: string; stop(): void }> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, () => resolve()));
  const own = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal);
  return { url: `stun:${own?.address ?? '127.0.0.1'}:${socket.address().port}`, stop: () => socket.close() };
}

async function servePage(): Promise<{ url: string; stop(): void }> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    define: { global: 'globalThis' },
    alias: { '@': ROOT.replace(/\/$/, '') },
    logLevel: 'error',
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/bench.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? script
        : '<!doctype html><meta charset="utf-8"><title>bench</title><script src="/bench.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop: () => server.close() };
}

export async function answerRows(): Promise<Row[]> {
  const [page, registrar, stun, desk] = await Promise.all([
    servePage(),
    startRegistrar(),
    deadStun(),
    Desk.open(),
  ]);
  try {
    const tab = await desk.openPage(page.url);
    tab.setDefaultTimeout(JSSIP_PATIENCE_MS);
    await tab.waitForFunction(() => Boolean(window.bench));
    const offer = await tab.evaluate(() => window.bench.offer());
    await tab.evaluate((server, url) => window.bench.startOurs(server, url), registrar.url, stun.url);
    const ours: number[] = [];
    for (let i = 0; i < OUR_RUNS; i += 1) ours.push(await registrar.callAndTime('ours', offer));
    await tab.evaluate((server, url) => window.bench.startJsSip(server, url), registrar.url, stun.url);
    const theirs = await registrar.callAndTime('jssip', offer);
    return [
      row(
        'INVITE received → 200 OK sent, dead STUN server',
        'ms',
        median(ours),
        { max: BAR_MS, maxRatio: BAR_RATIO, baselineName: 'JsSIP 3.13 defaults' },
        theirs,
      ),
    ];
  } finally {
    await desk.close();
    await registrar.stop();
    stun.stop();
    page.stop();
  }
}
