/** Labs come and go without a trace, and stand side by side. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startPbx } from '@/lab/pbx';
import { CAMPAIGN_CALL, Desk, SOON } from './desk';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

describe('a lab', () => {
  it('stands beside another, and stopping leaves no process, port or file', async () => {
    const [one, two] = await Promise.all([startPbx(), startPbx()]);
    const pids = [...one.pids, ...two.pids];
    expect(new Set(pids).size).toBe(6);
    expect(pids.every(alive)).toBe(true);
    expect(one.addresses.ws).not.toBe(two.addresses.ws);
    await one.stop();
    expect(one.pids.some(alive)).toBe(false);
    expect(two.pids.every(alive)).toBe(true);
    expect(await answers(one.addresses.ami.port)).toBe(false);
    expect(existsSync(one.dir)).toBe(false);
    await two.stop();
    expect(pids.some(alive)).toBe(false);
  });

  it('dies with the process that started it, even one that is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab-killed-'));
    const script = join(folder, 'start.mts');
    const lines = [
      `import { startPbx } from ${JSON.stringify(join(ROOT, 'lab/pbx/index.ts'))};`,
      'const pbx = await startPbx();',
      'console.log(JSON.stringify(pbx.pids));',
    ];
    writeFileSync(script, lines.join('\n'));
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('the lab did not start')));
    const [text] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
    ended.catch(() => undefined); // it is going to be killed
    const pids = JSON.parse(text.toString()) as number[];
    expect(pids).toHaveLength(3);
    expect(pids.every(alive)).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => pids.some(alive), SOON).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it('runs without the edge', async () => {
    const pbx = await startPbx({ core: true });
    expect(pbx.pids).toHaveLength(1);
    expect(pbx.credentials(1003).user).toBe('1003');
    await pbx.stop();
  });

  it('survives a restart of Asterisk: registrations stay, calls are gone, new ones work', async () => {
    const desk = await Desk.open();
    const agent = await desk.people.agent(1003, { voice: 440 });
    const before = await desk.talking(agent, '3514440021');
    await before.customer.hears([440]);
    await desk.pbx.restartAsterisk();
    expect(await desk.pbx.channels()).toEqual([]);
    await desk.people.hangUpAll();
    const { customer } = await desk.talking(agent, '3514440022', CAMPAIGN_CALL);
    await customer.hears([440]);
    await desk.pbx.hangupAll();
    await customer.ended;
    await desk.close();
  });
});
