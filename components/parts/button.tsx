import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useDesk } from '../context';
import { Icon, type IconName } from '../icons';
import type { Reason } from '../model/controls';

export interface ButtonProps {
  readonly label: string;
  /** Accessible name where the visible label is only a part of it. */
  readonly name?: string;
  readonly icon?: IconName;
  readonly look?: 'plain' | 'primary' | 'positive' | 'danger' | 'quiet' | 'tile' | 'icon';
  readonly reason?: Reason;
  /** Its click is worth stealing (fraud, eavesdropping): the panel takes it only when truly seen (design.md §4). */
  readonly guard?: boolean;
  readonly active?: boolean;
  readonly submit?: boolean;
  readonly focusFirst?: boolean;
  readonly class?: string;
  readonly onPress?: () => void;
  readonly children?: ComponentChildren;
}

/**
 * A control that is off stays focusable and says why: `disabled` would hide both from the keyboard.
 */
export function Button(props: ButtonProps) {
  const { label, name, icon, look = 'plain', reason = null, onPress } = props;
  const { texts } = useDesk();
  const id = useId();
  const why = reason ? texts.t(reason) : '';
  const press = (event: MouseEvent): void => {
    if (reason) event.preventDefault();
    else onPress?.();
  };
  return (
    <button
      type={props.submit ? 'submit' : 'button'}
      class={`button ${look} ${props.active ? 'active' : ''} ${props.class ?? ''}`}
      aria-label={name ?? (look === 'icon' ? label : undefined)}
      aria-disabled={reason ? true : undefined}
      aria-describedby={reason ? id : undefined}
      title={why || (look === 'icon' ? (name ?? label) : undefined)}
      data-guard={props.guard && !reason ? '' : undefined}
      data-focus-first={props.focusFirst ? '' : undefined}
      onClick={press}
    >
      {icon && <Icon name={icon} size={look === 'tile' ? 22 : 20} />}
      {look !== 'icon' && <span class="label">{label}</span>}
      {props.children}
      {reason && (
        <span id={id} hidden>
          {why}
        </span>
      )}
    </button>
  );
}
