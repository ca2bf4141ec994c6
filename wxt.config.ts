import preact from '@preact/preset-vite';
import { minify } from 'terser';
import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';

/** Hosts are asked for at run time, one CRM at a time; tests can't click Chrome's prompt, so their build has loopback granted. */
const E2E_HOSTS = ['http', 'https', 'ws', 'wss'].flatMap((s) => [`${s}://127.0.0.1/*`, `${s}://localhost/*`]);

/** A fixed public key fixes the extension's id (dfjcboaplglklkkmlfaoccckildldpof): administrators' policies and the PBX's allow-list name it. */
const PUBLIC_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5mAp0IcKAWXGO0S7TbF1Ncvf5FD2rUCEsiOjFEZv68Q/3+PiUokukxMb0qVVAdW7se5Ovr6LqlQgqU/NBMPVoYh6Uv4mpNgeHUxI+zASPp3/rlueQVwSgUDXv1sJvBMxRBzZgTK64hYFQZLGP2cQIED8tA4iUoVTXL0QGC1JTWgCoygqKatKNwHZ7j4owN8Gn3m7QCELLzR/akxjTHDYbkWJQpPLTV1AXYz+Mz6r8oBuBEwSTrfZZsnfWIKP7rtcq5BgBgWava5gykyojXSl7ZPuiKZqqKEW0oV++LUWksFxl2VXxJG0x2DbTB1Fg9SyWBfcBp5BKC8hbWwyrcRfxQIDAQAB';

/** Chrome takes at most four suggested keys, and as global ones only Ctrl+Shift+digit; the agent may change them all. */
const COMMANDS = {
  'answer-hang-up': { key: 'Ctrl+Shift+9', global: true },
  hold: { key: 'Ctrl+Shift+8', global: true },
  mute: { key: 'Ctrl+Shift+7', global: true },
  'show-panel': { key: 'Alt+Shift+P', global: false },
  'call-selection': { key: null, global: false },
} as const;

const ICONS = { 16: 'icons/16.png', 32: 'icons/32.png', 48: 'icons/48.png', 128: 'icons/128.png' };

/** What `npm run package` decides: the company's own key, and hosts that a build for policies has from the start. */
const PACKAGE_KEY = process.env.EXTENSION_PUBLIC_KEY ?? PUBLIC_KEY;
const PACKAGE_HOSTS = (process.env.EXTENSION_HOSTS ?? '')
  .split(',')
  .filter(Boolean)
  .flatMap((origin) => {
    const { protocol, hostname } = new URL(origin);
    // Patterns know no port; a server's sockets need their own.
    return [`${protocol}//${hostname}/*`, `${protocol === 'https:' ? 'wss:' : 'ws:'}//${hostname}/*`];
  });

/**
 * One character beyond Latin-1 makes the browser keep a script's text with two bytes for each: 0.9 MiB for the phone document
 * and a panel (measured).
 */
const oneByte: Plugin = {
  name: 'one-byte',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk') chunk.code = escapedBeyondLatin1(chunk.code);
  },
};

/** They stand in strings, templates and expressions only, where the escape means the same. */
function escapedBeyondLatin1(code: string): string {
  return code.replace(/[\u0100-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const BYTECODE = 'const peg$bytecode = [';
/**
 * SIP.js's grammar decodes the bytecode of all its rules anew for every header that it parses. Decoded once, a message costs a
 * fraction, and the browser needn't optimise the decoder: its compiler alone took 4 MiB of the phone document (measured).
 */
const sipGrammarOnce: Plugin = {
  name: 'sip-grammar-once',
  transform(code, id) {
    if (!/sip\.js\/lib\/grammar\/.*\/grammar\.js$/.test(id)) return null;
    if (code.split(BYTECODE).length !== 2) throw new Error(`${id}: the grammar is made another way by now`);
    return {
      code: `let decodedOnce;\n${code.replace(BYTECODE, 'const peg$bytecode = decodedOnce ??= [')}`,
      map: null,
    };
  },
};

/** What runs in every page of the CRM is worth a second minifier: together they save 0.3 of its 12 KiB (measured). */
const squeezed: Plugin = {
  name: 'squeezed',
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const { code } = await minify(chunk.code, { ecma: 2020, compress: { passes: 3, unsafe_arrows: true } });
      if (code) chunk.code = code;
    }
  },
};

export default defineConfig({
  // Several people (or CI jobs) may build one work tree at the same time.
  outDir: process.env.WXT_OUT_DIR ?? '.output',
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({ plugins: [preact(), sipGrammarOnce, oneByte], build: { target: 'chrome148' } }),
  hooks: {
    'vite:build:extendConfig': ([first], config) => {
      if (first?.name === 'overlay') config.plugins?.push(squeezed);
    },
  },
  manifest: ({ mode, browser }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    ...(browser === 'chrome' ? { key: PACKAGE_KEY, minimum_chrome_version: '148' } : {}),
    icons: ICONS,
    // What administrators may prescribe; lib/settings merges it over the agent's own settings.
    ...(browser === 'chrome' ? { storage: { managed_schema: 'managed-schema.json' } } : {}),
    action: { default_title: '__MSG_extensionName__', default_icon: ICONS },
    commands: Object.fromEntries(
      Object.entries(COMMANDS).map(([name, { key, global }]) => [
        name,
        {
          description: `__MSG_command_${name.replaceAll('-', '_')}__`,
          ...(key ? { suggested_key: { default: key } } : {}),
          ...(global && browser === 'chrome' ? { global: true } : {}),
        },
      ]),
    ),
    permissions: [
      ...(browser === 'chrome' ? ['offscreen'] : []),
      'storage',
      'alarms',
      'contextMenus',
      'notifications',
      'activeTab',
      'scripting',
      'declarativeNetRequestWithHostAccess',
      'cookies',
    ],
    // The panel in the overlay's frame. A dynamic address: a page that knows our id can't embed it or tell that we are installed.
    web_accessible_resources: [{ resources: ['panel.html'], matches: ['<all_urls>'], use_dynamic_url: true }],
    optional_host_permissions: ['https://*/*', 'http://*/*', 'wss://*/*', 'ws://*/*'],
    ...(mode === 'e2e'
      ? { host_permissions: E2E_HOSTS }
      : PACKAGE_HOSTS.length > 0
        ? { host_permissions: PACKAGE_HOSTS }
        : {}),
  }),
});
