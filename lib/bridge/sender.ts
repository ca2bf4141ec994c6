/** Who is at the other end: told by the browser, never by the message. */
import type { CommandSource } from '@/lib/phone/command';
import type { SenderLike } from './runtime';

/** true only for pages of this extension (also our frame inside somebody's page). A content script has its page's origin. */
export function isOwnPage(
  sender: SenderLike | undefined,
  runtime: { id?: string; getURL(path: string): string },
): boolean {
  if (!sender || sender.id !== runtime.id) return false;
  const own = runtime.getURL('/'); // ends with a slash, an origin doesn't
  if (sender.origin !== undefined) return `${sender.origin}/` === own;
  // Firefox names no origin on some senders; a content script's url is its page's.
  return sender.url?.startsWith(own) ?? false;
}

/** true for the worker or the phone document: our origin and no tab behind it. */
export function isOwnBackstage(
  sender: SenderLike | undefined,
  runtime: { id?: string; getURL(path: string): string },
): boolean {
  return isOwnPage(sender, runtime) && sender?.tab === undefined;
}

/** Which of our views speaks. Only a top-level options page or the popup may sign in: a page can draw a fake panel. */
export function viewOf(sender: SenderLike | undefined): CommandSource {
  const path = sender?.url && URL.canParse(sender.url) ? new URL(sender.url).pathname : '';
  const framed = sender?.tab !== undefined && (sender.frameId ?? 0) !== 0;
  if (!framed && path === '/options.html') return 'options';
  if (!framed && path === '/popup.html') return 'popup';
  return 'panel';
}
