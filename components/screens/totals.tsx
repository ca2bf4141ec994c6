import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { useNow } from '../hooks';
import { totalBegan, totalsPairs, WORTH_SHOWING_MS } from '../model/totals';

/** How the day went so far, below everything else: nobody is hurried by it. */
export function Totals({ state }: { state: PhoneState }) {
  const { texts } = useDesk();
  const now = useNow(true, totalBegan(state.agent), WORTH_SHOWING_MS);
  const pairs = totalsPairs(state.agent, state.directory, now, texts);
  if (pairs.length === 0) return null;
  return (
    <section class="totals" aria-label={texts.t('totals.title')}>
      <h2 class="section-title">{texts.t('totals.title')}</h2>
      <dl class="facts">
        {pairs.map(([label, span]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{span}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
