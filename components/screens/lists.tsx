import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useDesk } from '../context';
import { Icon, type IconName } from '../icons';
import type { Reason } from '../model/controls';
import { Button } from '../parts/button';

/** What fits without scrolling past the dial field; the rest is one click away. */
const FEW = 4;

/** A titled list that shows a few and all on demand: here, or where `onAll` leads. */
export function Listed<T>(props: {
  readonly title: string;
  readonly none: string;
  readonly items: readonly T[];
  readonly row: (item: T) => ComponentChildren;
  readonly keyOf: (item: T) => string;
  /** Items of the same group stand together; its name is shown above the first. */
  readonly groupOf?: (item: T) => string;
  readonly onAll?: () => void;
  readonly allWords?: string;
  readonly action?: ComponentChildren;
}) {
  const { texts } = useDesk();
  const [all, setAll] = useState(false);
  const { items, groupOf, onAll } = props;
  const shown = all ? items : items.slice(0, FEW);
  const count = texts.t('idle.showAll', { count: texts.number(items.length) });
  const newGroup = (at: number): string => {
    const [item, before] = [shown[at], shown[at - 1]];
    const group = item && groupOf ? groupOf(item) : '';
    return before && groupOf?.(before) === group ? '' : group;
  };
  return (
    <section class="listed">
      <div class="listed-head">
        <h2>{props.title}</h2>
        <span class="listed-actions">
          {props.action}
          {onAll && (
            <button type="button" class="link" onClick={onAll}>
              {props.allWords ?? count}
            </button>
          )}
          {!onAll && items.length > FEW && (
            <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? texts.t('idle.showLess') : count}
            </button>
          )}
        </span>
      </div>
      <ul class="rows" aria-label={props.title}>
        {shown.map((item, at) => {
          const group = newGroup(at);
          return (
            <li key={props.keyOf(item)}>
              {group && <p class="group">{group}</p>}
              {props.row(item)}
            </li>
          );
        })}
        {items.length === 0 && <li class="none">{props.none}</li>}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly icon: IconName;
  readonly iconWord: string;
  readonly title: string;
  readonly detail: string;
  readonly end: string;
  readonly alert?: boolean;
  /** What a click does, when it doesn't call. */
  readonly hint?: string;
  readonly endIcon?: IconName;
  /** Why it can't be done now. */
  readonly reason?: Reason;
  /** Its click makes a call: worth stealing. */
  readonly guard?: boolean;
  readonly onPress: () => void;
  /** A second thing that can be done with it. */
  readonly more?: {
    readonly icon: IconName;
    readonly label: string;
    readonly reason?: Reason;
    readonly guard?: boolean;
    readonly onPress: () => void;
  };
}

/** One click does what the list is for. What the sign means is said in words too. */
export function Row(props: RowProps) {
  const { texts } = useDesk();
  const { more, reason } = props;
  const row = (
    <button
      type="button"
      class={`row ${props.alert ? 'alert' : ''}`}
      data-guard={props.guard && !reason ? '' : undefined}
      aria-disabled={reason ? true : undefined}
      title={reason ? texts.t(reason) : (props.hint ?? texts.t('idle.callBack'))}
      onClick={() => (reason ? undefined : props.onPress())}
    >
      <Icon name={props.icon} size={18} />
      <span class="row-words">
        <span class="row-title">{props.title}</span>
        <span class="row-detail">
          <span class="unseen">{props.iconWord} </span>
          {props.detail}
        </span>
      </span>
      <span class="row-end">{props.end}</span>
      {!more && <Icon name={props.endIcon ?? 'handset'} size={18} />}
    </button>
  );
  if (!more) return row;
  return (
    <div class="row-and-more">
      {row}
      <Button look="icon" class="small" {...more} />
    </div>
  );
}
