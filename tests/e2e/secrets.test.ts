/** No password is stored, and no secret outlives the phone document (SECURITY.md). */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startLab } from '@/lab';
import { tokenOf } from '@/lab/omnileads/store';
import { Agent } from './harness/agent';
import { placeOf } from './harness/place';

const PASSWORD = '098098ZZZ';
/** What the browser writes on its own while it runs; bigger files are caches of code. */
const SHIFT_LIMIT_S = 40;
const CREDENTIALS_TTL_S = 8 * 3600; // the stand-in's default
const LARGEST_BYTES = 64 * 1024 * 1024;

function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else if (entry.isFile() && statSync(path).size < LARGEST_BYTES) yield path;
  }
}

/** Files in which one of the secrets stands, in either form that Chromium's databases keep texts in. */
function filesWith(folder: string, secrets: readonly string[]): string[] {
  const needles = secrets.flatMap((secret) => [Buffer.from(secret), Buffer.from(secret, 'utf16le')]);
  return [...filesUnder(folder)].filter((file) => {
    const bytes = readFileSync(file);
    return needles.some((needle) => bytes.includes(needle));
  });
}

it('writes neither password nor token nor SIP secret to the disk in a shift with a call', async () => {
  const lab = await startLab();
  const profile = mkdtempSync(join(tmpdir(), 'agent-phone-secrets-'));
  let agent: Agent | null = null;
  try {
    agent = await Agent.atWork(placeOf(lab), { profile });
    const called = lab.people.expect('3515551001');
    await agent.dial('3515551001');
    await (await called).hears([440]);
    const token = tokenOf(lab.omnileads.control.store, 3)?.key ?? '';
    // The pair depends on the second it was made in: every second of this shift.
    const seconds = Array.from({ length: SHIFT_LIMIT_S }, (_, ago) => CREDENTIALS_TTL_S - ago);
    const sip = seconds.map((ttl) => lab.pbx.credentials(1003, ttl).password);
    await agent.close();
    agent = null;
    expect(token).toHaveLength(40);
    expect(
      filesWith(profile, ['ag1']),
      'the scan must find what is there: the user name to pre-fill',
    ).not.toEqual([]);
    expect(filesWith(profile, [PASSWORD, token, ...sip])).toEqual([]);
  } finally {
    await agent?.close();
    await lab.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
