import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { faceOf } from '../model/face';
import { allowed, idleControls } from '../model/controls';
import { Button } from '../parts/button';
import type { SheetName } from '../model/sheet';

/** The one thing that changes the state, always in the same place and big. */
export function Footer({ state, open }: { state: PhoneState; open: (sheet: SheetName) => void }) {
  const { texts, send } = useDesk();
  const { screen } = faceOf(state);
  if (screen === 'ringing') {
    return (
      <footer class="foot pair">
        <Button
          look="positive"
          icon="handset"
          class="big"
          label={texts.t('call.answer')}
          onPress={() => void send({ type: 'answer' })}
          guard
        />
        <Button
          look="danger"
          icon="hangUp"
          class="big"
          label={texts.t('call.reject')}
          onPress={() => void send({ type: 'reject' })}
        />
      </footer>
    );
  }
  if (screen === 'requested' || state.call.phase !== 'idle') {
    const label = texts.t(screen === 'requested' ? 'call.cancel' : 'call.hangUp');
    return (
      <footer class="foot">
        <Button
          look="danger"
          icon="hangUp"
          class="big"
          label={label}
          reason={state.call.phase === 'ending' ? 'reason.wait' : null}
          onPress={() => void send({ type: 'hangUp' })}
        />
      </footer>
    );
  }
  if (screen !== 'idle') return null;
  const { phase } = state.agent;
  if (phase === 'paused' || phase === 'afterCall') {
    return (
      <footer class="foot">
        <Button
          look="primary"
          icon="play"
          class="big"
          label={texts.t('idle.resume')}
          reason={allowed(state, 'resume')}
          onPress={() => void send({ type: 'resumeWork' })}
          guard
        />
        <Button
          look="icon"
          icon="pause"
          class="big"
          label={texts.t('idle.pause')}
          reason={idleControls(state).pause}
          onPress={() => open('pauses')}
        />
      </footer>
    );
  }
  return (
    <footer class="foot">
      <Button
        icon="pause"
        label={texts.t('idle.pause')}
        reason={idleControls(state).pause}
        onPress={() => open('pauses')}
      />
    </footer>
  );
}
