/** One disposition per phone, in campaigns that allow it (interface §6.6): a Django formset with the prefix `form`. */
import { markup, type Language, type Markup, type QueryDict } from '@/lab/omnileads/http';
import {
  databaseOf,
  takeId,
  type Agent,
  type Campaign,
  type Contact,
  type PhoneDisposition,
  type World,
} from '@/lab/omnileads/store';

import { choosable } from './disposition-save';
import { tellChoice } from './sentences';
import { EMPTY_CHOICE, field, hiddenInput, select } from './widgets';

export interface PhoneFormset {
  readonly valid: boolean;
  readonly content: Markup;
  readonly save: (contact: Contact, agent: Agent) => void;
}
interface Input {
  readonly world: World;
  readonly language: Language;
  readonly campaign: Campaign;
  readonly contact: Contact | null;
  readonly agent: Agent;
  readonly posted: QueryDict | null;
}
interface Row {
  readonly at: number;
  readonly column: string;
  readonly id: string;
  readonly option: string;
}
const NOTHING: PhoneFormset = { valid: true, content: markup``, save: () => undefined };

const storedRow = (
  world: World,
  campaign: Campaign,
  contact: Contact | null,
  column: string,
): PhoneDisposition | null =>
  [...world.forms.phoneDispositions.values()].find(
    (one) => one.campaignId === campaign.id && one.contactId === contact?.id && one.column === column,
  ) ?? null;

function rowsOf({ world, campaign, contact, posted }: Input): Row[] {
  if (!posted)
    return databaseOf(world, campaign.databaseId).phoneColumns.map((column, at) => {
      const known = storedRow(world, campaign, contact, column);
      return { at, column, id: known ? String(known.id) : '', option: known?.option ?? '' };
    });
  // Without a management form there are no rows, and that is no error.
  const total = Number(posted.get('form-TOTAL_FORMS') ?? '0');
  return Array.from({ length: Number.isInteger(total) ? Math.max(0, total) : 0 }, (_, at) => ({
    at,
    column: posted.get(`form-${at}-campo_contacto`) ?? '',
    id: posted.get(`form-${at}-id`) ?? '',
    option: posted.get(`form-${at}-calificacion`) ?? '',
  }));
}

export function phoneFormset(input: Input): PhoneFormset {
  const { world, language, campaign, contact, agent, posted } = input;
  if (!campaign.dispositionsPerPhone) return NOTHING;
  const names = choosable(campaign, null).map(({ name }) => name);
  const columns = databaseOf(world, campaign.databaseId).phoneColumns;
  const rows = rowsOf(input);
  const errors: Record<string, string[]> = {};
  if (posted)
    for (const { at, column, option } of rows) {
      if (option !== '' && !names.includes(option))
        errors[`form-${at}-calificacion`] = [tellChoice(language, option)];
      else if (!columns.includes(column)) errors[`form-${at}-calificacion`] = [tellChoice(language, column)];
    }
  const choices = [EMPTY_CHOICE, ...names.map((name) => ({ value: name, label: name }))];
  const known = rows.filter(({ id }) => id !== '').length;
  const counts = { TOTAL_FORMS: rows.length, INITIAL_FORMS: known, MIN_NUM_FORMS: 0, MAX_NUM_FORMS: 1000 };
  const management = Object.entries(counts).map(([name, count]) =>
    hiddenInput(`form-${name}`, String(count)),
  );
  const lines = rows.map(({ at, column, id, option }) => {
    const name = (part: string): string => `form-${at}-${part}`;
    const hidden = [
      hiddenInput(name('id'), id),
      hiddenInput(name('campana'), String(campaign.id)),
      hiddenInput(name('contacto'), contact ? String(contact.id) : ''),
      hiddenInput(name('agente'), String(agent.id)),
      hiddenInput(name('campo_contacto'), column),
    ];
    const control = select(name('calificacion'), choices, option);
    return markup`${hidden}${field(name('calificacion'), column, control, errors)}`;
  });
  return {
    valid: Object.keys(errors).length === 0,
    content: markup`<div id="calificaciones-telefonos">${management}${lines}</div>\n`,
    save(saved, by) {
      if (!posted) return;
      for (const { column, option } of rows) {
        const stored = storedRow(world, campaign, saved, column);
        if (option === '') {
          if (stored) world.forms.phoneDispositions.delete(stored.id);
        } else if (stored) Object.assign(stored, { option, agentId: by.id });
        else {
          const id = takeId(world, 'phoneDispositions', 1);
          const row = { id, campaignId: campaign.id, contactId: saved.id, column, agentId: by.id, option };
          world.forms.phoneDispositions.set(id, row);
        }
      }
    },
  };
}
