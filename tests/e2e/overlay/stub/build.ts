/** Builds the stub extension into a folder: the real overlay, a stand-in for the phone, a panel that counts what reaches it. */
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

const PANEL = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Phone</title>
<style>:root{color-scheme:light dark;font:14px/1.4 system-ui}body{margin:0;padding:18px}button,input{font:inherit;padding:10px 16px}</style>
<h1>Phone</h1><p role="status">Ready</p><p><input aria-label="Number"></p><button id="answer" data-guard>Answer</button><script src="panel.js"></script>`;

export interface StubOptions {
  /** Replaces text in the bundled overlay: how tests show that they can fail. */
  readonly weaken?: (source: string) => string;
  /** false: the panel takes every click. */
  readonly guard?: boolean | undefined;
  /** Registered for document_idle, as an extension does by default. */
  readonly late?: boolean | undefined;
  /** Left out of the registration: for measuring the page without us. */
  readonly without?: boolean;
  /** Another content script instead of ours, e.g. a peer's library for comparison. */
  readonly instead?: string;
}

/** `minify: false` for weakening: the text to replace is the source's. */
export async function bundleOverlay(minify = true): Promise<string> {
  const result = await build({
    entryPoints: [join(HERE, 'overlay.ts')],
    bundle: true,
    minify,
    write: false,
    format: 'iife',
    target: 'chrome148',
    alias: { '@': ROOT.replace(/\/$/, '') },
  });
  return result.outputFiles[0]?.text ?? '';
}

export async function buildStub({
  weaken,
  guard,
  late,
  without,
  instead,
}: StubOptions = {}): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'overlay-stub-'));
  mkdirSync(dir, { recursive: true });
  const overlay = instead ?? (await bundleOverlay(weaken === undefined));
  writeFileSync(join(dir, 'overlay.js'), weaken ? weaken(overlay) : overlay);
  for (const name of ['background', 'panel'])
    await build({
      entryPoints: [join(HERE, `${name}.ts`)],
      bundle: true,
      outfile: join(dir, `${name}.js`),
      format: 'iife',
      target: 'chrome148',
      define: { GUARDED: String(guard !== false) },
      alias: { '@': ROOT.replace(/\/$/, '') },
    });
  writeFileSync(join(dir, 'panel.html'), PANEL);
  writeFileSync(
    join(dir, 'manifest.json'),
    JSON.stringify({
      manifest_version: 3,
      name: 'Overlay under test',
      version: '1.0',
      permissions: ['scripting', 'storage'],
      host_permissions: ['http://127.0.0.1/*', 'http://localhost/*'],
      background: { service_worker: 'background.js' },
      web_accessible_resources: [
        { resources: ['panel.html'], matches: ['<all_urls>'], use_dynamic_url: true },
      ],
      ...(without
        ? {}
        : {
            content_scripts: [
              {
                matches: ['http://127.0.0.1/*', 'http://localhost/*'],
                js: ['overlay.js'],
                all_frames: true,
                run_at: late ? 'document_idle' : 'document_start',
              },
            ],
          }),
    }),
  );
  return dir;
}
