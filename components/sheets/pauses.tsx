import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { Icon } from '../icons';
import { Button } from '../parts/button';
import { Sheet } from '../parts/sheet';

/** Idle: pauses now. In a call: programmes the pause for its end. */
export function PausesSheet({ state, onClose }: { state: PhoneState; onClose: () => void }) {
  const { texts, send } = useDesk();
  const inCall = state.call.phase !== 'idle';
  const { programmed } = state.agent;
  const choose = (pauseId: string): void => {
    void send(inCall ? { type: 'programPause', pauseId } : { type: 'pause', pauseId });
    onClose();
  };
  const title = texts.t(inCall ? 'pause.titleInCall' : 'pause.title');
  return (
    <Sheet title={title} onClose={onClose}>
      <ul class="rows" aria-label={title}>
        {state.directory.pauses.map((pause, index) => (
          <li key={pause.id}>
            <button
              type="button"
              class="row"
              data-focus-first={index === 0 ? '' : undefined}
              onClick={() => choose(pause.id)}
            >
              <Icon name={programmed?.id === pause.id ? 'check' : 'pause'} size={18} />
              <span class="row-words">
                <span class="row-title">{pause.name}</span>
              </span>
              <span class="row-end">
                {pause.maxS > 0 ? texts.span(pause.maxS) : texts.t('pause.unlimited')}
              </span>
            </button>
          </li>
        ))}
        {state.directory.pauses.length === 0 && <li class="none">{texts.t('pause.none')}</li>}
      </ul>
      {programmed && (
        <Button
          label={texts.t('pause.unprogram')}
          onPress={() => {
            void send({ type: 'programPause', pauseId: null });
            onClose();
          }}
        />
      )}
    </Sheet>
  );
}
