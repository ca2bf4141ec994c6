/** The CRM's id of a customer whom OMniLeads didn't know when the call began (interface §6.6, §11.2). Pure. */
import { change, EMPTY_DISPOSITION } from './edit';
import type { FormPage } from './form-page';
import type { Draft } from './types';

/** The contact form's own column for it; only databases that have such a column show it. */
const COLUMN = 'id_externo';

/** Writes the id down as if the agent had typed it, so that the saved contact is the CRM's customer. Never over another id. */
export function withExternalContact(draft: Draft, page: FormPage, now: number): Draft {
  const id = draft.call.external?.contactId ?? '';
  const field = page.sections
    .flatMap(({ fields }) => fields)
    .find(({ name }) => name === `contact.${COLUMN}`);
  const typed = draft.wanted.disposition?.contact ?? {};
  if (id === '' || !field || field.value !== '' || field.locked || COLUMN in typed) return draft;
  const disposition = { ...EMPTY_DISPOSITION, ...draft.wanted.disposition };
  return change(draft, { disposition: { ...disposition, contact: { ...typed, [COLUMN]: id } } }, now);
}
