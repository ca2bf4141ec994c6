import type { CallDetails } from '@/lib/call/types';
import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { Icon } from '../icons';
import { campaignOf, personOf, transferredBy } from '../model/people';

/** Only campaign calls have contacts (interface §3.2: '' and '-1' mean not identified). */
const unknownContact = (contactId: string, details: CallDetails | null): boolean =>
  Boolean(details?.campaignId && details.campaignId !== '0') && (contactId === '' || contactId === '-1');

/** Who, which number, which campaign, passed on by whom. */
export function Who({ state, big = false }: { state: PhoneState; big?: boolean }) {
  const { texts } = useDesk();
  const { call } = state.call;
  if (!call) return null;
  const person = personOf(call, state, texts);
  const from = transferredBy(call.details, texts);
  return (
    <div class={`who ${big ? 'big' : ''}`}>
      {big && (
        <span class="who-sign">
          <Icon name={call.direction === 'in' ? 'ring' : 'handset'} size={36} />
        </span>
      )}
      <p class="who-title">{person.title}</p>
      {person.number && <p class="who-number">{person.number}</p>}
      {big && <p class="who-campaign">{campaignOf(call, state.directory, texts)}</p>}
      {unknownContact(call.contactId, call.details) && (
        <p class="who-campaign">{texts.t('call.newContact')}</p>
      )}
      {from && (
        <p class="who-from">
          <Icon name="transfer" size={16} />
          {from}
        </p>
      )}
    </div>
  );
}

/** What is going on with the call besides talking: small signs with words. */
export function CallFlags({ state }: { state: PhoneState }) {
  const { texts } = useDesk();
  const { call } = state.call;
  if (!call) return null;
  const always = Boolean(call.details?.recordingFile);
  const { quality: grade } = state.health;
  return (
    <ul class="flags">
      {call.muted && (
        <li class="flag alert">
          <Icon name="micOff" size={16} />
          {texts.t('call.mutedFlag')}
        </li>
      )}
      {(always || call.recording === 'on') && (
        <li class={always ? 'flag' : 'flag record'}>
          <Icon name="record" size={16} />
          {always ? texts.t('call.recordedAlways') : texts.t('call.recordingOn')}
        </li>
      )}
      {call.recording === 'unknown' && (
        <li class="flag">
          <Icon name="record" size={16} />
          {texts.t('call.recordingUnknown')}
        </li>
      )}
      {state.health.recovering && (
        <li class="flag alert">
          <Icon name="redial" size={16} />
          {texts.t('call.recovering')}
        </li>
      )}
      {grade && !state.health.recovering && (
        <li class={`flag ${grade === 'poor' ? 'alert' : ''}`}>
          <span class={`bars ${grade}`} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {texts.t(`call.quality.${grade}`)}
        </li>
      )}
    </ul>
  );
}
