/** The worker's end of one-shot requests: judged by sender, validated, answered with a value or a code. */
import { asPhoneError } from '@/lib/diagnostics/errors';
import type { HostAnswer, HostReplies, HostRequest } from './messages';
import type { SenderLike } from './runtime';
import { parseHostEnvelope } from './schema/messages';
import { isOwnPage } from './sender';

export type HostHandlers = {
  readonly [T in HostRequest['type']]: (
    request: Extract<HostRequest, { type: T }>,
    sender: SenderLike,
  ) => Promise<HostReplies[T]>;
};

interface MessageRuntime {
  readonly id?: string;
  getURL(path: string): string;
  readonly onMessage: {
    addListener(listener: (message: unknown, sender: SenderLike) => Promise<unknown> | undefined): void;
  };
}

/** Content scripts may ask for nothing but the phone document's existence. */
const PAGE_MAY = new Set<HostRequest['type']>(['ensurePhone']);

export function serveHost(handlers: HostHandlers, runtime: MessageRuntime): void {
  runtime.onMessage.addListener((raw, sender) => {
    // undefined = not for us: another context answers.
    if ((raw as { to?: unknown } | null)?.to !== 'worker' || sender.id !== runtime.id) return undefined;
    return answer(raw, sender);
  });

  async function answer(raw: unknown, sender: SenderLike): Promise<HostAnswer> {
    const envelope = parseHostEnvelope(raw);
    if (!envelope) return { ok: false, code: 'messageInvalid', params: {} };
    const { request } = envelope;
    if (!PAGE_MAY.has(request.type) && !isOwnPage(sender, runtime))
      return { ok: false, code: 'commandNotAllowed', params: {} };
    try {
      const handler = handlers[request.type] as (
        request: HostRequest,
        sender: SenderLike,
      ) => Promise<unknown>;
      return { ok: true, value: await handler(request, sender) };
    } catch (thrown) {
      const error = asPhoneError(thrown);
      return { ok: false, code: error.code, params: error.params };
    }
  }
}
