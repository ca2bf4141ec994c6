/** Checks of what the server sent, at the border. */
import { PhoneError } from '@/lib/diagnostics';
import * as v from 'valibot';
import type { Endpoint } from './endpoints';

/** The body in its expected shape. Error: serverAnsweredPage with the place that differs (never the value). */
export function read<S extends v.GenericSchema>(
  schema: S,
  body: unknown,
  endpoint: Endpoint,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const place = v.getDotPath(issue) ?? 'body';
  throw new PhoneError(
    'serverAnsweredPage',
    { endpoint: endpoint.name },
    `unexpected ${place}, wanted ${issue.expected ?? '?'}`,
  );
}

/** Ids come as numbers or as texts; inside they are texts. */
export const Id = v.pipe(v.union([v.string(), v.number()]), v.transform(String));

/** The `{"status": …}` most REST endpoints answer with, at HTTP 200 also when they refuse (interface §12.1). */
export const Status = v.looseObject({ status: v.string() });
