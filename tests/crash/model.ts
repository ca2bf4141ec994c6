/**
 * A model of the server's memory: what OMniLeads keeps about dispositions, answers, callbacks and notes (interface §6, §7, §5.9),
 * and a history of every commit, against which "lost", "doubled" and "reordered" are judged.
 */
import type { DraftCall, FollowUp, StoredDisposition, WantedCallback, WantedDisposition } from '@/lib/drafts';

interface Row extends StoredDisposition {
  readonly id: string;
  readonly agentId: string;
  readonly callId: string;
}
export interface Commit {
  readonly what: 'disposition' | 'management' | 'callback' | 'note' | 'contact';
  readonly callId: string;
  readonly key: string;
  readonly content: string;
  readonly startedAt: number;
}

const NONE: StoredDisposition = { option: '', sub: '', comments: '' };
/** The model refuses comments of this form, as a validation error would. */
export const REFUSED_TEXT = 'refuse me';

export class ServerModel {
  readonly history: Commit[] = [];
  private readonly rows = new Map<string, Row>();
  private readonly contacts = new Map<string, Record<string, string>>();
  private readonly contactByCall = new Map<string, string>(); // Redis cache of the real one (interface §3.6)
  private readonly answers = new Map<string, Record<string, string>>();
  private readonly callbacks = new Map<string, WantedCallback & { callbackId: string }>();
  private readonly notes = new Map<string, string>();
  private ids = 100;

  constructor(contactIds: readonly string[]) {
    for (const id of contactIds) this.contacts.set(id, { nombre: `N${id}` });
  }

  private nextId = (): string => String((this.ids += 1));
  private note_(what: Commit['what'], callId: string, key: string, content: unknown, startedAt = 0): void {
    this.history.push({ what, callId, key, content: JSON.stringify(content), startedAt });
  }

  findByCall(agentId: string, callId: string): { dispositionId: string; contactId: string } | null {
    for (const [key, row] of this.rows) {
      if (row.callId === callId && row.agentId === agentId)
        return { dispositionId: row.id, contactId: key.split('|')[1] ?? '' };
    }
    return null;
  }

  read(
    campaignId: string,
    contactId: string,
  ): { stored: StoredDisposition; columns: Record<string, string>; phones: Record<string, string> } {
    const { option, sub, comments } = this.rows.get(`${campaignId}|${contactId}`) ?? NONE;
    return { stored: { option, sub, comments }, columns: { ...this.contacts.get(contactId) }, phones: {} };
  }

  /** The contact of a call: given, remembered for the call, or made. */
  private contactOf(call: DraftCall, contactId: string): string {
    let contact = contactId || this.contactByCall.get(call.callId) || '';
    if (!contact) {
      contact = this.nextId();
      this.contacts.set(contact, {});
      this.note_('contact', call.callId, contact, call.phone);
    }
    this.contactByCall.set(call.callId, contact);
    return contact;
  }

  postContact(call: DraftCall, contactId: string, wanted: WantedDisposition): { contactId: string } {
    const contact = this.contactOf(call, contactId);
    Object.assign(this.contacts.get(contact) ?? {}, wanted.contact);
    return { contactId: contact };
  }

  /** Options 2 and 5 are followed by another form, as in the recorded campaigns. */
  private followUpOf = (option: string): FollowUp =>
    option === '2' ? 'management' : option === '5' ? 'callback' : 'none';
  findFollowUp(dispositionId: string): FollowUp {
    const row = [...this.rows.values()].find(({ id }) => id === dispositionId);
    return this.followUpOf(row?.option ?? '');
  }

  postDisposition(
    agentId: string,
    call: DraftCall,
    contactId: string,
    wanted: WantedDisposition,
  ): { contactId: string; dispositionId: string; followUp: FollowUp } {
    const contact = this.contactOf(call, contactId);
    Object.assign(this.contacts.get(contact) ?? {}, wanted.contact);
    const key = `${call.campaignId}|${contact}`;
    const id = this.rows.get(key)?.id ?? this.nextId();
    const { option, sub, comments } = wanted;
    this.rows.set(key, { id, agentId, callId: call.callId, option, sub, comments });
    this.note_(
      'disposition',
      call.callId,
      key,
      { option, sub, comments, contact: wanted.contact },
      call.startedAt,
    );
    return { contactId: contact, dispositionId: id, followUp: this.followUpOf(option) };
  }

  /** Another agent dispositions the contact: takes the row over. */
  byAnother(campaignId: string, contactId: string, stored: StoredDisposition): void {
    const key = `${campaignId}|${contactId}`;
    this.rows.set(key, {
      ...stored,
      id: this.rows.get(key)?.id ?? this.nextId(),
      agentId: '99',
      callId: 'other',
    });
  }

  readManagement = (dispositionId: string): Record<string, string> => ({
    ...this.answers.get(dispositionId),
  });
  postManagement(callId: string, dispositionId: string, answers: Readonly<Record<string, string>>): void {
    this.answers.set(dispositionId, { ...answers });
    this.note_('management', callId, dispositionId, answers);
  }

  readCallback = (contactId: string, campaignId: string) =>
    this.callbacks.get(`${campaignId}|${contactId}`) ?? null;
  postCallback(
    callId: string,
    contactId: string,
    campaignId: string,
    wanted: WantedCallback,
  ): { callbackId: string } {
    const key = `${campaignId}|${contactId}`;
    const callbackId = this.callbacks.get(key)?.callbackId ?? this.nextId();
    this.callbacks.set(key, { ...wanted, time: `${wanted.time}:00`, callbackId });
    this.note_('callback', callId, key, wanted);
    return { callbackId };
  }

  readNote = (callId: string): string => this.notes.get(callId) ?? '';
  postNote(callId: string, text: string): void {
    this.notes.set(callId, text);
    this.note_('note', callId, callId, text);
  }
}
