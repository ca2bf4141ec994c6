import type { DevicesView } from '@/lib/phone';
import { useDesk } from '../context';
import { RangeField, SelectField } from '../parts/field';
import { Sheet } from '../parts/sheet';

type Device = DevicesView['inputs'][number];

/** Which device speaks, hears and rings; changes take effect at once, also during a call. */
export function AudioFields({ devices }: { devices: DevicesView }) {
  const { texts, send } = useDesk();
  const { chosen, inputs, outputs } = devices;
  const choices = (list: readonly Device[]) => [
    { value: '', label: texts.t('audio.default') },
    ...list.filter(({ id }) => id !== '').map(({ id, label }) => ({ value: id, label: label || id })),
  ];
  const change = (patch: Partial<DevicesView['chosen']>): void =>
    void send({ type: 'devices', devices: patch });
  return (
    <div class="stack audio">
      <SelectField
        label={texts.t('audio.microphone')}
        value={chosen.microphoneId}
        choices={choices(inputs)}
        onValue={(microphoneId) => change({ microphoneId })}
        focusFirst
      />
      <SelectField
        label={texts.t('audio.speaker')}
        value={chosen.speakerId}
        choices={choices(outputs)}
        onValue={(speakerId) => change({ speakerId })}
      />
      <RangeField
        label={texts.t('audio.volume')}
        value={chosen.volume}
        onValue={(volume) => change({ volume })}
      />
      <SelectField
        label={texts.t('audio.ring')}
        value={chosen.ringId}
        choices={choices(outputs)}
        onValue={(ringId) => change({ ringId })}
      />
      <RangeField
        label={texts.t('audio.ringVolume')}
        value={chosen.ringVolume}
        onValue={(ringVolume) => change({ ringVolume })}
      />
    </div>
  );
}

export function AudioSheet({ devices, onClose }: { devices: DevicesView; onClose: () => void }) {
  const { texts } = useDesk();
  return (
    <Sheet title={texts.t('audio.title')} onClose={onClose}>
      <AudioFields devices={devices} />
    </Sheet>
  );
}
