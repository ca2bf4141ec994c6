/** An answer against the recording. */
import { compareHeaders } from './compare-headers';
import { compareHtml } from './compare-html';
import { compareJson } from './compare-json';
import { headerOf, type Answer } from './answer';
import type { Exchange } from './parse';

/** One line per difference; empty when the answer is as recorded. */
export function compare(
  exchange: Exchange,
  answer: Answer,
  expect: (text: string) => string = (text) => text,
): string[] {
  const { response, request } = exchange;
  const differences: string[] = [];
  if (response.status !== answer.status)
    differences.push(`status: recorded ${response.status}, got ${answer.status}`);
  differences.push(...compareHeaders(response.headers, answer.headers, expect));
  const isJson = (headerOf(response.headers, 'Content-Type') ?? '').startsWith('application/json');
  const recorded = expect(response.body);
  differences.push(
    ...(isJson
      ? compareJson(recorded, answer.body, response.cut, request.url)
      : compareHtml(recorded, answer.body, response.cut)),
  );
  return differences;
}
