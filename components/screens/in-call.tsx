import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { callControls, offered } from '../model/controls';
import { Button } from '../parts/button';
import type { SheetName } from '../model/sheet';
import { CallFlags, Who } from './who';
import { CallCard } from './call-card';

interface Props {
  readonly state: PhoneState;
  readonly open: (sheet: SheetName) => void;
}

/** The call's tools, the same places in every phase: what can't be used now says why. */
export function CallTools({ state, open }: Props) {
  const { texts, send } = useDesk();
  const controls = callControls(state);
  const { phase, call } = state.call;
  if (!call) return null;
  const held = phase === 'held';
  const recording = call.recording === 'on' && call.details?.recordingFile === '';
  const surveyed = Boolean(call.details?.surveyId);
  return (
    <div class="tiles" role="group" aria-label={texts.t('call.controls')}>
      <Button
        look="tile"
        icon={call.muted ? 'mic' : 'micOff'}
        label={call.muted ? texts.t('call.unmute') : texts.t('call.mute')}
        active={call.muted}
        reason={controls.mute}
        guard
        onPress={() => void send({ type: 'mute', on: !call.muted })}
      />
      {offered(controls.hold) && (
        <Button
          look="tile"
          icon={held ? 'play' : 'pause'}
          label={held ? texts.t('call.resume') : texts.t('call.hold')}
          active={held}
          reason={controls.hold}
          onPress={() => void send({ type: held ? 'resume' : 'hold' })}
        />
      )}
      <Button
        look="tile"
        icon="keypad"
        label={texts.t('call.keypad')}
        reason={controls.keypad}
        onPress={() => open('keypad')}
      />
      <Button
        look="tile"
        icon="transfer"
        label={texts.t('call.transfer')}
        reason={controls.transfer}
        guard
        onPress={() => open('transfer')}
      />
      <Button
        look="tile"
        icon={recording ? 'stop' : 'record'}
        label={recording ? texts.t('call.stopRecording') : texts.t('call.record')}
        active={recording}
        reason={controls.record}
        guard={!recording}
        onPress={() => void send({ type: 'record', on: !recording })}
      />
      <Button
        look="tile"
        icon="note"
        label={texts.t('call.noteShort')}
        name={texts.t('call.note')}
        reason={controls.note}
        onPress={() => open('note')}
      />
      <Button look="tile" icon="audio" label={texts.t('call.audio')} onPress={() => open('audio')} />
      <Button
        look="tile"
        icon="clock"
        label={texts.t('idle.pause')}
        active={state.agent.programmed !== null}
        onPress={() => open('pauses')}
      />
      {surveyed && (
        <Button
          look="tile"
          icon="survey"
          label={texts.t('call.survey')}
          reason={controls.survey}
          guard
          onPress={() => void send({ type: 'transfer', kind: 'blind', target: { to: 'survey' } })}
        />
      )}
    </div>
  );
}

export function InCall({ state, open }: Props) {
  return (
    <div class="body">
      <Who state={state} />
      <CallFlags state={state} />
      <CallTools state={state} open={open} />
      <CallCard state={state} />
    </div>
  );
}

export function Ringing({ state }: { state: PhoneState }) {
  return (
    <div class="body centred">
      <Who state={state} big />
    </div>
  );
}

export function Requested({ state }: { state: PhoneState }) {
  const { texts } = useDesk();
  return (
    <div class="body centred">
      <Who state={state} big />
      <p class="quiet-text">{texts.t('call.requestedBody')}</p>
    </div>
  );
}
