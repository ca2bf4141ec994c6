/** Asking for a call: everything that can be known beforehand is checked before OMniLeads is asked (interface §4.5). */
import { callProblem } from '@/lib/agent';
import type { ExternalIds } from '@/lib/call';
import { asPhoneError, type ErrorCode, type ErrorParams } from '@/lib/diagnostics';
import { withoutPlus, type DialPlan } from '@/lib/numbers/dialable';
import { likelyCountry, type Settings } from '@/lib/settings';
import type { CommandResult } from '../command';
import { OK, type PhoneContext } from '../context';
import { isOwed } from '../drafts';
import { lookAtMicrophone, microphoneProblem } from '../session/microphone';

/** OMniLeads' own pages don't dispatch two calls closer together; the PBX would answer the second with a busy leg. */
const COOLDOWN_MS = 2_000;
/** What may be dialled: an extension of the company's PBX up to an international number with prefixes (issue B2). */
const DIALLED = /^\+?[0-9*#]{2,25}$/;
/** What people and pages write between digits. */
const PUNCTUATION = /[ \t().\-/\u00a0\u2010-\u2015]/g; // no line break: two lines are two numbers
/** Between numbers that are dialled at once, the first to answer wins (interface §4.8). */
const SEVERAL = '_';
const SEVERAL_MAX = 10;

/** Typed in the panel or the popup a number belongs to no page: it is dialled as in the agent's first site, else as where the browser is. */
export function dialPlan(settings: Settings, language: string): DialPlan {
  const [site] = settings.sites;
  if (site) return { country: site.country, prefix: site.prefix };
  return { country: likelyCountry(Intl.DateTimeFormat().resolvedOptions().timeZone, language), prefix: '' };
}

type Planned = Pick<PhoneContext, 'settings'> & { readonly ports: Pick<PhoneContext['ports'], 'about'> };

/** null = nothing that can be dialled. The PBX's way out matches digits only: a '+' would end the call it was dialled with (interface A.2). */
export function dialledNumber({ settings, ports }: Planned, typed: string): string | null {
  const number = typed.trim().replace(PUNCTUATION, '');
  return DIALLED.test(number) ? withoutPlus(number, dialPlan(settings, ports.about.language)) : null;
}

/** As `dialledNumber`; campaigns also take several numbers at once. */
export function dialledInCampaign(phone: Planned, typed: string): string | null {
  const numbers = typed.split(SEVERAL).map((one) => dialledNumber(phone, one));
  return numbers.length <= SEVERAL_MAX && numbers.every((number) => number !== null)
    ? numbers.join(SEVERAL)
    : null;
}

export const refused = (code: ErrorCode, params: ErrorParams = {}): CommandResult => ({
  ok: false,
  code,
  params,
});

/** Why no call can be asked for now, without asking anybody. */
export function notNow(phone: PhoneContext): CommandResult | null {
  const { session, agent, call } = phone.store.get();
  if (session.kind === 'expired') return refused('sessionExpired');
  if (session.kind !== 'signedIn') return refused('notReady');
  if (call.phase !== 'idle' || phone.placing) return refused('callBusy');
  const problem = callProblem(agent);
  if (problem === 'microphoneMissing') return refused(microphoneProblem(phone) ?? problem);
  if (problem && problem !== 'callGated') return refused(problem); // the gate asks the server, which may know better
  const left = phone.lastCallAt + COOLDOWN_MS - phone.now();
  return left > 0 ? refused('callCooldown', { seconds: Math.ceil(left / 1000) }) : null;
}

/** The compulsory disposition of the last call comes first, where the group wants it. */
async function gate(phone: PhoneContext): Promise<CommandResult | null> {
  const { agent, abilities } = phone.store.get();
  if (!abilities.flags.forceDisposition && !agent.dispositionPending) return null;
  try {
    const status = await phone.client.directory.compulsoryStatus();
    if (!isOwed(status, abilities.flags)) return null;
    await phone.ports.drafts.gated(status);
    return refused('callGated');
  } catch (thrown) {
    const error = asPhoneError(thrown);
    // A role without this question takes the gate away, and nothing else: what the phone knows by itself decides.
    if (error.code === 'permissionDenied') return agent.dispositionPending ? refused('callGated') : null;
    return { ok: false, code: error.code, params: error.params };
  }
}

export interface Wanted {
  readonly number: string;
  readonly agentId?: string;
  readonly campaignId?: string;
  readonly external?: ExternalIds;
  /** What has to be found out first; null = go on, anything else is the command's answer. */
  prepare?(): Promise<CommandResult | null>;
  ask(): Promise<void>;
}

export async function place(phone: PhoneContext, wanted: Wanted): Promise<CommandResult> {
  const no = notNow(phone);
  if (no) return no;
  phone.placing = true;
  try {
    const era = phone.era.current();
    const stopped = await check(phone, wanted);
    if (stopped) return stopped;
    // An inbound call may have come in meanwhile, or the agent may have signed out.
    const { call } = phone.store.get();
    if (!phone.era.is(era) || call.phase !== 'idle') return refused('callBusy');
    begin(phone, wanted);
  } finally {
    phone.placing = false;
  }
  const { generation } = phone.store.get().call;
  try {
    const asked = wanted.ask();
    // Only now: opening a microphone keeps browser and thread busy, and the request would wait for it (measured).
    openMicrophone(phone);
    await asked;
    return OK;
  } catch (thrown) {
    const error = asPhoneError(thrown);
    phone.ports.log.warn('call', 'request refused', { code: error.code, detail: error.detail ?? '' });
    phone.call({ type: 'requestRefused', code: error.code, at: phone.now(), generation });
    return { ok: false, code: error.code, params: error.params };
  }
}

async function check(phone: PhoneContext, wanted: Wanted): Promise<CommandResult | null> {
  // "Allow this time" may have run out since sign-in: better said now than after the customer's phone rang. The browser tells
  // of such changes by itself, so a permission that we know of needs no question, which would cost the call its first moment.
  if (phone.store.get().devices.microphone !== 'granted') {
    const problem = await lookAtMicrophone(phone);
    if (problem) return refused(problem);
  }
  return (await gate(phone)) ?? (await wanted.prepare?.()) ?? null;
}

function begin(phone: PhoneContext, { number, agentId, campaignId, external }: Wanted): void {
  phone.lastCallAt = phone.now();
  phone.clear('call');
  phone.call({
    type: 'request',
    number,
    ...(agentId ? { agentId } : {}),
    ...(campaignId ? { campaignId } : {}),
    ...(external ? { external } : {}),
    at: phone.now(),
  });
}

/** For the INVITE that will come. Not awaited: a microphone that fails now fails again at the answer, and says so there. */
function openMicrophone(phone: PhoneContext): void {
  phone.ports.audio
    .prepareMicrophone()
    .catch((thrown: unknown) =>
      phone.ports.log.warn('call', 'microphone not ready', { error: String(thrown) }),
    );
}
