import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Candidate } from '@/lib/drafts';
import { useDesk } from '../context';
import { complaintsOf, fieldsOf, knownOf } from '../model/form';
import { Button } from '../parts/button';
import { FormField } from './field';
import type { DraftControl } from './use-draft';

/** What is read at a glance; the rest is one click away. */
const FEW = 4;
/** Of a new contact it is all that is known. */
const NUMBER = 'contact.telefono';

/** Label and value in two columns. */
export function Facts({
  pairs,
  label,
  children,
}: {
  pairs: readonly (readonly [string, string])[];
  label: string;
  children?: ComponentChildren;
}) {
  const { texts } = useDesk();
  const [all, setAll] = useState(false);
  const shown = all ? pairs : pairs.slice(0, FEW);
  return (
    <>
      <dl class="facts" aria-label={label}>
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {(children || pairs.length > FEW) && (
        <p class="links">
          {pairs.length > FEW && (
            <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
              {all
                ? texts.t('idle.showLess')
                : texts.t('idle.showAll', { count: texts.number(pairs.length) })}
            </button>
          )}
          {children}
        </p>
      )}
    </>
  );
}

/** OMniLeads' own page of the contact (interface §8.4): the last resort, and harmless to open. */
const contactPage = ({ draft }: DraftControl, contactId: string): string =>
  `/campana/${encodeURIComponent(draft.campaignId)}/contacto/${encodeURIComponent(contactId)}/update/`;

/** The customer: read until it is edited. A new one, or one with something to put right, is open for writing at once. */
export function ContactSection({ control }: { control: DraftControl }) {
  const { texts, host } = useDesk();
  const [asked, setAsked] = useState(false);
  const { form } = control;
  const fields = fieldsOf(form, 'contact');
  if (!form || fields.length === 0) return null;
  const touched = fields.some(
    (field) =>
      control.typing.valueOf(field.name) !== undefined ||
      field.value !== field.stored ||
      complaintsOf(field, control.value(field.name, field.value), texts) !== '',
  );
  // Found by its number alone, a contact has no id here yet: what OMniLeads knows of it tells it from a new one.
  const isNew = form.contactId === '' && !fields.some(({ name, stored }) => name !== NUMBER && stored !== '');
  const known = knownOf(form, texts);
  const editing = asked || touched || isNew || known.length === 0;
  const title = texts.t(isNew ? 'form.newContact' : 'form.contact');
  return (
    <section class="form-part" aria-label={title}>
      <div class="listed-head">
        <h3>{title}</h3>
        {!editing && (
          <button type="button" class="link" onClick={() => setAsked(true)}>
            {texts.t('form.editContact')}
          </button>
        )}
      </div>
      {editing ? (
        fields.map((field) => (
          <FormField key={field.name} field={field} control={control} today={form.serverDate} />
        ))
      ) : (
        <Facts pairs={known} label={texts.t('form.contact')}>
          {form.contactId !== '' && (
            <button
              type="button"
              class="link"
              onClick={() => host.openServer(contactPage(control, form.contactId))}
            >
              {texts.t('form.outside')}
            </button>
          )}
        </Facts>
      )}
    </section>
  );
}

/** A disposition for each of the contact's phones, where the campaign asks for it. */
export function PhonesSection({ control }: { control: DraftControl }) {
  const { texts } = useDesk();
  const { form } = control;
  const fields = fieldsOf(form, 'phones');
  if (!form || fields.length === 0) return null;
  return (
    <section class="form-part" aria-label={texts.t('form.phones')}>
      <h3>{texts.t('form.phones')}</h3>
      {fields.map((field) => (
        <FormField key={field.name} field={field} control={control} today={form.serverDate} />
      ))}
    </section>
  );
}

/** Which of several contacts it was; asked before anything can be said of one. */
export function Candidates({
  candidates,
  onChoose,
}: {
  candidates: readonly Candidate[];
  onChoose: (contactId: string) => void;
}) {
  const { texts } = useDesk();
  return (
    <section class="form-part">
      <h3>{texts.t('form.candidates')}</h3>
      <ul class="rows" aria-label={texts.t('form.candidates')}>
        {candidates.map(({ contactId, phone, columns }) => {
          const [title = phone, ...more] = Object.values(columns);
          return (
            <li key={contactId}>
              <button type="button" class="row" onClick={() => onChoose(contactId)}>
                <span class="row-words">
                  <span class="row-title">{title}</span>
                  <span class="row-detail">{more.join(' · ') || phone}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <Button label={texts.t('form.noneOfThem')} icon="agent" onPress={() => onChoose('')} />
    </section>
  );
}
