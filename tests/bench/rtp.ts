/** RTP packets that a call loses while something happens, by both ends' own counts. */
import type { Page } from 'puppeteer';

interface Counts {
  readonly received: number;
  readonly lost: number; // of the customer's, as we count; of ours, as the other end reports
}

/** The call's peer connection lives in a closure of the phone document: the debugger finds it by its kind. */
async function counts(phone: Page): Promise<Counts> {
  const kind = await phone.evaluateHandle(() => RTCPeerConnection.prototype);
  const all = await phone.queryObjects(kind);
  const found = await all.evaluate(async (connections: RTCPeerConnection[]) => {
    const live = connections.find(({ connectionState }) => connectionState === 'connected');
    if (!live) return null;
    let received = 0;
    let lost = 0;
    for (const report of (await live.getStats()).values() as Iterable<Record<string, unknown>>) {
      if (report.type === 'inbound-rtp') received += Number(report.packetsReceived ?? 0);
      if (report.type === 'inbound-rtp' || report.type === 'remote-inbound-rtp')
        lost += Number(report.packetsLost ?? 0);
    }
    return { received, lost };
  });
  await Promise.all([kind.dispose(), all.dispose()]);
  if (!found) throw new Error('no call is connected');
  return found;
}

export async function packetsLost(phone: Page, ms: number, happens: () => Promise<void>): Promise<number> {
  const before = await counts(phone);
  const over = new Promise((resolve) => setTimeout(resolve, ms));
  await happens();
  await over;
  const after = await counts(phone);
  if (after.received <= before.received) throw new Error('no packet arrived at all');
  return after.lost - before.lost;
}
