import type { ActiveCall } from '@/lib/call/types';
import type { PhoneState, RecentCall } from '@/lib/phone';
import { useDesk } from '../context';
import { Facts } from '../form/contact';
import { useNow } from '../hooks';
import { crmPairs } from '../model/form';
import { videoPage } from '../model/people';
import { momentWords } from '../model/zone';
import { Button } from '../parts/button';
import { draftOf } from './recents';

/** More are in the list of calls. */
const EARLIER_MAX = 3;

/** This phone's own calls with the same number, as far as it remembers: how they went and what came of them. */
function EarlierCalls({ state, number }: { state: PhoneState; number: string }) {
  const { texts } = useDesk();
  const now = useNow(false);
  const earlier = state.recents.filter((recent) => number !== '' && recent.number === number);
  if (earlier.length === 0) return null;
  const words = (recent: RecentCall): string =>
    recent.answered ? (draftOf(recent, state)?.outcome ?? '') : texts.t(`end.${recent.end}`);
  const length = (recent: RecentCall): string =>
    recent.answered ? texts.clock(recent.durationS * 1000) : '';
  return (
    <section class="form-part" aria-label={texts.t('card.earlier')}>
      <h2>{texts.t('card.earlier')}</h2>
      <ul class="past close">
        {earlier.slice(0, EARLIER_MAX).map((recent) => (
          <li key={recent.id}>
            {[momentWords(recent.at, now, texts), words(recent), length(recent)].filter(Boolean).join(' · ')}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was promised to this contact already. */
function Promised({ state, call }: { state: PhoneState; call: ActiveCall }) {
  const { texts } = useDesk();
  const now = useNow(false);
  const campaignId = call.details?.campaignId;
  const entry = state.callbacks.find(
    (one) => call.contactId !== '' && one.contactId === call.contactId && one.campaignId === campaignId,
  );
  if (!entry) return null;
  const what = [momentWords(entry.at, now, texts), entry.reason].filter(Boolean).join(' · ');
  return <p class="quiet-text">{texts.t('card.callback', { what })}</p>;
}

/** What else is known of the customer: our own calls, what was promised, the CRM's data, the way into the video room. */
export function CallCard({ state }: { state: PhoneState }) {
  const { texts, host } = useDesk();
  const { call } = state.call;
  const details = call?.details;
  if (!details) return null;
  const pairs = crmPairs(details.crmContactData);
  const video = videoPage(details, state.directory);
  return (
    <>
      <Promised state={state} call={call} />
      <EarlierCalls state={state} number={details.phone || details.remoteNumber} />
      {video && (
        <Button icon="video" label={texts.t('form.video')} onPress={() => host.openPage(video)} guard />
      )}
      {pairs.length > 0 && (
        <section class="form-part" aria-label={texts.t('form.crmData')}>
          <h2>{texts.t('form.crmData')}</h2>
          <Facts pairs={pairs} label={texts.t('form.crmData')} />
        </section>
      )}
    </>
  );
}
