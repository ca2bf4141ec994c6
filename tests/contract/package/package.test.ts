/** What `npm run package` hands to an administrator. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf, makeCrx, newKey, publicKeyOf, verifyCrx } from '../../../scripts/lib/crx';

interface Packed {
  readonly ok: boolean;
  readonly id: string;
  readonly version: string;
  readonly zip: string;
  readonly crx: string;
  readonly update: string;
}
interface Manifest {
  readonly key: string;
  readonly version: string;
  readonly host_permissions?: readonly string[];
  readonly storage: { readonly managed_schema: string };
}

/** The files of a zip by name, read from its central directory (APPNOTE 4.3.12). */
function filesOf(zip: Buffer): ReadonlyMap<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const name = zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const local = zip.readUInt32LE(at + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(data, data + size);
    files.set(name, method === 0 ? packed : inflateRawSync(packed));
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}

const folder = mkdtempSync(join(tmpdir(), 'agent-phone-package-test-'));
const key = join(folder, 'keys', 'company.pem');
const run = (...args: string[]): Packed => {
  const said = execFileSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/package.ts', '--key', key, '--out', join(folder, 'out'), ...args],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as Packed;
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a package', () => {
  let packed: Packed;
  let files: ReadonlyMap<string, Buffer>;
  let manifest: Manifest;
  beforeAll(() => {
    packed = run(
      '--url',
      'https://phone.example/rollout/',
      '--hosts',
      'https://crm.example:8443,http://oml.example',
    );
    files = filesOf(readFileSync(packed.zip));
    manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '') as Manifest;
  }, 120_000);

  it('carries the company’s key, made once and kept for its owner only', () => {
    expect(existsSync(key)).toBe(true);
    expect(manifest.key).toBe(publicKeyOf(readFileSync(key, 'utf8')).toString('base64'));
    expect(packed.id).toBe(idOf(publicKeyOf(readFileSync(key, 'utf8'))));
    expect(packed.id).toMatch(/^[a-p]{32}$/);
  });

  it('has the hosts it was made for, and the schema of its policy', () => {
    expect(manifest.host_permissions).toEqual([
      'https://crm.example/*',
      'wss://crm.example/*',
      'http://oml.example/*',
      'ws://oml.example/*',
    ]);
    expect(files.has(manifest.storage.managed_schema)).toBe(true);
    expect(files.has('crm-post.html')).toBe(true);
  });

  it('is signed: the CRX verifies, and holds the same zip', () => {
    const verified = verifyCrx(readFileSync(packed.crx));
    expect(verified.id).toBe(packed.id);
    expect(verified.zip.equals(readFileSync(packed.zip))).toBe(true);
  });

  it('comes with the manifest that browsers ask for updates', () => {
    const xml = readFileSync(packed.update, 'utf8');
    expect(xml).toContain(`appid="${packed.id}"`);
    expect(xml).toContain(`codebase="https://phone.example/rollout/agent-phone-${packed.version}.crx"`);
    expect(xml).toContain(`version="${manifest.version}"`);
  });

  it('is not made for hosts that are none', () => {
    for (const hosts of ['https://*', 'crm.example', 'https://crm.example/path', 'ftp://crm.example']) {
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--import', 'tsx', 'scripts/package.ts', '--key', key, '--hosts', hosts],
        { encoding: 'utf8' },
      );
      expect([status, stderr.includes('--hosts takes origins')]).toEqual([1, true]);
    }
  });
});

describe('a signed package', () => {
  const pem = newKey();
  const crx = makeCrx(Buffer.from('any zip'), pem);

  it('that anybody has touched is refused', () => {
    expect(verifyCrx(crx)).toEqual({ id: idOf(publicKeyOf(pem)), zip: Buffer.from('any zip') });
    for (let at = 0; at < crx.length; at += 1) {
      const touched = Buffer.from(crx);
      touched[at] = (touched[at] ?? 0) ^ 1;
      expect(() => verifyCrx(touched)).toThrow(Error);
    }
    for (let length = 0; length < crx.length; length += 1)
      expect(() => verifyCrx(crx.subarray(0, length))).toThrow(Error);
  });
});
