/** A self-signed certificate, as on-premise installations have one by default. Made once per run directory. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}
const VALID_DAYS = '365';
const run = promisify(execFile);

const readPair = async (key: string, cert: string): Promise<Certificate> => ({
  key: await readFile(key, 'utf8'),
  cert: await readFile(cert, 'utf8'),
});
const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** @throws when openssl isn't there or can't write into the directory */
export async function selfSigned(directory = join(tmpdir(), 'omnileads-stand-in-tls')): Promise<Certificate> {
  const key = join(directory, 'key.pem');
  const cert = join(directory, 'cert.pem');
  try {
    return await readPair(key, cert);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  await mkdir(directory, { recursive: true });
  // Written under another name first: two labs may start at the same moment.
  const suffix = `.${process.pid}.${Date.now()}`;
  const subject = ['-subj', '/CN=OMniLeads', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    VALID_DAYS,
    '-keyout',
    key + suffix,
    '-out',
    cert + suffix,
    ...subject,
  ]);
  const pair = await readPair(key + suffix, cert + suffix);
  await rename(cert + suffix, cert);
  await rename(key + suffix, key);
  return pair;
}
