import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FieldView, FormReply, FormView } from '@/lib/drafts';
import type { DraftSummary } from '@/lib/phone';
import { useDesk, type Refusal } from '../context';
import { typingWords } from '../model/drafts';
import { fieldsOf, formOf, problemOf, wordsOf } from '../model/form';
import { Button } from '../parts/button';
import { CallbackSection } from './callback';
import { Candidates, ContactSection, PhonesSection } from './contact';
import { ConflictSection } from './conflict';
import { FormField } from './field';
import { HistorySection } from './history';
import { refusalOf, useDraft, type DraftControl, type LoadedForm } from './use-draft';

/** What can be typed while the form is on its way or can't be had: the agent's words are never turned away. */
const COMMENTS: FieldView = {
  name: 'disposition.comments',
  label: '',
  kind: 'textarea',
  value: '',
  stored: '',
  choices: [],
  required: false,
  locked: false,
  errors: [],
  missing: false,
};

function OptionFields({ form, control }: { form: FormView; control: DraftControl }) {
  const { texts } = useDesk();
  const subs = form.subs[control.option] ?? [];
  const option = fieldsOf(form, 'disposition').find(({ name }) => name === 'disposition.option');
  return (
    <div class="form-part">
      {option && option.stored !== '' && (
        <p class="field-hint">{texts.t('form.stored', { outcome: wordsOf(option, option.stored) })}</p>
      )}
      {fieldsOf(form, 'disposition').map((field) => {
        if (field.name !== 'disposition.sub')
          return <FormField key={field.name} field={field} control={control} today={form.serverDate} />;
        // The option just typed decides, not the one of the last reading.
        const choices = subs.map((name) => ({ value: name, label: name }));
        return subs.length > 0 ? (
          <FormField
            key={field.name}
            field={{ ...field, choices, required: true }}
            control={control}
            today={form.serverDate}
          />
        ) : null;
      })}
    </div>
  );
}

/** What the server says of the form as a whole: limits, windows. */
function FormErrors({ form }: { form: FormView }) {
  if (form.errors.length === 0) return null;
  return (
    <div class="callout warn" role="alert">
      <div>
        {form.errors.map((error) => (
          <p key={error}>{error}</p>
        ))}
      </div>
    </div>
  );
}

/** The form that follows the option: the campaign's questions, or the callback. */
function Follow({ control }: { control: DraftControl }) {
  const { texts } = useDesk();
  const { follow, followed } = control;
  if (!follow) return null;
  const form = formOf(followed?.reply);
  const title = texts.t(follow === 'callback' ? 'form.callback' : 'form.management');
  if (form && follow === 'callback')
    return (
      <>
        <FormErrors form={form} />
        <CallbackSection form={form} control={control} />
      </>
    );
  return (
    <section class="form-part" aria-label={title}>
      <h3>{title}</h3>
      {form && <FormErrors form={form} />}
      {form?.step === 'management' ? (
        fieldsOf(form, 'management').map((field) => (
          <FormField key={field.name} field={field} control={control} today={form.serverDate} />
        ))
      ) : (
        <p class="quiet-text">
          {followed?.reply?.kind === 'later'
            ? texts.t('form.later')
            : followed?.trouble
              ? texts.error(followed.trouble.code).what
              : texts.t('form.loading')}
        </p>
      )}
    </section>
  );
}

/** What concerns the form as a whole: the server's words, what is to be done, how old it is. */
function Troubles({ loaded, refusal }: { loaded: LoadedForm | undefined; refusal: Refusal | null }) {
  const { texts } = useDesk();
  const form = formOf(loaded?.reply);
  const problem = refusal ?? loaded?.trouble ?? form?.problem ?? null;
  const words = problem && texts.error(problem.code);
  return (
    <>
      {words && (
        <div class="callout warn" role="alert">
          <div>
            <p class="notice-title">{words.what}</p>
            <p>{`${words.auto} ${words.todo}`}</p>
          </div>
        </div>
      )}
      {form && <FormErrors form={form} />}
      {form && !form.fresh && (
        <p class="field-hint">{texts.t('form.stale', { time: texts.time(form.readAt) })}</p>
      )}
    </>
  );
}

/** Takes the agent to the first field that has to be put right, once the forms that say so are drawn. */
function useFirstError() {
  const ref = useRef<HTMLFormElement>(null);
  const from = useRef<HTMLElement | null>(null);
  const [turn, setTurn] = useState(0);
  useLayoutEffect(() => {
    if (turn === 0) return;
    const wrong = ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (wrong ?? from.current)?.focus();
  }, [turn]);
  const look = (): void => {
    const active = ref.current?.ownerDocument.activeElement;
    from.current = active instanceof HTMLElement ? active : null;
    // A field that is being typed into says what is wrong only when it is left.
    from.current?.blur();
    setTurn((before) => before + 1);
  };
  return { ref, look };
}

/** All values that are drawn now, with what is plainly wrong with them. */
function anythingWrong(control: DraftControl, texts: ReturnType<typeof useDesk>['texts']): boolean {
  const forms = [control.form, formOf(control.followed?.reply)];
  return forms
    .flatMap((form) => form?.sections.flatMap(({ fields }) => fields) ?? [])
    .some((field) => problemOf(field, control.value(field.name, field.value), texts) !== '');
}

export function DispositionForm({ draft, onSaved }: { draft: DraftSummary; onSaved: () => void }) {
  const { texts } = useDesk();
  const control = useDraft(draft);
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const firstError = useFirstError();
  const { base, form, typing } = control;

  const save = async (only?: 'contact'): Promise<void> => {
    if (saving) return;
    setRefusal(null);
    if (anythingWrong(control, texts)) {
      firstError.look();
      return;
    }
    setSaving(true);
    await typing.flush();
    const result = await control.ask({ type: 'save', draftId: draft.id, ...(only ? { only } : {}) });
    const refused = refusalOf(result);
    if (refused?.code === 'formIncomplete') {
      await control.reload();
      firstError.look();
    } else setRefusal(refused);
    setSaving(false);
    if (result.ok) onSaved();
  };
  const choose = async (contactId: string): Promise<void> => {
    const result = await control.ask({ type: 'choose', draftId: draft.id, contactId });
    if (result.ok) control.took('disposition', result.value as FormReply);
    else setRefusal(refusalOf(result));
  };
  const resolve = async (keep: 'mine' | 'theirs'): Promise<void> => {
    const result = await control.ask({ type: 'resolve', draftId: draft.id, keep });
    setRefusal(refusalOf(result));
    if (result.ok) onSaved();
  };

  const conflict = form?.conflict ?? null;
  return (
    <form
      ref={firstError.ref}
      class="disposition"
      aria-label={texts.t('form.title')}
      noValidate
      onFocusOut={() => void typing.flush()}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Troubles loaded={base} refusal={refusal} />
      {base?.reply?.kind === 'candidates' && (
        <Candidates candidates={base.reply.candidates} onChoose={(id) => void choose(id)} />
      )}
      {conflict && <ConflictSection conflict={conflict} onKeep={(keep) => void resolve(keep)} />}
      {form && !conflict && (
        <>
          <ContactSection control={control} />
          {draft.about === 'disposition' && <HistorySection control={control} />}
          <PhonesSection control={control} />
          {form.step === 'callback' ? (
            <CallbackSection form={form} control={control} />
          ) : (
            <OptionFields form={form} control={control} />
          )}
          <Follow control={control} />
        </>
      )}
      {!form && draft.about === 'disposition' && (
        <>
          {!base && <p class="quiet-text">{texts.t('form.loading')}</p>}
          <FormField field={COMMENTS} control={control} today="" />
          {base?.trouble && (
            <Button icon="redial" label={texts.t('notice.retry')} onPress={() => void control.reload()} />
          )}
        </>
      )}
      {form?.crm && (
        <Button
          icon="link"
          label={texts.t('form.crm')}
          onPress={() => void control.ask({ type: 'openCrm', draftId: draft.id })}
        />
      )}
      {!conflict && (
        <div class="save-bar">
          <span class={typing.state() === 'failed' ? 'field-error' : 'quiet-text'}>
            {typingWords(typing.state(), texts)}
          </span>
          {form?.contactOnly && (
            <Button
              look="quiet"
              label={texts.t('form.contactOnly')}
              onPress={() => void save('contact')}
              class="small"
            />
          )}
          <Button
            look="primary"
            label={texts.t('common.save')}
            reason={saving ? 'reason.wait' : null}
            submit
          />
        </div>
      )}
    </form>
  );
}
