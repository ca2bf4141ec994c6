/**
 * `npm run package`: what an administrator rolls out. A production build as zip (for "Load unpacked" and stores), the same
 * signed as CRX3, and the update manifest for a web server of the company's own. Ends with one JSON line.
 *
 *   npm run package -- [--key FILE] [--url https://…/folder] [--hosts https://crm.example,https://oml.example] [--out FOLDER]
 *
 * --key    RSA private key (PEM); made when the file doesn't exist. Also EXTENSION_KEY_FILE. Default .keys/extension.pem,
 *          which git ignores: whoever has it can publish updates.
 * --url    where the files will be served from: goes into update.xml.
 * --hosts  granted at install instead of asked for: for builds rolled out by policy, where nobody should have to be asked.
 */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  existsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { idOf, makeCrx, newKey, publicKeyOf, verifyCrx } from './lib/crx';

const ROOT = resolve(import.meta.dirname, '..');
/** Only for whom the file belongs to. */
const KEY_MODE = 0o600;

const { values: args } = parseArgs({
  options: {
    key: { type: 'string', default: process.env.EXTENSION_KEY_FILE ?? join(ROOT, '.keys/extension.pem') },
    url: { type: 'string', default: '' },
    hosts: { type: 'string', default: '' },
    out: { type: 'string', default: join(ROOT, '.output/package') },
  },
});

function keyFrom(file: string): { readonly key: string; readonly made: boolean } {
  if (existsSync(file)) return { key: readFileSync(file, 'utf8'), made: false };
  const key = newKey();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, key, { mode: KEY_MODE, flag: 'wx' });
  return { key, made: true };
}

/** Origins only: a mistyped "*" would ask every browser of the company for every site. */
function checkedHosts(list: string): readonly string[] {
  const hosts = list
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  for (const host of hosts) {
    const url = URL.canParse(host) ? new URL(host) : null;
    if (!url || !/^https?:$/.test(url.protocol) || url.origin !== host || host.includes('*'))
      throw new Error(`--hosts takes origins such as https://crm.example, not ${host}`);
  }
  return hosts;
}

function buildZip(publicKey: Buffer, hosts: readonly string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'agent-phone-package-'));
  try {
    execFileSync(
      process.execPath,
      [join(ROOT, 'node_modules/wxt/bin/wxt.mjs'), 'zip', '--mode', 'production'],
      {
        cwd: ROOT,
        // stdout is ours: its last line is the result.
        stdio: ['ignore', 2, 2],
        env: {
          ...process.env,
          WXT_OUT_DIR: folder,
          EXTENSION_PUBLIC_KEY: publicKey.toString('base64'),
          EXTENSION_HOSTS: hosts.join(','),
        },
      },
    );
    const name = readdirSync(folder).find((file) => file.endsWith('.zip'));
    if (!name) throw new Error('the build made no zip');
    return readFileSync(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const xml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** What browsers look at every few hours (Chromium, "gupdate" 2.0). */
const updateManifest = (id: string, version: string, codebase: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${xml(id)}">
    <updatecheck codebase="${xml(codebase)}" version="${xml(version)}" />
  </app>
</gupdate>
`;

const hosts = checkedHosts(args.hosts);
const { key, made } = keyFrom(resolve(args.key));
const publicKey = publicKeyOf(key);
const id = idOf(publicKey);
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const zip = buildZip(publicKey, hosts);
const crx = makeCrx(zip, key);
if (verifyCrx(crx).id !== id) throw new Error('the CRX was signed for another id');

const out = resolve(args.out);
mkdirSync(out, { recursive: true });
const name = `agent-phone-${version}`;
const files = {
  zip: join(out, `${name}.zip`),
  crx: join(out, `${name}.crx`),
  update: join(out, 'update.xml'),
};
const base = args.url.replace(/\/+$/, '');
writeFileSync(files.zip, zip);
writeFileSync(files.crx, crx);
writeFileSync(files.update, updateManifest(id, version, `${base}/${name}.crx`));
if (made)
  console.error(`A new key was made: ${resolve(args.key)}. Keep it: without it there are no updates.`);
if (!base) console.error('No --url: write the address of the CRX into update.xml before serving it.');
console.log(JSON.stringify({ ok: true, id, version, hosts, ...files }));
