import { useState } from 'preact/hooks';
import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { Facts } from '../form/contact';
import { allowed, previewReason } from '../model/controls';
import { useHandedFocus } from '../hooks';
import { contactFacts, contactTitle } from '../model/customers';
import { Button } from '../parts/button';
import { SelectField } from '../parts/field';

/** The contact that a preview campaign handed out: read, called, given back (interface §8.5). */
export function PreviewInHand({ state }: { state: PhoneState }) {
  const { texts, send } = useDesk();
  const { preview } = state;
  const ref = useHandedFocus<HTMLElement>(preview !== null, 'change');
  if (!preview) return null;
  const { contact, campaignId, campaignName } = preview;
  const title = contactTitle(contact);
  const pairs = contactFacts(contact);
  return (
    <section ref={ref} tabIndex={-1} class="form-part preview" aria-label={texts.t('preview.title')}>
      <div class="row-words">
        <h2 class="row-title">{title}</h2>
        <p class="row-detail">
          {[title === contact.phone ? '' : contact.phone, campaignName].filter(Boolean).join(' · ')}
        </p>
      </div>
      {pairs.length > 0 && <Facts pairs={pairs} label={title} />}
      <p class="quiet-text">{texts.t(`preview.${preview.state}`)}</p>
      <div class="entry-actions">
        <Button
          look="positive"
          icon="handset"
          class="small"
          label={texts.t('preview.call')}
          reason={previewReason(state)}
          guard
          onPress={() => void send({ type: 'previewCall' })}
        />
        {preview.state === 'delivered' && (
          <Button
            class="small"
            label={texts.t('preview.another')}
            reason={allowed(state, 'preview')}
            onPress={() => void send({ type: 'previewNext', campaignId })}
          />
        )}
        <Button
          look="quiet"
          class="small"
          label={texts.t('preview.release')}
          reason={allowed(state, 'previewRelease')}
          onPress={() => void send({ type: 'previewRelease' })}
        />
      </div>
    </section>
  );
}

/** Asks a preview campaign for its next contact. */
export function PreviewNext({ state }: { state: PhoneState }) {
  const { texts, send } = useDesk();
  const campaigns = state.directory.previewCampaigns;
  const [chosen, setChosen] = useState('');
  const [first] = campaigns;
  const ref = useHandedFocus<HTMLElement>(state.preview === null, 'change');
  if (state.preview || !first) return null;
  const campaignId = campaigns.some(({ id }) => id === chosen) ? chosen : first.id;
  return (
    <section ref={ref} tabIndex={-1} class="preview-next" aria-label={texts.t('preview.title')}>
      {campaigns.length === 1 ? (
        <p class="row-words">
          <span class="row-detail">{texts.t('preview.campaign')}</span>
          <span class="row-title">{first.name}</span>
        </p>
      ) : (
        <SelectField
          label={texts.t('preview.campaign')}
          value={campaignId}
          onValue={setChosen}
          choices={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <Button
        class="small"
        label={texts.t('preview.get')}
        reason={allowed(state, 'preview')}
        onPress={() => void send({ type: 'previewNext', campaignId })}
      />
    </section>
  );
}
