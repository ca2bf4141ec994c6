import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { useDerived } from '../hooks';
import { idleControls, offered } from '../model/controls';
import { Button } from '../parts/button';
import type { SheetName } from '../model/sheet';
import type { Dial as Dialling } from '../panel/use-dial';
import { Callbacks } from './callbacks';
import { Dial } from './dial';
import { PreviewInHand, PreviewNext } from './preview';
import { OutboxList } from './outbox-list';
import { Recents } from './recents';
import { SelfTestOffer } from './self-test-offer';
import { Totals } from './totals';
import { Waiting } from './wrap-up';

/** Below the form of the last call, if there is one: the next call, and the day. */
export function Idle({
  state,
  dial,
  open,
}: {
  state: PhoneState;
  dial: Dialling;
  open: (sheet: SheetName) => void;
}) {
  const { texts, send } = useDesk();
  const controls = useDerived(state, idleControls);
  return (
    <div class="body">
      <SelfTestOffer state={state} />
      <Waiting state={state} open={open} />
      <PreviewInHand state={state} />
      <Dial state={state} dial={dial} />
      <div class="quick-row">
        {offered(controls.callAgent) && (
          <Button
            look="tile"
            icon="agent"
            label={texts.t('idle.callAgent')}
            reason={controls.callAgent}
            onPress={() => open('agents')}
          />
        )}
        <Button
          look="tile"
          icon="redial"
          label={texts.t('idle.redial')}
          reason={controls.redial}
          onPress={() => void send({ type: 'redial' })}
          guard
        />
        {state.directory.campaigns.length > 0 && (
          <Button
            look="tile"
            icon="book"
            label={texts.t('contacts.title')}
            reason={controls.contacts}
            onPress={() => open('contacts')}
          />
        )}
        {state.directory.quickContacts.length > 0 && state.abilities.flags.callOutsideCampaigns && (
          <Button
            look="tile"
            icon="people"
            label={texts.t('idle.quick')}
            reason={controls.outside ? null : 'reason.permission'}
            onPress={() => open('quick')}
          />
        )}
      </div>
      <PreviewNext state={state} />
      <Callbacks state={state} />
      <Recents state={state} open={open} />
      <OutboxList state={state} open={open} />
      <Totals state={state} />
    </div>
  );
}
