/** What tests do to, and see of, contacts, dispositions, callbacks and notes behind the server's back. */
import type { Site } from '@/lab/omnileads/site';
import {
  agentOfUser,
  contactsOf,
  databaseOf,
  dispositionsOf,
  findDisposition,
  recordOf,
  setColumn,
  takeId,
  type Agent,
  type Callback,
  type Campaign,
  type ColumnFlags,
  type Commit,
  type Contact,
  type CrmInteraction,
  type CrmRequest,
  type Disposition,
  type DispositionRevision,
  type ManagementAnswer,
  type PhoneDisposition,
  type PreviewEntry,
  type World,
} from '@/lab/omnileads/store';

import { saveDisposition } from './disposition-save';

/** A contact as a whole, by column. */
export interface ContactRecord {
  readonly id: number;
  readonly databaseId: number;
  readonly original: boolean;
  readonly columns: Readonly<Record<string, string | null>>;
}
export interface OthersDisposition {
  readonly contactId: number;
  readonly campaignId: number;
  /** Option's name, as in seed.json. */
  readonly option: string;
  readonly sub?: string;
  readonly comments?: string;
  readonly callId?: string;
}
export interface FormsControl {
  /** Per campaign, as a supervisor sets it: hidden columns are absent, locked ones disabled, required ones compulsory. */
  readonly setColumn: (campaignId: number, column: string, flags: Partial<ColumnFlags>) => void;
  /** Whether contacts of the campaign may share a phone. */
  readonly setDuplicates: (campaignId: number, allowed: boolean) => void;
  readonly setDispositionsPerPhone: (campaignId: number, on: boolean) => void;
  readonly setCrm: (campaignId: number, crm: CrmInteraction | null) => void;
  /** A survey of the campaign: transfers to it are accepted, until then the add-on is missing (interface §5.8). */
  readonly addSurvey: (campaignId: number, surveyId: number) => void;
  /** Adds a campaign like another one (same database, agents, options with new ids); returns its id. */
  readonly copyCampaign: (campaignId: number, name: string) => number;
  /** The whole record. @throws when there is no such contact */
  readonly contact: (id: number) => ContactRecord;
  readonly contactsWithPhone: (databaseId: number, phone: string) => readonly ContactRecord[];
  readonly dispositionsOf: (username: string) => readonly Disposition[];
  readonly disposition: (contactId: number, campaignId: number) => Disposition | null;
  /** Every committed save of a disposition, in order. */
  readonly dispositionHistory: () => readonly DispositionRevision[];
  readonly phoneDispositions: () => readonly PhoneDisposition[];
  readonly managementAnswers: () => readonly ManagementAnswer[];
  readonly callbacks: () => readonly Callback[];
  /** Text by call id. */
  readonly notes: () => ReadonlyMap<string, string>;
  readonly preview: () => readonly PreviewEntry[];
  /** Requests that the server itself made to a CRM. */
  readonly crmRequests: () => readonly CrmRequest[];
  /** Everything that was written, in order; of one kind, of one call. */
  readonly commits: (what?: Commit['what'], callId?: string) => readonly Commit[];
  /** Another agent dispositions a contact meanwhile: the row becomes that agent's. */
  readonly byAnotherAgent: (username: string, disposition: OthersDisposition) => Disposition;
}

function recordOfContact(world: World, contact: Contact): ContactRecord {
  const { id, databaseId, original } = contact;
  return { id, databaseId, original, columns: recordOf(contact, databaseOf(world, databaseId)) };
}
function campaignOf(world: World, id: number): Campaign {
  const campaign = world.campaigns.get(id);
  if (!campaign) throw new Error(`no campaign ${id}`);
  return campaign;
}

const FIRST_NEW_CAMPAIGN = 100;
const FIRST_NEW_OPTION = 1000;
function copyCampaign(world: World, campaignId: number, name: string): number {
  const { options, agentIds, ...rest } = campaignOf(world, campaignId);
  const id = takeId(world, 'campaigns', FIRST_NEW_CAMPAIGN);
  world.campaigns.set(id, {
    ...rest,
    id,
    name,
    externalId: null,
    agentIds: [...agentIds],
    options: options.map((option) => ({ ...option, id: takeId(world, 'options', FIRST_NEW_OPTION) })),
  });
  return id;
}
function byAnotherAgent(world: World, agent: Agent, given: OthersDisposition): Disposition {
  const campaign = campaignOf(world, given.campaignId);
  const option = campaign.options.find(({ name }) => name === given.option);
  if (!option) throw new Error(`campaign ${campaign.id} has no option ${given.option}`);
  const contact = world.contacts.get(given.contactId);
  if (!contact) throw new Error(`no contact ${given.contactId}`);
  return saveDisposition(world, {
    known: findDisposition(world, contact.id, campaign.id),
    agent,
    campaign,
    contact,
    option,
    sub: given.sub ?? '',
    comments: given.comments ?? '',
    callId: given.callId ?? null,
    manual: false,
    reason: 'calificacion',
  });
}

export function createFormsControl({ world }: Site): FormsControl {
  const { forms } = world;
  return {
    setColumn: (campaignId, column, flags) => setColumn(world, campaignId, column, flags),
    setDuplicates(campaignId, allowed) {
      campaignOf(world, campaignId).allowsDuplicates = allowed;
    },
    setDispositionsPerPhone(campaignId, on) {
      campaignOf(world, campaignId).dispositionsPerPhone = on;
    },
    setCrm(campaignId, crm) {
      campaignOf(world, campaignId).crm = crm;
    },
    addSurvey: (campaignId, surveyId) => void campaignOf(world, campaignId).surveyIds.push(surveyId),
    copyCampaign: (campaignId, name) => copyCampaign(world, campaignId, name),
    contact(id) {
      const contact = world.contacts.get(id);
      if (!contact) throw new Error(`no contact ${id}`);
      return recordOfContact(world, contact);
    },
    contactsWithPhone: (databaseId, phone) =>
      contactsOf(world, databaseId)
        .filter((one) => one.phone === phone)
        .map((one) => recordOfContact(world, one)),
    dispositionsOf: (username) => dispositionsOf(world, agentOfUser(world, username).id),
    disposition: (contactId, campaignId) => findDisposition(world, contactId, campaignId),
    dispositionHistory: () => forms.dispositionHistory,
    phoneDispositions: () => [...forms.phoneDispositions.values()],
    managementAnswers: () => [...forms.answers.values()],
    callbacks: () => [...world.callbacks.values()],
    notes: () => forms.tags,
    preview: () => [...forms.preview.values()],
    crmRequests: () => forms.crmRequests,
    commits: (what, callId) =>
      forms.commits.filter(
        (one) => (what === undefined || one.what === what) && (callId === undefined || one.callId === callId),
      ),
    byAnotherAgent: (username, given) => byAnotherAgent(world, agentOfUser(world, username), given),
  };
}
