import { useId } from 'preact/hooks';
import { useDesk } from '../context';
import type { Reason } from '../model/controls';

export interface Segment<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly reason?: Reason;
}

/** One of a few, all in sight. Native radios: arrows move, one tab stop. */
export function Segmented<V extends string>(props: {
  readonly label: string;
  readonly value: V;
  readonly segments: readonly Segment<V>[];
  readonly onValue: (value: V) => void;
  readonly columns?: number;
  readonly focusFirst?: boolean;
}) {
  const { texts } = useDesk();
  const id = useId();
  return (
    <div class="field" role="radiogroup" aria-labelledby={`${id}-label`}>
      <span id={`${id}-label`} class="field-label">
        {props.label}
      </span>
      <div class="segments" style={{ '--columns': props.columns ?? props.segments.length }}>
        {props.segments.map(({ value, label, reason }) => (
          <label key={value} class="segment" title={reason ? texts.t(reason) : undefined}>
            <input
              type="radio"
              class="unseen"
              name={id}
              value={value}
              checked={value === props.value}
              disabled={Boolean(reason)}
              data-focus-first={props.focusFirst && value === props.value ? '' : undefined}
              onChange={() => props.onValue(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
