/** What the worker tells the phone document, heard only from the worker. */
import type { HostEvent } from './messages';
import type { SenderLike } from './runtime';
import { parseHostEvent } from './schema/messages';
import { isOwnBackstage } from './sender';

interface ListeningRuntime {
  readonly id?: string;
  getURL(path: string): string;
  readonly onMessage: { addListener(listener: (message: unknown, sender: SenderLike) => undefined): void };
}

export function onHostEvent(listener: (event: HostEvent) => void, runtime: ListeningRuntime): void {
  runtime.onMessage.addListener((raw, sender) => {
    if ((raw as { to?: unknown } | null)?.to !== 'phone' || !isOwnBackstage(sender, runtime))
      return undefined;
    const event = parseHostEvent(raw);
    if (event) listener(event);
    return undefined;
  });
}
