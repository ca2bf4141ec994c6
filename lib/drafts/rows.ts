/** Rows of the database, checked on the way out: a row that doesn't fit is damaged, not a crash. */
import * as v from 'valibot';
import { IDLE } from './edit';
import { STEPS, type Draft } from './types';

const Texts = v.record(v.string(), v.string());
const Stored = v.object({ option: v.string(), sub: v.string(), comments: v.string() });
const StepName = v.picklist(STEPS);
const Sending = {
  inFlight: v.nullable(v.object({ step: StepName, at: v.number() })),
  attempts: v.number(),
  nextTryAt: v.number(),
  problem: v.nullable(
    v.object({
      code: v.string(),
      params: v.record(v.string(), v.union([v.string(), v.number()])),
      step: v.optional(StepName),
      fields: v.record(v.string(), v.array(v.string())),
      theirs: v.nullable(Stored),
    }),
  ),
};

const Ms = v.nullable(v.number());
const Spread = v.nullable(v.object({ mean: v.number(), max: v.number() }));
/** Whatever doesn't fit is no reason to lose a draft: the record is left out. */
const Record = v.fallback(
  v.optional(
    v.object({
      callId: v.string(),
      at: v.number(),
      kind: v.picklist(['campaign', 'outside', 'agent']),
      requestMs: Ms,
      ringingMs: Ms,
      answerMs: Ms,
      disconnectMs: Ms,
      durationMs: v.number(),
      endedBy: v.picklist(['remote', 'local', 'failed']),
      codec: v.string(),
      localCandidate: v.string(),
      remoteCandidate: v.string(),
      packetsReceived: v.number(),
      packetsLost: v.number(),
      packetsSent: v.number(),
      lossPercent: Spread,
      sendLossPercent: Spread,
      jitterMs: Spread,
      rttMs: Spread,
      mos: v.nullable(v.object({ mean: v.number(), min: v.number() })),
      warnings: v.array(v.string()),
      mediaReconnections: v.number(),
      lineReconnections: v.number(),
    }),
  ),
  undefined,
);

/** What every version has had. */
const COMMON = {
  id: v.pipe(v.string(), v.minLength(1)),
  owner: v.object({ server: v.string(), agentId: v.string() }),
  createdAt: v.number(),
  updatedAt: v.number(),
  call: v.object({
    callId: v.string(),
    campaignId: v.string(),
    campaignType: v.string(),
    campaignName: v.string(),
    phone: v.string(),
    contactId: v.string(),
    callType: v.string(),
    startedAt: v.number(),
    callData: Texts,
    external: v.optional(v.object({ systemId: v.string(), campaignId: v.string(), contactId: v.string() })),
  }),
  record: Record,
  wanted: v.object({
    disposition: v.nullable(
      v.object({
        option: v.string(),
        sub: v.string(),
        comments: v.string(),
        contact: Texts,
        phones: v.optional(Texts),
        confirmDuplicate: v.boolean(),
      }),
    ),
    management: v.nullable(Texts),
    callback: v.nullable(
      v.object({
        kind: v.picklist(['personal', 'global']),
        date: v.string(),
        time: v.string(),
        phone: v.string(),
        reason: v.string(),
      }),
    ),
    note: v.nullable(v.string()),
  }),
  status: v.picklist(['open', 'waiting', 'refused', 'conflict', 'sent']),
  contactId: v.string(),
  dispositionId: v.string(),
  callbackId: v.string(),
  base: v.nullable(Stored),
  overrides: v.nullable(Stored),
  confirmed: v.object(
    v.entriesFromList(STEPS, v.optional(v.string())) as Record<
      (typeof STEPS)[number],
      v.OptionalSchema<v.StringSchema<undefined>, undefined>
    >,
  ),
  ...Sending,
};
const Schema1 = v.object({ ...COMMON, schema: v.literal(1) });
const Schema2 = v.object({
  ...COMMON,
  schema: v.literal(2),
  about: v.picklist(['disposition', 'note', 'callback']),
  contactOnly: v.boolean(),
  newContact: v.boolean(),
  announced: v.boolean(),
  followUp: v.picklist(['', 'none', 'management', 'callback']),
  title: v.string(),
  outcome: v.string(),
  note: v.object(Sending),
  noteRefused: v.boolean(),
});

/** Rows of older versions become rows of today when they are read; the next write keeps them so. */
function fromSchema1(row: v.InferOutput<typeof Schema1>): unknown {
  const { inFlight } = row;
  const noteInFlight = inFlight?.step === 'note';
  return {
    ...row,
    schema: 2,
    about: 'disposition',
    contactOnly: false,
    newContact: false,
    announced: true,
    followUp: '',
    title: '',
    outcome: '',
    inFlight: noteInFlight ? null : inFlight,
    note: { ...IDLE, inFlight: noteInFlight ? inFlight : null },
    noteRefused: false,
  };
}

/** A row as a draft, or null when it is damaged. Codes of a newer version are kept as they are. */
export function readRow(raw: unknown): Draft | null {
  const checked = v.safeParse(Schema2, raw);
  if (checked.success) return checked.output as Draft;
  const older = v.safeParse(Schema1, raw);
  return older.success ? (fromSchema1(older.output) as Draft) : null;
}

/** Whose row it is, as far as that can still be told. */
export function ownerOf(raw: unknown): string | null {
  const checked = v.safeParse(
    v.object({ owner: v.object({ server: v.string(), agentId: v.string() }) }),
    raw,
  );
  return checked.success ? ownerKey(checked.output.owner) : null;
}

export function ownerKey(owner: { readonly server: string; readonly agentId: string }): string {
  return `${owner.server}|${owner.agentId}`;
}
