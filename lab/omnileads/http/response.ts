/** Answers as values; the site adds the standard headers. */
export interface WebResponse {
  readonly status: number;
  readonly contentType: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Buffer;
}

export const HTML = 'text/html; charset=utf-8';

export const html = (body: string, status = 200, headers: WebResponse['headers'] = []): WebResponse => ({
  status,
  contentType: HTML,
  headers,
  body,
});

/** Python's json.dumps / DRF's compact-less rendering: a blank after every colon and comma. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}: ${pythonJson(member)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}

export const json = (body: unknown, status = 200, headers: WebResponse['headers'] = []): WebResponse => ({
  status,
  contentType: 'application/json',
  headers,
  body: pythonJson(body),
});

export const redirect = (location: string, status: 301 | 302 = 302): WebResponse => ({
  status,
  contentType: HTML,
  headers: [['Location', location]],
  body: '',
});
