/** What may be in extension storage or come from a managed policy: everything else is replaced by its default. */
import * as v from 'valibot';
import { WINDOW_SIZES } from './placement';
import { screenPopProblem } from './screen-pop';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
/** One number per fraction of something. */
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const placeFields = { x: fraction, y: fraction } as const;
/** Written before sizes were told apart: a place alone. */
const sitePlacesSchema = v.strictObject({
  ...placeFields,
  sizes: v.optional(v.record(v.picklist(WINDOW_SIZES), v.strictObject(placeFields))),
});

/** scheme://host[:port] and nothing else. */
export const originSchema = v.pipe(
  text(300),
  v.check((value) => {
    if (!URL.canParse(value)) return false;
    const url = new URL(value);
    // A "*" would turn the match pattern made from it into one for every site.
    return (
      (url.protocol === 'https:' || url.protocol === 'http:') &&
      url.origin === value &&
      !url.hostname.includes('*')
    );
  }, 'not an http(s) origin'),
);

/** Field by field: one bad value of a site costs that value only, a bad origin the site. */
export const siteFields = {
  origin: originSchema,
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  detection: v.boolean(),
  prefix: v.pipe(v.string(), v.regex(/^[0-9+*#]{0,16}$/)),
  campaignId: v.pipe(v.string(), v.regex(/^\d{0,10}$/)),
  externalSystemId: v.pipe(v.string(), v.regex(/^\d{0,10}$/)),
  externalAgentId: v.optional(text(128)),
  screenPopUrl: v.pipe(
    text(2000),
    v.check((template) => template === '' || screenPopProblem(template) === null, 'not a screen pop address'),
  ),
  screenPopIn: v.optional(v.picklist(['crmTab', 'newTab'])),
} as const;
export const siteSchema = v.strictObject(siteFields);
export const SITES_MAX = 500;

export const devicesSchema = v.strictObject({
  microphoneId: text(200),
  speakerId: text(200),
  ringId: text(200),
  volume: fraction,
  ringVolume: fraction,
});

const iceServerSchema = v.strictObject({
  urls: v.pipe(v.string(), v.regex(/^(stun|turns?):/)),
  username: v.optional(text(300)),
  credential: v.optional(text(300)),
});

/** Field by field, so that one bad value in storage costs that value only. */
export const settingFields = {
  version: v.literal(1),
  server: v.union([v.literal(''), originSchema]),
  lastUser: text(150),
  language: v.picklist(['auto', 'en', 'es', 'pt_BR']),
  devices: devicesSchema,
  sites: v.pipe(v.array(siteSchema), v.maxLength(SITES_MAX)),
  iceServers: v.pipe(v.array(iceServerSchema), v.maxLength(20)),
  tones: v.picklist(['info', 'rtp']),
  sipUrls: v.pipe(v.array(v.pipe(v.string(), v.regex(/^wss?:\/\//))), v.maxLength(10)),
  instanceId: text(100),
  refererHost: v.picklist(['withoutPort', 'withPort']),
  placements: v.record(v.string(), sitePlacesSchema),
  testNumber: v.pipe(v.string(), v.regex(/^[0-9+*#]{0,25}$/)),
  selfTestDay: v.pipe(v.string(), v.regex(/^(?:\d{4}-\d\d-\d\d)?$/)),
} as const;

export const settingsSchema = v.strictObject(settingFields);
export const settingsPatchSchema = v.strictObject(
  Object.fromEntries(
    Object.entries(settingFields)
      .filter(([key]) => key !== 'version')
      .map(([key, schema]) => [key, v.optional(schema)]),
  ) as {
    [K in Exclude<keyof typeof settingFields, 'version'>]: v.OptionalSchema<
      (typeof settingFields)[K],
      undefined
    >;
  },
);
