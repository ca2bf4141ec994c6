/** Bodies: request.POST for Django views, request.data for DRF views. */
import { ApiError } from './errors';
import { sayMedia } from './language';
import { QueryDict } from './query-dict';
import type { WebRequest } from './request';

const baseType = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

/** Urlencoded and multipart text fields; files are not part of any agent endpoint. */
export async function parseForm(method: string, contentType: string, body: Buffer): Promise<QueryDict> {
  if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH') return new QueryDict();
  if (baseType(contentType) === 'application/x-www-form-urlencoded')
    return new QueryDict(body.toString('utf8'));
  if (baseType(contentType) !== 'multipart/form-data') return new QueryDict();
  const fields = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  return new QueryDict(
    [...fields].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  );
}

/** Where Python's json stops reading, for the text of its error. */
function pythonJsonError(text: string): string {
  const at = Math.max(text.trimEnd().length, 0);
  const bare = /^\s*\{\s*(?=[^"\s}]|$)/u.exec(text);
  if (bare) {
    const char = bare[0].length;
    return `Expecting property name enclosed in double quotes: line 1 column ${char + 1} (char ${char})`;
  }
  const char = text.length > at ? at + 1 : at;
  return `Expecting value: line 1 column ${char + 1} (char ${char})`;
}

/**
 * request.data. An object for JSON objects and forms; other JSON values come back as they are.
 * @throws ApiError 400 on broken JSON, 415 on a type that no parser takes
 */
export function restData(request: WebRequest): unknown {
  const type = baseType(request.contentType);
  if (request.rawBody.length === 0) return {};
  if (type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data')
    return request.form.toObject();
  if (type !== 'application/json')
    throw new ApiError(415, { detail: sayMedia(request.language, request.contentType) });
  const text = request.rawBody.toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ApiError(400, { detail: `JSON parse error - ${pythonJsonError(text)}` });
  }
}
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
