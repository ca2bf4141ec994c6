/** Just enough of RFC 3261 to play the world behind a PBX: messages in and out, nothing about transports. */
export interface SipMessage {
  /** `INVITE` and so on; for a response, that of its CSeq. */
  method: string;
  /** 0 in a request. */
  status: number;
  reason: string;
  requestUri: string;
  /** In wire order with the sender's spelling. */
  headers: readonly (readonly [name: string, value: string])[];
  body: string;
}

const COMPACT: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  c: 'content-type',
  l: 'content-length',
};

/** First value of a header; names are compared without case. */
export function header(message: SipMessage, name: string): string | undefined {
  return headerValues(message, name)[0];
}

export function headerValues(message: SipMessage, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.headers.filter(([key]) => canonical(key) === wanted).map(([, value]) => value);
}

function canonical(name: string): string {
  const lower = name.toLowerCase();
  return COMPACT[lower] ?? lower;
}

/** Undefined for keep-alives and anything else that is no SIP message. */
export function parseSip(text: string): SipMessage | undefined {
  const split = text.indexOf('\r\n\r\n');
  if (split < 0) return undefined;
  const [first = '', ...lines] = text.slice(0, split).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  const body = text.slice(split + 4);
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  if (response) {
    const draft = {
      method: '',
      status: Number(response[1]),
      reason: response[2] ?? '',
      requestUri: '',
      headers,
      body,
    };
    return { ...draft, method: (header(draft, 'cseq') ?? '').split(' ')[1] ?? '' };
  }
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(first);
  if (!request) return undefined;
  return { method: request[1] ?? '', status: 0, reason: '', requestUri: request[2] ?? '', headers, body };
}

export function formatSip(message: Omit<SipMessage, 'reason'> & { reason?: string }): string {
  const first = message.status
    ? `SIP/2.0 ${message.status} ${message.reason || REASONS[message.status] || 'Answer'}`
    : `${message.method} ${message.requestUri} SIP/2.0`;
  const lines = message.headers.map(([name, value]) => `${name}: ${value}`);
  return [first, ...lines, `Content-Length: ${Buffer.byteLength(message.body)}`, '', message.body].join(
    '\r\n',
  );
}

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  404: 'Not Found',
  480: 'Temporarily Unavailable',
  486: 'Busy Here',
  487: 'Request Terminated',
  603: 'Decline',
};

/** `tag=` of a From or To value. */
export const tagOf = (value: string): string | undefined => /;tag=([^;>]+)/.exec(value)?.[1];

/** The URI inside a From, To or Contact value. */
export const uriOf = (value: string): string => /<([^>]+)>/.exec(value)?.[1] ?? value.split(';')[0] ?? '';

/** User part of a URI. */
export const userOf = (uri: string): string => /^sips?:([^@;]+)@/.exec(uri)?.[1] ?? '';
