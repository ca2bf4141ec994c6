/** Call data: the JSON object at the end of the disposition pages' addresses (interface §6.6). */
import { isRecord, ServerCrash } from '@/lab/omnileads/http';

import { dumps, pathSegment } from './python';

export interface CallData {
  /** As it came, for the compulsory state. */
  readonly text: string;
  /** Members in their order. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly campaignId: string;
  readonly phone: string;
  readonly callId: string;
  /** '' when unknown. */
  readonly contactId: string;
}

const member = (members: Record<string, unknown>, name: string): string => {
  if (!(name in members)) throw new ServerCrash(`KeyError: '${name}'`);
  const value = members[name];
  return value === null || value === undefined ? '' : String(value);
};

/** @throws ServerCrash on malformed JSON and on a missing member, as the real view does */
export function parseCallData(text: string): CallData {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ServerCrash('json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)');
  }
  if (!isRecord(parsed)) throw new ServerCrash('TypeError: call data is not an object');
  const contactId = member(parsed, 'id_contacto');
  return {
    text,
    members: parsed,
    campaignId: member(parsed, 'id_campana'),
    phone: member(parsed, 'telefono'),
    callId: member(parsed, 'call_id'),
    contactId: contactId === '-1' ? '' : contactId,
  };
}
const INBOUND = 3;
/** Whether the call came in. @throws ServerCrash when `call_type` is missing or no number */
export function isInboundCall(call: CallData): boolean {
  const type = member({ ...call.members }, 'call_type');
  if (!/^\s*-?\d+\s*$/u.test(type)) throw new ServerCrash(`ValueError: invalid literal for int(): '${type}'`);
  return Number(type) === INBOUND;
}

/** The call data of a redirect: the CRM's own data stays out of it. */
export function redirectSegment(call: CallData, change: Readonly<Record<string, unknown>> = {}): string {
  const { CRM_contact_data: _dropped, ...members } = { ...call.members, ...change };
  return pathSegment(dumps(members));
}
