import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { Icon } from '../icons';
import { Button } from '../parts/button';

/** Before the first call of the day, while there is time to find another headset. */
export function SelfTestOffer({ state }: { state: PhoneState }) {
  const { texts, send, host } = useDesk();
  if (!state.selfTestDue) return null;
  const later = (): void => void send({ type: 'selfTestLater' });
  return (
    <section class="offer" aria-label={texts.t('test.title')}>
      <Icon name="check" size={18} />
      <p class="row-words">{texts.t('test.offer')}</p>
      <div class="entry-actions">
        <Button class="small" label={texts.t('test.run')} onPress={() => host.openOptions('test')} />
        <Button look="quiet" class="small" label={texts.t('test.later')} onPress={later} />
      </div>
    </section>
  );
}
