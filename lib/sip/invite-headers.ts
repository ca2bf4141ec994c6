/**
 * INVITE headers → CallDetails. Pure; never throws, whatever the PBX sends.
 * Names are matched without regard to case, with `_` and `-` equal, first occurrence wins, values raw (interface §3.1).
 * Both families are read: OMniLeads 2.6 (interface §3.2) and the ARI-based one after it (Appendix F).
 */
import type { CallDetails, CallOrigin, TransferReceived } from '@/lib/call/types';

export type HeaderPair = readonly [name: string, value: string];

/** Keys of the form's `call_data` and the headers they come from, in the order the stock page fills them (interface §3.2). */
const CALL_DATA_HEADERS: readonly (readonly [key: string, ...headers: string[]])[] = [
  ['id_campana', 'idcamp', 'x-oml-campid'],
  ['campana_type', 'omlcamptype'],
  ['telefono', 'omloutnum', 'x-oml-phonenumber'],
  ['call_id', 'omlcallid', 'x-oml-callid'],
  ['call_type', 'omlcalltypeidtype', 'x-oml-calltype'],
  ['id_contacto', 'idcliente', 'x-oml-customerid'],
  ['rec_filename', 'omlrecfilename'],
  ['call_wait_duration', 'omlcallwaitduration'],
  ['dialer_id', 'omldialerid'],
  ['video_channel', 'omlvideo'],
  ['Omldid', 'omldid'],
  ['Omlcampname', 'omlcampname'],
  ['Omlinroutename', 'omlinroutename'],
  ['force_disposition', 'force-disposition'],
  ['auto_unpause', 'auto-unpause'],
  ['CRM_contact_data', 'oml-retrieve-crm-data'],
  ['ics', 'ics'],
  ['id_contacto_ics', 'idcontactics'],
  ['nombre_contacto_ics', 'namecontactics'],
];

/** The form's view answers 500 when one of these is missing (interface §6.6); rec_filename and wait feed CRM parameters. */
const ALWAYS_PRESENT = [
  'id_contacto',
  'telefono',
  'call_id',
  'call_type',
  'id_campana',
  'rec_filename',
  'call_wait_duration',
];

/** Dialplan variables meant for the CRM travel under this prefix (interface §11.4). */
const CRM_PREFIX = 'omlcrm';

const ORIGINS: readonly (readonly [test: (origin: string) => boolean, kind: CallOrigin])[] = [
  [(o) => o === 'IN' || o === 'INBOUND', 'inbound'],
  [(o) => o.startsWith('DIALER'), 'dialer'],
  [(o) => o === 'CLICK2CALLPREVIEW', 'preview'],
  [(o) => o.startsWith('CLICK2CALL') || o === 'MANUAL', 'click2call'],
  [(o) => o === 'withoutCamp' || o === 'OUTCAMPAIGN', 'withoutCampaign'],
  [(o) => o === 'agentCall' || o === 'AGENT', 'agent'],
  [(o) => o === 'transfer', 'transfer'],
];

const TRANSFERS: Readonly<Record<string, TransferReceived>> = {
  '1': 'blind',
  '2': 'consultative',
  '3': 'campaign',
};

/** `AUTO_ATTEND_x` counts only for the matching Origin (interface §12.13). */
const AUTO_ATTEND: Partial<Record<CallOrigin, string>> = {
  inbound: 'auto-attend-inbound',
  dialer: 'auto-attend-dialer',
  click2call: 'auto-attend-manual',
};

const normalise = (name: string): string => name.trim().toLowerCase().replace(/_/g, '-');

/** The stock page's spelling of a header name (interface §3.1): `OMLCRM_city` → `Omlcrm-City`. */
const capitalise = (normalised: string): string =>
  normalised
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('-');

/** `"Ana" <sip:1005@host;user=phone>` → `1005`; a colon in the user part stays. '' when there is none. */
export function userOf(nameAddr: string): string {
  const uri =
    /<\s*(?:sips?|tel):([^>]*)>?/i.exec(nameAddr)?.[1] ?? /^\s*(?:sips?|tel):(\S*)/i.exec(nameAddr)?.[1];
  if (uri === undefined) return '';
  const at = uri.lastIndexOf('@');
  const user =
    at >= 0 ? uri.slice(0, at) : /^\s*<?\s*tel:/i.test(nameAddr) || /<\s*tel:/i.test(nameAddr) ? uri : '';
  return decoded(user.split(';')[0] ?? '');
}

function decoded(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    // A stray % is the PBX's spelling, not ours to judge: show it as it came.
    return user;
  }
}

const flag = (value: string | undefined): boolean | null =>
  value === 'True' ? true : value === 'False' ? false : null;

function seconds(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

export function readInviteHeaders(pairs: readonly HeaderPair[]): CallDetails {
  const headers = new Map<string, string>();
  for (const [name, value] of pairs) {
    const key = normalise(name);
    if (!headers.has(key)) headers.set(key, value.trim());
  }
  const first = (...names: string[]): string | undefined => {
    for (const name of names) if (headers.has(name)) return headers.get(name);
    return undefined;
  };

  const rawOrigin = first('origin', 'x-oml-origin') ?? '';
  const origin = ORIGINS.find(([test]) => test(rawOrigin))?.[1] ?? 'unknown';
  const autoAttendHeader = AUTO_ATTEND[origin];
  const autoAttendValue = autoAttendHeader === undefined ? undefined : first(autoAttendHeader);

  const callData: Record<string, string> = {};
  for (const [key, ...names] of CALL_DATA_HEADERS) {
    const value = first(...names);
    if (value !== undefined) callData[key] = value;
    else if (ALWAYS_PRESENT.includes(key)) callData[key] = '';
  }
  if (autoAttendValue !== undefined) callData['auto_attend'] = autoAttendValue;
  for (const [name, value] of headers) if (name.startsWith(CRM_PREFIX)) callData[capitalise(name)] = value;

  return {
    origin,
    transfer: TRANSFERS[first('transfer') ?? ''] ?? 'none',
    callId: first('omlcallid', 'x-oml-callid') ?? '',
    campaignId: first('idcamp', 'x-oml-campid') ?? null,
    campaignType: first('omlcamptype') ?? null,
    campaignName: first('omlcampname') ?? null,
    phone: first('omloutnum', 'x-oml-phonenumber') ?? '',
    contactId: first('idcliente', 'x-oml-customerid') ?? '',
    callType: first('omlcalltypeidtype', 'x-oml-calltype') ?? null,
    recordingFile: first('omlrecfilename') ?? null,
    fromAgent: first('omlfromagent') ?? null,
    surveyId: first('omlsurvey') || null,
    forceDisposition: flag(first('force-disposition')),
    autoUnpauseS: seconds(first('auto-unpause')),
    // Present but not exactly "True" means "don't" (interface §2.8), so an odd text is false, not null.
    autoAttend: autoAttendValue === undefined ? null : autoAttendValue === 'True',
    did: first('omldid') || null,
    inboundRoute: first('omlinroutename') || null,
    videoRoom: first('omlvideo') || null,
    crmContactData: first('oml-retrieve-crm-data') || null,
    callData,
    remoteNumber: userOf(first('p-asserted-identity') ?? '') || userOf(first('from', 'f') ?? ''),
  };
}
