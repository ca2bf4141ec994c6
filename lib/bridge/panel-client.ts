/** The view's end of the panel port: renders what it is sent, asks by commands, never shows a stale truth. */
import { browser } from 'wxt/browser';
import type { CommandResult, PhoneCommand } from '@/lib/phone/command';
import type { PhoneState } from '@/lib/phone/state';
import { askHost } from './host-client';
import { PANEL_PORT, type PhoneToPanel } from './messages';
import type { PortLike, RuntimeLike } from './runtime';

/** First retry at once (the phone document may just have been replaced), then doubling: the worker needs time to create it. */
const RETRY_MS = [0, 50, 100, 200, 400, 800, 1600] as const;

export interface PanelLink {
  /** Always settles: 'phoneDocumentLost' when the phone document is not there or goes before it answered. */
  send(command: PhoneCommand): Promise<CommandResult>;
  close(): void;
}

/**
 * Connects a view to the phone document, creating it through the worker when it isn't there, and goes on for ever.
 * @param onState called with the whole state, first right after connecting, then on every change
 * @param onLost called once per loss, in the same task in which the port dropped: show "reconnecting" now
 */
export function connectPanel(
  onState: (state: PhoneState) => void,
  onLost: () => void,
  runtime: RuntimeLike = browser.runtime as unknown as RuntimeLike,
): PanelLink {
  const pending = new Map<number, (result: CommandResult) => void>();
  let port: PortLike | null = null;
  let live = false; // a state has come through this port
  let attempt = 0;
  let nextId = 1;
  let closed = false;

  const lost = (): void => {
    port = null;
    for (const settle of pending.values()) settle({ ok: false, code: 'phoneDocumentLost', params: {} });
    pending.clear();
    if (live) onLost();
    live = false;
    if (closed || runtime.id === undefined) return;
    const delay = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)];
    attempt += 1;
    setTimeout(() => void reconnect(), delay);
  };

  const reconnect = async (): Promise<void> => {
    if (closed || port) return;
    // The worker may be asleep or busy; without an answer the next attempt asks again.
    await askHost({ type: 'ensurePhone' }, runtime).catch(() => null);
    if (!closed && !port) open();
  };

  const open = (): void => {
    let opened: PortLike;
    try {
      opened = runtime.connect({ name: PANEL_PORT });
    } catch {
      lost(); // the extension was updated under this page, or is being unloaded
      return;
    }
    port = opened;
    opened.onMessage.addListener((raw) => {
      if (port !== opened) return;
      const message = raw as PhoneToPanel; // from our own phone document, over our own port
      if (message.type === 'state') {
        live = true;
        attempt = 0;
        onState(message.state);
        return;
      }
      pending.get(message.id)?.(message.result);
      pending.delete(message.id);
    });
    opened.onDisconnect.addListener(() => {
      if (port === opened) lost();
    });
  };

  open();
  return {
    send(command) {
      const current = port;
      if (!current || closed) return Promise.resolve({ ok: false, code: 'phoneDocumentLost', params: {} });
      const id = nextId++;
      return new Promise((resolve) => {
        pending.set(id, resolve);
        try {
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a runtime port, not a window
          current.postMessage({ type: 'command', id, command });
        } catch {
          pending.delete(id);
          resolve({ ok: false, code: 'phoneDocumentLost', params: {} });
        }
      });
    },
    close() {
      closed = true;
      port?.disconnect();
      port = null;
    },
  };
}
