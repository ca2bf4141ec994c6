/** What came back from the stand-in, and the client that gets it: plain node http, every header under control. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const CANONICAL: Record<string, string> = { 'set-cookie': 'Set-Cookie' };

/** @param base e.g. http://127.0.0.1:1234 — the Host header is sent as given in `headers` */
export function send(
  base: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<Answer> {
  const target = new URL(base);
  const make = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = make(
      {
        host: target.hostname,
        port: target.port,
        method,
        path,
        headers: body === '' ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) },
        rejectUnauthorized: false, // the stand-in's certificate is its own
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const pairs: [string, string][] = [];
          for (let at = 0; at < response.rawHeaders.length; at += 2) {
            const name = response.rawHeaders[at] ?? '';
            pairs.push([CANONICAL[name.toLowerCase()] ?? name, response.rawHeaders[at + 1] ?? '']);
          }
          resolve({
            status: response.statusCode ?? 0,
            headers: pairs,
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
export const headerOf = (headers: Answer['headers'], name: string): string | undefined =>
  headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
export const cookiesOf = (headers: Answer['headers']): string[] =>
  headers.filter(([key]) => key.toLowerCase() === 'set-cookie').map(([, value]) => value);
