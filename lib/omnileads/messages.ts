/** Frames of the console socket as ConsoleMessage (interface §9.1). */
import * as v from 'valibot';
import { Id } from './shape';
import type { ConsoleMessage } from './types';

const frame = <T extends string, A extends v.GenericSchema>(type: T, args: A) =>
  v.object({ type: v.literal(type), args });
const Text = v.optional(v.nullable(v.string()), null);

const Frame = v.union([
  v.object({ type: v.literal('logout') }),
  frame('pause', v.object({ id: Id, name: v.fallback(v.string(), '') })),
  // Same type, two meanings: `dispositioned` tells the state of a call from a supervisor's release. Tried first.
  frame('unpause', v.object({ id: v.nullish(Id), dispositioned: v.boolean() })),
  frame('unpause', v.object({ id: Id })),
  frame('contact_saved', v.object({ id: Id, contact_id: Id })),
  frame('external_site_interaction_error', v.object({ error_msg: Text })),
  frame('end_transferred_call', v.looseObject({})),
  frame('supervisor_send_message', v.object({ msg: v.string(), supervisor: v.fallback(v.string(), '') })),
  frame('attended_multinum_call', v.object({ phone: Id })),
]);

/** null: a frame we don't know, or a damaged one. Never throws. */
export function parseMessage(data: unknown): ConsoleMessage | null {
  if (typeof data !== 'string') return null;
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return null; // the caller logs what it can't read
  }
  const parsed = v.safeParse(Frame, json);
  return parsed.success ? messageOf(parsed.output) : null;
}

function messageOf(frame: v.InferOutput<typeof Frame>): ConsoleMessage {
  switch (frame.type) {
    case 'logout':
      return { type: 'logout' };
    case 'pause':
      return { type: 'pause', id: frame.args.id, name: frame.args.name };
    case 'unpause':
      return 'dispositioned' in frame.args
        ? { type: 'dispositioned', callId: frame.args.id ?? null, dispositioned: frame.args.dispositioned }
        : { type: 'unpause', pauseId: frame.args.id };
    case 'contact_saved':
      return { type: 'contactSaved', callId: frame.args.id, contactId: frame.args.contact_id };
    case 'external_site_interaction_error':
      return { type: 'externalSite', error: frame.args.error_msg };
    case 'end_transferred_call':
      return { type: 'consultationEnded' };
    case 'supervisor_send_message':
      return { type: 'supervisorMessage', text: frame.args.msg, supervisor: frame.args.supervisor };
    case 'attended_multinum_call':
      return { type: 'multinumAnswered', phone: frame.args.phone };
  }
}
