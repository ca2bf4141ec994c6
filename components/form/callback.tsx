import { addDays, type TextKey } from '@/lib/i18n';
import type { FieldView, FormView } from '@/lib/drafts';
import { useDesk } from '../context';
import { fieldNamed } from '../model/form';
import { momentAt, zoneDiffers, zoneName } from '../model/zone';
import { Segmented } from '../parts/segmented';
import { FormField } from './field';
import type { DraftControl } from './use-draft';

const NEAR = [
  [0, 'form.today'],
  [1, 'form.tomorrow'],
  [7, 'form.inAWeek'],
] as const satisfies readonly (readonly [number, TextKey])[];

/** Personal or global, with what each means: a global one has no date that could be chosen. */
function Kind({
  field,
  control,
  onPersonal,
}: {
  field: FieldView;
  control: DraftControl;
  /** The draft forgets date and time of a global one: they are said again. */
  onPersonal: () => void;
}) {
  const { texts } = useDesk();
  const offered = (kind: string): boolean => field.choices.some((choice) => choice.value === kind);
  const value = control.value(field.name, field.value) === 'global' ? 'global' : 'personal';
  return (
    <>
      <Segmented
        label={texts.t('form.kind')}
        value={value}
        segments={[
          { value: 'personal', label: texts.t('form.personal') },
          {
            value: 'global',
            label: texts.t('form.global'),
            reason: offered('global') ? null : 'reason.onlyDialer',
          },
        ]}
        onValue={(kind) => {
          control.type(field.name, kind);
          if (kind === 'personal') onPersonal();
        }}
      />
      <p class="field-hint">{texts.t(value === 'global' ? 'form.globalHint' : 'form.personalHint')}</p>
    </>
  );
}

/** The server's clock, when it is not the agent's: what is typed means there, and what that is here. */
function Zone({ form, date, time }: { form: FormView; date: string; time: string }) {
  const { texts, now } = useDesk();
  const { zoneMin } = form;
  if (zoneMin === null || !zoneDiffers(zoneMin, now())) return null;
  const at = momentAt(date, time, zoneMin, now());
  return (
    <p class="field-hint">
      {texts.t('form.zone', { zone: zoneName(zoneMin), time: form.serverTime })}
      {at !== null && <> {texts.t('form.zoneHere', { moment: texts.dateTime(at) })}</>}
    </p>
  );
}

export function CallbackSection({ form, control }: { form: FormView; control: DraftControl }) {
  const { texts } = useDesk();
  const [kind, date, time, phone, reason] = ['kind', 'date', 'time', 'phone', 'reason'].map((name) =>
    fieldNamed(form, `callback.${name}`),
  );
  const valueOf = (field: FieldView | undefined): string =>
    field ? control.value(field.name, field.value) : '';
  const global = valueOf(kind) === 'global';
  const show = (field: FieldView | undefined) =>
    field && <FormField field={field} control={control} today={form.serverDate} />;
  return (
    <section class="form-part" aria-label={texts.t('form.callback')}>
      <h3>{texts.t('form.callback')}</h3>
      {kind && (
        <Kind
          field={kind}
          control={control}
          onPersonal={() => {
            for (const field of [date, time]) if (field) control.type(field.name, valueOf(field));
          }}
        />
      )}
      {!global && (
        <>
          <div class="pair">
            {show(date)}
            {show(time)}
          </div>
          {date && (
            <div class="chips">
              {NEAR.map(([days, words]) => (
                <button
                  key={words}
                  type="button"
                  class="chip"
                  onClick={() => control.type(date.name, addDays(form.serverDate, days))}
                >
                  {texts.t(words)}
                </button>
              ))}
            </div>
          )}
          <Zone form={form} date={valueOf(date)} time={valueOf(time)} />
        </>
      )}
      {show(phone)}
      {show(reason)}
    </section>
  );
}
