import { useId } from 'preact/hooks';
import type { Texts } from '@/lib/i18n';

/** The popup's first line: the phone on this site, on or off. */
export function SiteSwitch(props: {
  readonly texts: Texts;
  /** null = the tab shows something no extension may touch. */
  readonly site: { readonly name: string; readonly on: boolean; readonly locked?: boolean } | null;
  /** Called in the click's own task: turning on asks the browser's permission. */
  readonly onSwitch: (on: boolean) => void;
}) {
  const { texts, site } = props;
  const id = useId();
  if (!site) return <p class="site-switch quiet-text">{texts.t('popup.siteNone')}</p>;
  return (
    <div class="site-switch">
      <label for={id} class="row-words">
        <span class="row-title">{texts.t('popup.site')}</span>
        <span class="row-detail">{site.name}</span>
        {site.locked && <span class="row-detail">{texts.t('policy.locked')}</span>}
      </label>
      <input
        id={id}
        class="switch"
        type="checkbox"
        role="switch"
        checked={site.on}
        disabled={site.locked && site.on}
        onChange={(event) => {
          const wanted = event.currentTarget.checked;
          // Only a granted permission turns it on: the setting decides what is shown.
          event.currentTarget.checked = site.on;
          props.onSwitch(wanted);
        }}
      />
    </div>
  );
}
