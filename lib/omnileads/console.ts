/**
 * GET /consola/ as data (interface §2.2, session.md §2). The page is read once, from the very answer of the sign-in: every
 * further GET writes presence records on the server.
 */
import type { Pause } from '@/lib/agent/types';
import { PhoneError } from '@/lib/diagnostics';
import * as v from 'valibot';
import { parseHtml, valueOf } from './html';
import type { CallableCampaign, ConsoleConfig, QuickContact } from './types';

/** Code's default session age (interface §1.4), should the element be missing. */
const DEFAULT_SESSION_AGE_S = 600;

const NonEmpty = v.pipe(v.string(), v.trim(), v.minLength(1));
/** Without these there is no agent and no phone: anything else is not an OMniLeads console. */
const Identity = v.object({
  idagt: v.pipe(NonEmpty, v.regex(/^\d+$/)),
  sipExt: v.pipe(NonEmpty, v.regex(/^\d+:\d+$/)),
  sipSec: NonEmpty,
});
const CampaignType = v.picklist(['1', '2', '3', '4']);
const Moments = v.array(
  v.pipe(
    v.string(),
    v.check((text) => !Number.isNaN(Date.parse(text))),
  ),
);

/** Error: notOmnileads, naming the element that is missing or unreadable. */
export function parseConsole(html: string, serverHost: string): ConsoleConfig {
  const page = parseHtml(html);
  const text = (id: string) => valueOf(page, `#${id}`)?.trim() ?? '';
  const identity = v.safeParse(Identity, {
    idagt: text('idagt'),
    sipExt: text('sipExt'),
    sipSec: text('sipSec'),
  });
  if (!identity.success) {
    throw new PhoneError(
      'notOmnileads',
      {},
      `console without #${v.getDotPath(identity.issues[0]) ?? 'idagt'}`,
    );
  }
  const seconds = (id: string, otherwise: number) =>
    /^\d{1,9}$/.test(text(id)) ? Number(text(id)) : otherwise;
  const flag = (id: string) => text(id) === 'True'; // Python's text (interface §0)
  const { idagt, sipExt, sipSec } = identity.output;
  return {
    agentId: idagt,
    userName: text('user'),
    sipUser: sipExt,
    sipPassword: sipSec,
    sipDomain: text('kamailiohost') || serverHost,
    wsHost: text('nginxhost') || serverHost,
    externalPort: text('externalport'),
    maxSessionAgeS: seconds('max_session_age', DEFAULT_SESSION_AGE_S),
    flags: {
      autoAttendInbound: flag('auto_attend_IN'),
      autoAttendDialer: flag('auto_attend_DIALER'),
      autoUnpauseS: seconds('auto_unpause', 0),
      callOutsideCampaigns: flag('call_off_camp'),
      callAnotherAgent: flag('call_another_agent'),
      hold: flag('on_hold'),
      forceDisposition: flag('obligar-calificacion'),
    },
    pauses: optionsOf(page, 'pauseType').flatMap(({ value }) => pauseOf(value)),
    campaigns: optionsOf(page, 'cmpList').flatMap(campaignOf),
    agents: optionsOf(page, 'agente_off_camp').flatMap(({ value, label }) =>
      /^\d+$/.test(value) ? [{ id: value, name: label }] : [],
    ),
    quickContacts: optionsOf(page, 'lista_rapida_off_camp').flatMap(quickContactOf),
    quickTransfers: optionsOf(page, 'quickNumToTransfer').flatMap(quickContactOf),
    callbackTimes: momentsOf(text('agendas_dates_json')),
    videoDomain: text('video_domain'),
    pbxName: text('asterisk_tm'),
  };
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly element: Element;
}
function optionsOf(page: ParentNode, id: string): Option[] {
  return [...page.querySelectorAll(`#${id} option`)].map((element) => {
    const label = element.textContent?.trim() ?? '';
    return { value: element.getAttribute('value')?.trim() ?? label, label, element };
  });
}

/** "id,name,seconds": the name may hold commas, so only the first and the last one separate. */
function pauseOf(value: string): Pause[] {
  const [first, last] = [value.indexOf(','), value.lastIndexOf(',')];
  if (first <= 0 || last === first) return [];
  const max = value.slice(last + 1).trim();
  return [
    {
      id: value.slice(0, first).trim(),
      name: value.slice(first + 1, last).trim(),
      maxS: /^\d{1,9}$/.test(max) ? Number(max) : 0,
    },
  ];
}

function campaignOf({ value, label, element }: Option): CallableCampaign[] {
  const type = v.safeParse(CampaignType, element.getAttribute('campana_type'));
  return type.success && /^\d+$/.test(value) ? [{ id: value, name: label, type: type.output }] : [];
}

function quickContactOf({ value, label }: Option): QuickContact[] {
  return value ? [{ number: value, name: label }] : [];
}

/** An array of ISO moments; Django's json_script of a text encodes twice. What can't be read is left out, not fatal. */
export function momentsOf(text: string): string[] {
  try {
    let moments: unknown = JSON.parse(text || '[]');
    if (typeof moments === 'string') moments = JSON.parse(moments) as unknown;
    const parsed = v.safeParse(Moments, moments);
    return parsed.success ? parsed.output : [];
  } catch {
    return []; // the callbacks page is the full list; this is only a head start for reminders
  }
}
