/** Presence, lists, devices, notices. */
import type { AgentEvent } from '@/lib/agent';
import type { ErrorCode } from '@/lib/diagnostics';
import type { CommandResult, PhoneCommand } from '../command';
import { answered, OK, type Handler, type PhoneContext } from '../context';
import { siteCampaignsOf } from '../initial';
import { withoutId } from '../notices';
import { refreshDirectory, withCampaignName } from '../session/directory';

type Of<T extends PhoneCommand['type']> = Extract<PhoneCommand, { type: T }>;
const refused = (code: ErrorCode): CommandResult => ({ ok: false, code, params: {} });

export const pause: Handler<Of<'pause'>> = (phone, { pauseId }) => {
  const { directory, session } = phone.store.get();
  const wanted = directory.pauses.find(({ id }) => id === pauseId);
  if (session.kind === 'signedOut' || session.kind === 'signingIn') return refused('notReady');
  if (!wanted) return refused('pauseRefused');
  return untilAnswered(phone, { type: 'pause', pause: wanted, at: phone.now() });
};

export const resumeWork: Handler<Of<'resumeWork'>> = (phone) =>
  untilAnswered(phone, { type: 'resumeWork', at: phone.now() });

/** Tells the table, and answers with what came of it: the server's refusal is the command's. */
async function untilAnswered(
  phone: PhoneContext,
  event: Extract<AgentEvent, { type: 'pause' | 'resumeWork' }>,
): Promise<CommandResult> {
  const leaving = phone.store.get().agent.memo?.leaving ?? false;
  const asked = phone.presence.asked();
  const taken = phone.agent(event);
  // A second click while the first is on its way: the same answer.
  if (!taken && !(event.type === 'resumeWork' && leaving)) return refused('commandNotAllowed');
  // Programmed for the end of the call: nothing was asked of the server yet.
  if (taken && phone.presence.asked() === asked) return OK;
  const answer = await phone.presence.answer();
  return answer.ok ? OK : refused(answer.code ?? 'pauseRefused');
}

export const programPause: Handler<Of<'programPause'>> = (phone, { pauseId }) => {
  const wanted =
    pauseId === null ? null : phone.store.get().directory.pauses.find(({ id }) => id === pauseId);
  if (wanted === undefined) return refused('pauseRefused');
  phone.agent({ type: 'programPause', pause: wanted });
  return OK;
};

/** The site keeps it, so that its clicks, its panel and tomorrow's know it as well. */
export const chooseCampaign: Handler<Of<'chooseCampaign'>> = async (phone, { origin, campaignId }) => {
  const known = phone.settings.sites.find((site) => site.origin === origin);
  if (!known) return refused('commandNotAllowed');
  if (campaignId !== '' && !phone.store.get().directory.campaigns.some(({ id }) => id === campaignId))
    return refused('campaignUnknown');
  const sites = phone.settings.sites.map((site) => (site === known ? { ...site, campaignId } : site));
  const kept = await answered(phone, 'campaign of the site', async () => {
    phone.settings = await phone.ports.desk.saveSettings({ sites });
    phone.store.set({ siteCampaigns: siteCampaignsOf(phone.settings) });
  });
  // What the administrator has fixed stays as it is.
  const now = phone.settings.sites.find((site) => site.origin === origin)?.campaignId;
  return kept.ok && now !== campaignId ? refused('commandNotAllowed') : kept;
};

export const refreshAgents: Handler<Of<'refreshAgents'>> = (phone) =>
  answered(phone, 'refresh agents', () => refreshDirectory(phone));

export const refreshCallbacks: Handler<Of<'refreshCallbacks'>> = (phone) =>
  answered(phone, 'refresh callbacks', () => phone.ports.drafts.refreshCallbacks());

export const devices: Handler<Of<'devices'>> = async (phone, { devices: change }) => {
  const { devices: view } = phone.store.get();
  const chosen = { ...view.chosen, ...change };
  phone.clear('device'); // what is lost of the new choice is said by choosing it
  const done = await answered(phone, 'devices', () => phone.ports.audio.choose(chosen));
  if (!done.ok) return done;
  phone.store.set({ devices: { ...phone.store.get().devices, chosen } });
  // Of what was chosen before nothing is known: the rest of it would be written over with defaults.
  if (!phone.settingsKnown) return refused('settingsUnreadable');
  return answered(phone, 'devices', async () => {
    phone.settings = await phone.ports.desk.saveSettings({ devices: chosen });
  });
};

export const dismissNotice: Handler<Of<'dismissNotice'>> = (phone, { id }) => {
  phone.store.set({ notices: withoutId(phone.store.get().notices, id) });
  return OK;
};

/** The call the note is about, while it is still known: one outside campaigns has no draft before its first note. */
export const noteRecording: Handler<Of<'noteRecording'>> = (phone, { callId, text }) => {
  const {
    call: { call, lastEnd },
    directory,
  } = phone.store.get();
  const details = [call?.details, lastEnd?.details].find((known) => known?.callId === callId);
  return phone.ports.drafts.note(callId, text, details ? withCampaignName(details, directory) : null);
};
export const draft: Handler<Of<'draft'>> = (phone, { command }) => phone.ports.drafts.handle(command);
