import { useState } from 'preact/hooks';
import type { PhoneState } from '@/lib/phone';
import type { SiteSettings } from '@/lib/settings/types';
import { useDesk } from '../context';
import { Button } from '../parts/button';
import { SelectField, TextField, type Choice } from '../parts/field';
import { Locked } from './locked';

/** Where OMniLeads' customers are, then where they call to. */
const COUNTRIES = 'AR BO BR CL CO CR DO EC ES GT HN MX NI PA PE PR PT PY SV UY VE CA DE FR GB IT US'.split(
  ' ',
);

export type ChangeSite = (site: SiteSettings) => void | Promise<boolean>;
export interface SiteProps {
  readonly site: SiteSettings;
  readonly campaigns: PhoneState['directory']['campaigns'];
  /** Fields that the administrator has fixed; undefined = the site is the agent's own. */
  readonly locked: readonly (keyof SiteSettings)[] | undefined;
  /** false = the value was not kept. */
  readonly onChange: ChangeSite;
  readonly onRemove: (origin: string) => void;
}

/** What is stored stays choosable, also where we don't know it. */
const withOwn = (choices: readonly Choice[], value: string, label: string): readonly Choice[] =>
  choices.some((choice) => choice.value === value) ? choices : [{ value, label }, ...choices];

/** One CRM: how its numbers are read and dialled, and how the CRM works with OMniLeads. */
export function Site({ site, campaigns, locked, onChange, onRemove }: SiteProps) {
  const { texts } = useDesk();
  const { t } = texts;
  const fixed = (field: keyof SiteSettings): boolean => locked?.includes(field) ?? false;
  const set = (change: Partial<SiteSettings>): void | Promise<boolean> => onChange({ ...site, ...change });

  const countries = COUNTRIES.map((code) => ({ value: code, label: texts.country(code) })).toSorted((a, b) =>
    a.label.localeCompare(b.label, texts.lang),
  );
  const inCampaigns = [
    { value: '', label: t('idle.outside') },
    ...campaigns.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const places = [
    { value: 'crmTab', label: t('sites.popCrmTab') },
    { value: 'newTab', label: t('sites.popNewTab') },
  ];

  const choose = (
    field: 'country' | 'campaignId' | 'screenPopIn',
    label: string,
    choices: readonly Choice[],
  ) => {
    const value = site[field] ?? choices[0]?.value ?? '';
    if (fixed(field)) {
      const name = choices.find((choice) => choice.value === value)?.label ?? value;
      return <Locked label={label} value={name} />;
    }
    return (
      <SelectField
        label={label}
        value={value}
        choices={choices}
        onValue={(chosen) => void set({ [field]: chosen } as Partial<SiteSettings>)}
      />
    );
  };
  const write = (
    field: 'prefix' | 'externalSystemId' | 'externalAgentId' | 'screenPopUrl',
    words: { readonly label: string; readonly hint: string; readonly wrong?: string },
    clean: (typed: string) => string = (typed) => typed,
  ) =>
    fixed(field) ? (
      <Locked label={words.label} value={site[field] ?? ''} />
    ) : (
      <Written
        {...words}
        value={site[field] ?? ''}
        clean={clean}
        onValue={(value) => set({ [field]: value } as Partial<SiteSettings>)}
      />
    );

  return (
    <li class="site">
      <span class="site-name">{site.origin}</span>
      {locked ? (
        <p class="quiet-text">{t('policy.site')}</p>
      ) : (
        <Button
          look="icon"
          icon="close"
          label={t('sites.remove', { site: site.origin })}
          onPress={() => onRemove(site.origin)}
        />
      )}
      <div class="columns">
        {choose('country', t('sites.country'), withOwn(countries, site.country, texts.country(site.country)))}
        {write('prefix', { label: t('sites.prefix'), hint: t('sites.prefixHint') }, (typed) =>
          typed.replace(/[^\d+*#]/g, '').slice(0, 16),
        )}
      </div>
      {choose('campaignId', t('idle.campaign'), withOwn(inCampaigns, site.campaignId, site.campaignId))}
      <label class="check">
        <input
          type="checkbox"
          checked={site.detection}
          disabled={fixed('detection')}
          onChange={(event) => void set({ detection: event.currentTarget.checked })}
        />
        {t('sites.detection')}
        {fixed('detection') && ` (${t('policy.locked')})`}
      </label>
      <details>
        <summary>{t('sites.crm')}</summary>
        <div class="columns">
          {write('externalSystemId', { label: t('sites.system'), hint: t('sites.systemHint') }, (typed) =>
            typed.replace(/\D/g, '').slice(0, 10),
          )}
          {write('externalAgentId', { label: t('sites.agentId'), hint: t('sites.agentIdHint') })}
        </div>
        {write('screenPopUrl', {
          label: t('sites.pop'),
          hint: t('sites.popHint', { example: 'https://crm.example/?tel={phone}' }),
          wrong: t('sites.popWrong'),
        })}
        {choose('screenPopIn', t('sites.popIn'), places)}
      </details>
    </li>
  );
}

/** Kept when the field is left: half an address is none. */
function Written(props: {
  readonly label: string;
  readonly hint: string;
  readonly wrong?: string;
  readonly value: string;
  readonly clean: (typed: string) => string;
  readonly onValue: (value: string) => void | Promise<boolean>;
}) {
  const [typed, setTyped] = useState(props.value);
  const [refused, setRefused] = useState(false);
  const keep = async (): Promise<void> => {
    if (typed === props.value) return setRefused(false);
    setRefused((await props.onValue(typed.trim())) === false);
  };
  return (
    <div onFocusOut={() => void keep()}>
      <TextField
        label={props.label}
        hint={props.hint}
        value={typed}
        error={refused ? props.wrong : undefined}
        onValue={(value) => setTyped(props.clean(value))}
      />
    </div>
  );
}
