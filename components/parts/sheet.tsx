import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useDesk } from '../context';
import { Button } from './button';

/** Puts the focus where the sheet wants it, and back where it was when the sheet goes. */
function useBorrowedFocus() {
  const ref = useRef<HTMLElement>(null);
  // Before the next key stroke, not after the next frame: fast typists are already typing.
  useLayoutEffect(() => {
    const sheet = ref.current;
    const opener = sheet?.ownerDocument.activeElement;
    (sheet?.querySelector<HTMLElement>('[data-focus-first]') ?? sheet)?.focus();
    return () => {
      // The opener may have gone with the call it belonged to.
      if (opener instanceof HTMLElement && opener.isConnected) queueMicrotask(() => opener.focus());
    };
  }, []);
  return ref;
}

/** A view over the phone's body; header and the big button stay in sight. Escape closes it. */
export function Sheet(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const { texts } = useDesk();
  const ref = useBorrowedFocus();
  const id = useId();
  return (
    <section
      ref={ref}
      class="sheet"
      role="dialog"
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        props.onClose();
      }}
    >
      <header class="sheet-head">
        <h2 id={id}>{props.title}</h2>
        <Button look="icon" icon="close" label={texts.t('common.close')} onPress={props.onClose} />
      </header>
      <div class="sheet-body">{props.children}</div>
    </section>
  );
}

/** Asks before something that can't be undone. The rest of the phone is inert meanwhile. */
export function Confirm(props: {
  readonly title: string;
  readonly body: string;
  readonly yes: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  const { texts } = useDesk();
  const ref = useBorrowedFocus();
  const id = useId();
  return (
    <div class="scrim">
      <section
        ref={ref}
        class="confirm"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-body`}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          props.onNo();
        }}
      >
        <h2 id={`${id}-title`}>{props.title}</h2>
        <p id={`${id}-body`}>{props.body}</p>
        <div class="confirm-actions">
          <Button label={texts.t('common.cancel')} onPress={props.onNo} focusFirst />
          <Button look="danger" label={props.yes} onPress={props.onYes} guard />
        </div>
      </section>
    </div>
  );
}
