/** Whom a disposition page is about: call, campaign, contact (interface §6.6, "choosing the contact"). */
import {
  flash,
  PageNotFound,
  redirect,
  ServerCrash,
  type PageContext,
  type WebResponse,
} from '@/lab/omnileads/http';
import {
  contactOfCall,
  contactsOf,
  findDisposition,
  now,
  type Agent,
  type Campaign,
  type Contact,
  type Disposition,
  type SaveReason,
  type World,
} from '@/lab/omnileads/store';

import { parseCallData, redirectSegment, type CallData } from './call-data';
import { PHONE_FORMAT } from './contact-fields';
import { pathSegment } from './python';
import { tell } from './sentences';

export interface Subject {
  readonly context: PageContext;
  readonly world: World;
  readonly agent: Agent;
  readonly campaign: Campaign;
  readonly contact: Contact | null;
  readonly call: CallData | null;
  /** Number of a new contact's form. */
  readonly phone: string;
  readonly stored: Disposition | null;
  readonly from: Exclude<SaveReason, 'rest'>;
  readonly manual: boolean;
}
export interface SubjectKind {
  readonly from: Subject['from'];
  readonly manual: boolean;
}

export function campaignById(world: World, id: string): Campaign {
  const campaign = /^\d+$/u.test(id) ? world.campaigns.get(Number(id)) : undefined;
  if (!campaign)
    throw new ServerCrash(
      'ominicontacto_app.models.Campana.DoesNotExist: Campana matching query does not exist.',
    );
  return campaign;
}
function contactById(world: World, id: string): Contact {
  const contact = /^\d+$/u.test(id) ? world.contacts.get(Number(id)) : undefined;
  if (!contact) throw new PageNotFound();
  return contact;
}

/** The contact that the server remembers for the call, told to the console; only one of this campaign's database counts. */
function rememberedContact(
  { site, user }: PageContext,
  campaign: Campaign,
  call: CallData | null,
): Contact | null {
  const known = call ? contactOfCall(site.world, call.callId, now(site.world)) : null;
  const contact = known === null ? undefined : site.world.contacts.get(known);
  if (!call || !contact || contact.databaseId !== campaign.databaseId) return null;
  site.hub.push(user.id, { type: 'contact_saved', args: { id: call.callId, contact_id: contact.id } });
  return contact;
}

const severalPath = (campaign: Campaign, phone: string, call: CallData | null): string =>
  `/campana/${campaign.id}/contactos_telefono_repetido/${pathSegment(phone)}/${call ? redirectSegment(call) : 'false'}`;

/** The subject, or where the page leads instead. @throws PageNotFound, ServerCrash */
export function subjectOf(context: PageContext, kind: SubjectKind): Subject | { leave: WebResponse } {
  const { site, params, request } = context;
  const { world } = site;
  const text = params['json'];
  const call = text ? parseCallData(text) : null;
  const campaign = campaignById(world, call?.campaignId ?? params['campaign'] ?? '');
  const phone = call?.phone ?? params['phone'] ?? '';
  const id = params['contact'] ?? call?.contactId ?? '';
  const named = id === '' ? null : contactById(world, id);
  const agent = context.agent();
  if (!campaign.agentIds.includes(agent.id)) {
    flash(request, 'warning', tell(request.language, 'notYourCampaign'));
    return { leave: redirect('/blanco/') };
  }
  let contact = named ?? rememberedContact(context, campaign, call);
  // Anything but a number (a withheld one) is not looked up.
  if (!contact && PHONE_FORMAT.test(phone)) {
    const same = contactsOf(world, campaign.databaseId).filter((one) => one.phone === phone);
    if (same.length > 1) return { leave: redirect(severalPath(campaign, phone, call)) };
    contact = same[0] ?? null;
  }
  const stored = contact ? findDisposition(world, contact.id, campaign.id) : null;
  return { context, world, agent, campaign, contact, call, phone, stored, ...kind };
}
