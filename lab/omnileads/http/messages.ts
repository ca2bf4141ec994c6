/** Flash messages, kept in a cookie until a page shows them (session §4.3: a stale one proves nothing). */
import type { FlashMessage, WebRequest } from './request';

export const encodeFlashes = (messages: readonly FlashMessage[]): string =>
  Buffer.from(JSON.stringify(messages)).toString('base64url');

export function decodeFlashes(value: string | undefined): FlashMessage[] {
  if (!value) return [];
  try {
    const list: unknown = JSON.parse(Buffer.from(value, 'base64url').toString());
    return Array.isArray(list) ? (list as FlashMessage[]) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return []; // Django drops a cookie it can't read, too
    throw error;
  }
}
/** Leaves a message for the next page that shows messages. */
export function flash(request: WebRequest, level: FlashMessage['level'], text: string): void {
  request.state.flashesAdded.push({ level, text });
}
/** Messages to show on this page; showing them uses them up. */
export function takeFlashes(request: WebRequest): readonly FlashMessage[] {
  request.state.flashesRead = true;
  return [...request.state.flashes, ...request.state.flashesAdded.splice(0)];
}
