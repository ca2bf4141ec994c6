/** Asking the worker, which alone has storage, cookies, rules, notifications and tabs. */
import { browser } from 'wxt/browser';
import { PhoneError } from '@/lib/diagnostics/errors';
import type { HostAnswer, HostEnvelope, HostReplies, HostRequest } from './messages';
import type { RuntimeLike } from './runtime';

/** Rejects with PhoneError: the worker's own code, or 'unexpected' when nobody answered. */
export async function askHost<R extends HostRequest>(
  request: R,
  runtime: Pick<RuntimeLike, 'sendMessage'> = browser.runtime as unknown as RuntimeLike,
): Promise<HostReplies[R['type']]> {
  const envelope: HostEnvelope = { to: 'worker', request };
  const answer = (await runtime.sendMessage(envelope)) as HostAnswer | undefined;
  if (!answer) throw new PhoneError('unexpected', {}, `worker did not answer ${request.type}`);
  if (!answer.ok) throw new PhoneError(answer.code, answer.params, `worker refused ${request.type}`);
  return answer.value as HostReplies[R['type']];
}
