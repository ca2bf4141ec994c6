import { useState } from 'preact/hooks';
import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { useDerived } from '../hooks';
import { callReason, idleControls } from '../model/controls';
import { checkNumber, checkNumbers, several } from '../model/numbers';
import type { Dial as Dialling } from '../panel/use-dial';
import { Button } from '../parts/button';
import { SelectField, TextField } from '../parts/field';

/** `textbox "Number"`, `button "Call"`, `combobox "Campaign"`. Enter calls. */
export function Dial({ state, dial }: { state: PhoneState; dial: Dialling }) {
  const { texts, send, surface } = useDesk();
  const [error, setError] = useState('');
  const controls = useDerived(state, idleControls);
  const { campaigns } = state.directory;
  const { typed, campaignId } = dial;
  const inCampaign = useDerived(state, (phone) => callReason(phone, campaignId), [campaignId]);
  const reason =
    controls.call ?? (campaignId ? inCampaign : controls.outside ? null : 'reason.chooseCampaign');

  const call = async (): Promise<void> => {
    if (reason) return;
    if (!campaignId && several(typed)) return setError(texts.t('number.severalOutside'));
    const checked = (campaignId ? checkNumbers : checkNumber)(typed);
    setError(checked.ok ? '' : texts.t(checked.why));
    if (!checked.ok) return;
    const result = await send({
      type: 'call',
      number: checked.number,
      via: surface === 'popup' ? 'popup' : 'panel',
      ...(campaignId ? { campaignId } : {}),
    });
    if (result.ok) dial.type('');
  };

  return (
    <form
      class="dial"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void call();
      }}
    >
      <div class="dial-row">
        <TextField
          label={texts.t('idle.number')}
          bare
          type="tel"
          class="number"
          value={typed}
          placeholder={texts.t('idle.numberHint')}
          error={error}
          onValue={(value) => {
            dial.type(value);
            setError('');
          }}
        />
        <Button look="positive" icon="handset" label={texts.t('idle.call')} reason={reason} submit guard />
      </div>
      <SelectField
        label={texts.t('idle.campaign')}
        value={campaignId}
        onValue={dial.choose}
        choices={[
          { value: '', label: texts.t(controls.outside ? 'idle.outside' : 'idle.chooseCampaign') },
          ...campaigns.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </form>
  );
}
