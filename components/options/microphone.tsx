import { useDesk } from '../context';
import { Icon, type IconName } from '../icons';
import { Button } from '../parts/button';

/** What the browser lets us do; 'once' = it was allowed and is to be asked again. */
export type MicrophoneView = 'unknown' | 'prompt' | 'once' | 'granted' | 'denied' | 'missing' | 'busy';

const SIGNS: Readonly<Record<MicrophoneView, IconName>> = {
  unknown: 'clock',
  prompt: 'info',
  once: 'warning',
  granted: 'check',
  denied: 'warning',
  missing: 'warning',
  busy: 'warning',
};

export function MicrophoneSection({ view, onAllow }: { view: MicrophoneView; onAllow: () => void }) {
  const { texts } = useDesk();
  return (
    <section class="card" id="microphone" aria-labelledby="microphone-title">
      <h2 id="microphone-title">{texts.t('mic.title')}</h2>
      <p class={`mic-state ${SIGNS[view] === 'warning' ? 'alert' : view}`}>
        <Icon name={SIGNS[view]} />
        <span>{texts.t(`mic.${view}`)}</span>
      </p>
      {view !== 'granted' && (
        <Button look="primary" icon="mic" label={texts.t('mic.allow')} onPress={onAllow} />
      )}
    </section>
  );
}
