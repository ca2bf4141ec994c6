/** Every PhoneCommand as it may arrive from another context; a mismatch with the type is a compile error below. */
import * as v from 'valibot';
import { ERROR_CODES } from '@/lib/diagnostics/errors';
import { SELF_TESTS, SELF_TEST_FINDINGS } from '@/lib/diagnostics/self-test';
import type { PhoneCommand } from '@/lib/phone/command';
import { devicesSchema, settingsSchema } from '@/lib/settings/schema';

const id = v.pipe(v.string(), v.maxLength(200));
/** Longer texts are nobody's note: a form field of the server takes less. */
const note = v.pipe(v.string(), v.maxLength(20_000));
const bare = <T extends string>(type: T) => v.strictObject({ type: v.literal(type) });
const kind = v.picklist(['blind', 'consultative']);
const questions = v.pipe(v.array(v.picklist(['contactNotSaved', 'targetNotReady'])), v.readonly());
const confParty = v.picklist(['client', 'consultant']);

const target = v.variant('to', [
  v.strictObject({ to: v.literal('agent'), agentId: id, name: id }),
  v.strictObject({ to: v.literal('number'), number: id, name: v.optional(id) }),
  v.strictObject({ to: v.literal('campaign'), campaignId: id, name: id }),
  v.strictObject({ to: v.literal('survey') }),
]);

const draft = v.variant('type', [
  v.strictObject({ type: v.picklist(['open', 'retry', 'discard', 'openCrm', 'history']), draftId: id }),
  v.strictObject({ type: v.literal('save'), draftId: id, only: v.optional(v.literal('contact')) }),
  v.strictObject({ type: v.literal('choose'), draftId: id, contactId: id }),
  v.strictObject({ type: v.literal('editCallback'), callbackId: id }),
  v.strictObject({ type: v.literal('note'), callId: id }),
  v.strictObject({ type: v.picklist(['close', 'export']) }),
  v.strictObject({ type: v.literal('list'), upTo: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  v.strictObject({
    type: v.literal('form'),
    draftId: id,
    step: v.picklist(['disposition', 'management', 'callback']),
  }),
  v.strictObject({ type: v.literal('change'), draftId: id, fields: v.record(id, note) }),
  v.strictObject({ type: v.literal('resolve'), draftId: id, keep: v.picklist(['mine', 'theirs']) }),
]);

/** It goes into the diagnostics as it is: every field has few possible values. */
const selfTestResult = v.strictObject({
  what: v.picklist(SELF_TESTS),
  ok: v.boolean(),
  why: v.optional(v.picklist([...ERROR_CODES, ...SELF_TEST_FINDINGS])),
  facts: v.optional(
    v.strictObject({
      level: v.optional(v.number()),
      rttMs: v.optional(v.number()),
      mos: v.optional(v.number()),
      kinds: v.optional(v.pipe(v.array(v.picklist(['host', 'srflx', 'prflx', 'relay'])), v.readonly())),
    }),
  ),
});

export const commandSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('signIn'),
    server: id,
    user: id,
    password: v.pipe(v.string(), v.maxLength(1000)),
  }),
  bare('signOut'),
  bare('takeOver'),
  bare('retryNow'),
  v.strictObject({
    type: v.literal('call'),
    number: id,
    campaignId: v.optional(id),
    contactId: v.optional(id),
    external: v.optional(v.strictObject({ systemId: id, agentId: id, campaignId: id, contactId: id })),
    via: v.picklist(['panel', 'popup', 'click', 'selection', 'redial', 'recent', 'callback']),
  }),
  v.strictObject({ type: v.literal('lookUp'), number: id, campaignId: id }),
  v.strictObject({
    type: v.literal('listContacts'),
    campaignId: id,
    search: id,
    start: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.strictObject({ type: v.literal('contactColumns'), campaignId: id }),
  v.strictObject({ type: v.literal('newContact'), campaignId: id, columns: v.record(id, note) }),
  v.strictObject({ type: v.literal('previewNext'), campaignId: id }),
  bare('previewCall'),
  bare('previewRelease'),
  v.strictObject({ type: v.literal('chooseCampaign'), origin: id, campaignId: id }),
  v.strictObject({ type: v.literal('callAgent'), agentId: id }),
  bare('redial'),
  bare('answer'),
  bare('reject'),
  v.strictObject({ type: v.literal('hangUp'), confirmed: v.optional(v.boolean()) }),
  bare('hold'),
  bare('resume'),
  v.strictObject({ type: v.literal('mute'), on: v.boolean() }),
  v.strictObject({ type: v.literal('tones'), digits: id }),
  v.strictObject({
    type: v.literal('transfer'),
    kind,
    target,
    confirmed: v.optional(questions),
  }),
  bare('cancelTransfer'),
  bare('completeTransfer'),
  bare('conference'),
  bare('backWithCustomer'),
  v.strictObject({ type: v.literal('conferenceHold'), target: confParty, on: v.boolean() }),
  v.strictObject({ type: v.literal('record'), on: v.boolean() }),
  v.strictObject({ type: v.literal('noteRecording'), callId: id, text: note }),
  v.strictObject({ type: v.literal('pause'), pauseId: id }),
  bare('resumeWork'),
  v.strictObject({ type: v.literal('programPause'), pauseId: v.nullable(id) }),
  bare('refreshAgents'),
  bare('refreshCallbacks'),
  v.strictObject({ type: v.literal('devices'), devices: v.partial(devicesSchema) }),
  bare('microphoneChanged'),
  v.strictObject({ type: v.literal('settingsChanged'), settings: settingsSchema }),
  v.strictObject({
    type: v.literal('selfTested'),
    results: v.pipe(v.array(selfTestResult), v.maxLength(SELF_TESTS.length), v.readonly()),
  }),
  bare('selfTestLater'),
  bare('testServer'),
  bare('testCall'),
  bare('sipServers'),
  bare('diagnostics'),
  v.strictObject({ type: v.literal('dismissNotice'), id }),
  v.strictObject({ type: v.literal('draft'), command: draft }),
]);

type Parsed = v.InferOutput<typeof commandSchema>;
/** Settings are validated by their own schema, whose lists are mutable: they would differ by `readonly` alone. */
type Compared<C> = Exclude<C, { type: 'settingsChanged' }>;
/** Compile-time only: a command, or a field of one, that is missing above or too much there fails here. */
export type CommandCoverage = [Compared<PhoneCommand>] extends [Parsed]
  ? [Compared<Parsed>] extends [PhoneCommand]
    ? true
    : never
  : never;
const covered: CommandCoverage = true;

/** The command, or null when it isn't one. */
export function parseCommand(raw: unknown): PhoneCommand | null {
  const result = v.safeParse(commandSchema, raw);
  return covered && result.success ? (result.output as PhoneCommand) : null;
}
