/** REST values as Python takes them. */
import { ApiError, isRecord, ServerCrash } from '@/lab/omnileads/http';

/** request.data as a dict. @throws ServerCrash for JSON that is something else */
export function recordOfBody(body: unknown): Record<string, unknown> {
  if (isRecord(body)) return body;
  throw new ServerCrash("AttributeError: 'list' object has no attribute 'get'");
}
/** int(): null for what it refuses. @throws ServerCrash for null and missing values, which it can't even look at */
export function pythonInt(value: unknown): number | null {
  if (value === null || value === undefined)
    throw new ServerCrash(
      "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
    );
  if (typeof value === 'number') return Math.trunc(value);
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/u.test(value) ? Number(value) : null;
}
/** An id in a query: null when missing. @throws ServerCrash when it is no number */
export function idInQuery(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^\s*\d+\s*$/u.test(value)) return Number(value);
  throw new ServerCrash(`ValueError: Field 'id' expected a number but got '${String(value)}'.`);
}
export const textOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);

export const refuse = (body: Record<string, unknown>): never => {
  throw new ApiError(400, { status: 'ERROR', ...body });
};
const CALL_ID_CHARS = 32;
/** Longer call ids fail in the database. @throws ServerCrash */
export function checkedCallId(value: unknown): string | null {
  const callId = textOrNull(value);
  if (callId !== null && callId.length > CALL_ID_CHARS)
    throw new ServerCrash('django.db.utils.DataError: value too long for type character varying(32)');
  return callId;
}
