import { useState } from 'preact/hooks';
import type { PhoneState } from '@/lib/phone';
import type { PolicyView, SiteSettings } from '@/lib/settings/types';
import { useDesk } from '../context';
import { checkServer } from '../model/server';
import { Button } from '../parts/button';
import { TextField } from '../parts/field';
import { Site, type ChangeSite } from './site';

export interface SitesProps {
  readonly sites: readonly SiteSettings[];
  readonly campaigns: PhoneState['directory']['campaigns'];
  /** By origin: what the administrator has fixed. */
  readonly locked: PolicyView['sites'];
  /** Asks the browser's permission in the click's own task; false when it was refused. */
  readonly onAdd: (origin: string) => Promise<boolean>;
  readonly onChange: ChangeSite;
  readonly onRemove: (origin: string) => void;
}

/** `list "Sites"`: opt-in, one by one. */
export function SitesSection({ sites, campaigns, locked, onAdd, onChange, onRemove }: SitesProps) {
  const { texts } = useDesk();
  const [typed, setTyped] = useState('');
  const [error, setError] = useState('');
  const add = async (): Promise<void> => {
    const checked = checkServer(typed);
    if (!checked.ok) return setError(texts.t('sites.invalid'));
    const added = await onAdd(checked.origin);
    if (added) setTyped('');
    else setError(texts.t('sites.refused'));
  };
  return (
    <section class="card" id="sites" aria-labelledby="sites-title">
      <h2 id="sites-title">{texts.t('sites.title')}</h2>
      <p class="quiet-text">{texts.t('sites.lead')}</p>
      <form
        class="dial-row"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField
          label={texts.t('sites.address')}
          type="url"
          value={typed}
          placeholder={texts.t('sites.addressHint')}
          error={error}
          onValue={(value) => {
            setTyped(value);
            setError('');
          }}
        />
        <Button label={texts.t('sites.add')} submit />
      </form>
      <ul class="rows" aria-label={texts.t('sites.title')}>
        {sites.map((site) => (
          <Site
            key={site.origin}
            site={site}
            campaigns={campaigns}
            locked={locked[site.origin]}
            onChange={onChange}
            onRemove={onRemove}
          />
        ))}
        {sites.length === 0 && <li class="none">{texts.t('sites.none')}</li>}
      </ul>
    </section>
  );
}
