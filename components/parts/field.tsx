import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Common {
  readonly label: string;
  /** Shown below the field and tied to it. */
  readonly error?: string;
  readonly hint?: string;
  /** The label is for assistive technology only: the layout says it already. */
  readonly bare?: boolean;
  readonly focusFirst?: boolean;
  readonly required?: boolean;
  /** For the form that looks for the field it has to put right. */
  readonly name?: string;
}

/** What every control of ours says of itself to assistive technology. */
const described = ({ error, hint, required, focusFirst, name }: Common, id: string) => ({
  id,
  name,
  'aria-invalid': error ? true : undefined,
  'aria-required': required ? true : undefined,
  'aria-describedby': error || hint ? `${id}-note` : undefined,
  'data-focus-first': focusFirst ? '' : undefined,
});

/** The star is for eyes: the control itself says that it is required. */
export const Star = () => <span aria-hidden="true"> *</span>;

function Shell({
  label,
  error,
  hint,
  bare,
  required,
  id,
  children,
}: Common & { id: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id} class={bare ? 'unseen' : 'field-label'}>
        {label}
        {required && <Star />}
      </label>
      {children}
      {error ? (
        <p id={`${id}-note`} class="field-error">
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-note`} class="field-hint">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

export interface TextFieldProps extends Common {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly type?: 'text' | 'tel' | 'url' | 'password' | 'search';
  readonly placeholder?: string;
  readonly autocomplete?: string;
  readonly class?: string;
  readonly maxLength?: number;
  readonly inputMode?: 'decimal' | 'numeric' | 'text';
  readonly readOnly?: boolean;
  readonly onBlur?: () => void;
}

export function TextField(props: TextFieldProps) {
  const id = useId();
  return (
    <Shell {...props} id={id}>
      <input
        {...described(props, id)}
        class={`input ${props.class ?? ''}`}
        // Preact's types tie each type to its roles; we set no role, so any of ours will do.
        type={(props.type ?? 'text') as 'text'}
        value={props.value}
        placeholder={props.placeholder}
        autocomplete={props.autocomplete ?? 'off'}
        spellcheck={false}
        maxLength={props.maxLength}
        inputMode={props.inputMode}
        readOnly={props.readOnly}
        onInput={(event) => props.onValue(event.currentTarget.value)}
        onBlur={props.onBlur}
      />
    </Shell>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly off?: boolean;
}
export interface ChoiceGroup {
  readonly label: string;
  readonly choices: readonly Choice[];
}

export interface SelectFieldProps extends Common {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly choices: readonly (Choice | ChoiceGroup)[];
}

const Option = ({ choice, value }: { choice: Choice; value: string }) => (
  <option value={choice.value} disabled={choice.off} selected={choice.value === value}>
    {choice.label}
  </option>
);

/** A native list: keyboard, type-ahead and screen readers for free. */
export function SelectField(props: SelectFieldProps) {
  const id = useId();
  return (
    <Shell {...props} id={id}>
      <select
        {...described(props, id)}
        class="input select"
        onChange={(event) => props.onValue(event.currentTarget.value)}
      >
        {props.choices.map((entry) =>
          'choices' in entry ? (
            <optgroup key={entry.label} label={entry.label}>
              {entry.choices.map((choice) => (
                <Option key={choice.value} choice={choice} value={props.value} />
              ))}
            </optgroup>
          ) : (
            <Option key={entry.value} choice={entry} value={props.value} />
          ),
        )}
      </select>
    </Shell>
  );
}

export interface TextAreaProps extends Common {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly rows?: number;
}

export function TextArea(props: TextAreaProps) {
  const id = useId();
  return (
    <Shell {...props} id={id}>
      <textarea
        {...described(props, id)}
        class="input area"
        rows={props.rows ?? 4}
        value={props.value}
        onInput={(event) => props.onValue(event.currentTarget.value)}
      />
    </Shell>
  );
}

/** A box to tick; the words are its label. */
export function CheckField(
  props: Common & { readonly on: boolean; readonly onValue: (on: boolean) => void },
) {
  const id = useId();
  return (
    <div class="field">
      <div class="check">
        <input
          {...described(props, id)}
          type="checkbox"
          checked={props.on}
          onChange={(event) => props.onValue(event.currentTarget.checked)}
        />
        <label for={id}>
          {props.label}
          {props.required && <Star />}
        </label>
      </div>
      {(props.error || props.hint) && (
        <p id={`${id}-note`} class={props.error ? 'field-error' : 'field-hint'}>
          {props.error || props.hint}
        </p>
      )}
    </div>
  );
}

export interface RangeProps {
  readonly label: string;
  readonly value: number; // 0..1
  readonly onValue: (value: number) => void;
}
const STEPS = 20; // 5 % per arrow key

export function RangeField({ label, value, onValue }: RangeProps) {
  const id = useId();
  return (
    <Shell label={label} id={id}>
      <input
        id={id}
        class="range"
        type="range"
        min={0}
        max={STEPS}
        value={Math.round(value * STEPS)}
        aria-valuetext={`${Math.round(value * 100)} %`}
        onChange={(event) => onValue(Number(event.currentTarget.value) / STEPS)}
      />
    </Shell>
  );
}

/** What a sheet is searched by: its words stand in the field itself, and typing can begin at once. */
export function SearchField(props: { label: string; value: string; onValue: (value: string) => void }) {
  return <TextField {...props} bare type="search" placeholder={props.label} focusFirst />;
}
