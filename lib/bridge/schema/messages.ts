/** The rest of what crosses a border: pages' messages, requests to the worker, the worker's events. */
import * as v from 'valibot';
import { WINDOW_SIZES } from '@/lib/settings/placement';
import { originSchema, settingsPatchSchema, settingsSchema, siteSchema } from '@/lib/settings/schema';
import {
  SHORTCUTS,
  type HostEnvelope,
  type HostEvent,
  type PageToPhone,
  type PanelToPhone,
} from '../messages';
import { commandSchema } from './command';

const text = v.pipe(v.string(), v.maxLength(500));
/** An id that a page names: what OMniLeads can hold, and no control characters. */
// oxlint-disable-next-line no-control-regex -- they are what is refused
const pageId = v.pipe(v.string(), v.maxLength(128), v.regex(/^[^\u0000-\u001f\u007f]+$/));
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A page sends candidates in slices; more at once would hold the phone's thread for over 50 ms. */
const CANDIDATES_MAX = 500;

const panelSchema = v.strictObject({ type: v.literal('command'), id: count, command: commandSchema });

const pageSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('call'),
    number: v.pipe(v.string(), v.maxLength(64)),
    via: v.picklist(['click', 'selection']),
    attributes: v.optional(
      v.strictObject({ contactExternalId: v.optional(pageId), campaignExternalId: v.optional(pageId) }),
    ),
  }),
  v.strictObject({
    type: v.literal('numbers'),
    id: count,
    candidates: v.pipe(v.array(v.pipe(v.string(), v.maxLength(80))), v.maxLength(CANDIDATES_MAX)),
  }),
  v.strictObject({
    type: v.literal('placement'),
    x: fraction,
    y: fraction,
    size: v.picklist(WINDOW_SIZES),
  }),
]);

/** Nothing but the web is opened; a form's answers in an address make it long. */
const webAddress = v.pipe(v.string(), v.regex(/^https?:\/\//), v.url(), v.maxLength(8000));
const crmPostSchema = v.strictObject({
  url: webAddress,
  encoding: v.picklist(['multipart/form-data', 'application/x-www-form-urlencoded', 'text/plain']),
  fields: v.pipe(v.array(v.strictTuple([text, v.pipe(v.string(), v.maxLength(100_000))])), v.maxLength(500)),
  newTab: v.boolean(),
});

const tone = v.picklist(['ready', 'ringing', 'talking', 'held', 'paused', 'offline']);
const requestSchema = v.variant('type', [
  v.strictObject({ type: v.literal('ensurePhone') }),
  v.strictObject({ type: v.literal('watch'), watch: v.picklist(['close', 'wide']) }),
  v.strictObject({ type: v.literal('settings.get') }),
  v.strictObject({ type: v.literal('settings.set'), patch: settingsPatchSchema }),
  v.strictObject({ type: v.literal('settings.policy') }),
  v.strictObject({
    type: v.literal('rules.referer'),
    server: originSchema,
    refererHost: v.picklist(['withoutPort', 'withPort']),
  }),
  v.strictObject({ type: v.literal('rules.socket'), server: originSchema }),
  v.strictObject({ type: v.literal('cookie.fingerprint'), server: originSchema }),
  v.strictObject({ type: v.literal('badge'), text: v.pipe(v.string(), v.maxLength(8)), tone }),
  v.strictObject({
    type: v.literal('notify'),
    id: text,
    kind: v.picklist(['incoming', 'callback', 'message']),
    title: text,
    body: v.pipe(v.string(), v.maxLength(2000)),
    buttons: v.pipe(v.array(text), v.maxLength(2)),
  }),
  v.strictObject({ type: v.literal('notify.clear'), id: text }),
  v.strictObject({ type: v.literal('openOptions'), section: v.optional(text) }),
  v.strictObject({
    type: v.literal('openTab'),
    url: webAddress,
    where: v.optional(v.picklist(['crmTab', 'newTab'])),
  }),
  v.strictObject({ type: v.literal('crm.post'), form: crmPostSchema }),
  v.strictObject({ type: v.literal('crm.take'), id: text }),
  v.strictObject({ type: v.literal('reloadForUpdate') }),
  v.strictObject({ type: v.literal('sites.add'), site: siteSchema }),
  v.strictObject({ type: v.literal('sites.remove'), origin: originSchema }),
]);
const envelopeSchema = v.strictObject({ to: v.literal('worker'), request: requestSchema });

const phone = v.literal('phone');
const eventSchema = v.variant('type', [
  v.strictObject({ to: phone, type: v.literal('cookieChanged'), fingerprint: text }),
  v.strictObject({ to: phone, type: v.literal('settings'), settings: settingsSchema }),
  v.strictObject({ to: phone, type: v.literal('notification'), id: text, button: v.nullable(count) }),
  v.strictObject({
    to: phone,
    type: v.literal('callText'),
    text: v.pipe(v.string(), v.maxLength(64)),
    origin: text,
    tabId: v.optional(count),
  }),
  v.strictObject({
    to: phone,
    type: v.literal('shortcut'),
    name: v.picklist(SHORTCUTS),
    tabId: v.optional(count),
  }),
  v.strictObject({ to: phone, type: v.literal('updateAvailable') }),
  v.strictObject({ to: phone, type: v.literal('windowsClosed') }),
]);

const parser =
  <T>(schema: v.GenericSchema) =>
  (raw: unknown): T | null => {
    const result = v.safeParse(schema, raw);
    return result.success ? (result.output as T) : null;
  };

export const parsePanelMessage = parser<PanelToPhone>(panelSchema);
export const parsePageMessage = parser<PageToPhone>(pageSchema);
export const parseHostEnvelope = parser<HostEnvelope>(envelopeSchema);
export const parseHostEvent = parser<HostEvent>(eventSchema);
