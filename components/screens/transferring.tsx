import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { Icon, type IconName } from '../icons';
import { callControls } from '../model/controls';
import { targetName } from '../model/people';
import { Button } from '../parts/button';
import { CallFlags, Who } from './who';
import { CallTools } from './in-call';
import type { SheetName } from '../model/sheet';

const ORDER = ['transferPrompt', 'transferDialing', 'transferSent'] as const;

/** The transfer as a visible transaction: where it stands, and whether it can still be stopped. */
export function Transferring({ state }: { state: PhoneState }) {
  const { texts, send } = useDesk();
  const { phase, call } = state.call;
  if (!call) return null;
  const name = targetName(call, texts);
  const at = ORDER.findIndex((step) => step === phase);
  const steps = [
    texts.t('transfer.step.hold'),
    texts.t('transfer.step.dial', { name }),
    texts.t('transfer.step.sent'),
  ];
  const iconOf = (index: number): IconName =>
    index < at || phase === 'transferSent' ? 'check' : index === at ? 'spinner' : 'clock';
  return (
    <div class="body">
      <Who state={state} />
      {phase === 'transferReturning' ? (
        <p class="callout">{texts.t('transfer.returning')}</p>
      ) : (
        <ol class="steps" aria-label={texts.t('transfer.steps')}>
          {steps.slice(0, call.transfer?.kind === 'consultative' ? 2 : 3).map((step, index) => (
            <li
              key={step}
              class={index < at || phase === 'transferSent' ? 'done' : index === at ? 'now' : 'later'}
              aria-current={index === at ? 'step' : undefined}
            >
              <Icon name={iconOf(index)} size={18} />
              <span>{step}</span>
            </li>
          ))}
        </ol>
      )}
      {phase === 'transferPrompt' && (
        <>
          <p class="quiet-text">{texts.t('transfer.cancelUntil')}</p>
          <Button label={texts.t('transfer.cancel')} onPress={() => void send({ type: 'cancelTransfer' })} />
        </>
      )}
      {phase === 'transferDialing' && <p class="quiet-text">{texts.t('transfer.noReturn')}</p>}
      {(phase === 'transferSent' || phase === 'transferReturning') && <BackWithCustomer />}
    </div>
  );
}

/** The exchange may bring the customer back without a word: the agent hears it, and says so. */
function BackWithCustomer() {
  const { texts, send } = useDesk();
  return (
    <>
      <p class="quiet-text">{texts.t('transfer.backHint')}</p>
      <Button
        look="quiet"
        icon="redial"
        label={texts.t('transfer.back')}
        onPress={() => void send({ type: 'backWithCustomer' })}
      />
    </>
  );
}

/** Only what the exchange let us see is said; where it says nothing, the agent's ear decides. */
export function Consulting({ state, open }: { state: PhoneState; open: (sheet: SheetName) => void }) {
  const { texts, send } = useDesk();
  const { call } = state.call;
  if (!call?.transfer) return null;
  const { seen } = call.transfer;
  const name = targetName(call, texts);
  return (
    <div class="body">
      <div class="parties">
        <p class="party now">
          <Icon name="agent" size={18} />
          <span>{name}</span>
        </p>
        <p class="quiet-text">{texts.t(`transfer.consulting.${seen}`, { name })}</p>
        {seen !== 'customerBack' && <p class="quiet-text">{texts.t('transfer.customerWaits')}</p>}
      </div>
      <div class="stack">
        <Button
          look="primary"
          icon="transfer"
          label={texts.t('transfer.complete')}
          onPress={() => void send({ type: 'completeTransfer' })}
          guard
        />
        <div class="pair">
          <Button
            icon="people"
            label={texts.t('transfer.conference')}
            onPress={() => void send({ type: 'conference' })}
            guard
          />
          <Button
            icon="close"
            label={texts.t('transfer.cancel')}
            onPress={() => void send({ type: 'cancelTransfer' })}
          />
        </div>
        <BackWithCustomer />
      </div>
      <CallFlags state={state} />
      <CallTools state={state} open={open} />
    </div>
  );
}

export function Conference({ state, open }: { state: PhoneState; open: (sheet: SheetName) => void }) {
  const { texts, send } = useDesk();
  const { call } = state.call;
  if (!call) return null;
  const name = targetName(call, texts);
  const { client, consultant } = call.confHold;
  const reason = callControls(state).confHold;
  const party = (label: string, held: boolean) => (
    <li class="party">
      <Icon name={held ? 'pause' : 'agent'} size={18} />
      <span>{label}</span>
      {held && <span class="step-state">{texts.t('conference.onHold')}</span>}
    </li>
  );
  return (
    <div class="body">
      <ul class="parties" aria-label={texts.t('conference.parties')}>
        {party(texts.t('conference.you'), false)}
        {party(texts.t('conference.customer'), client)}
        {party(name, consultant)}
      </ul>
      <div class="pair">
        <Button
          icon={client ? 'play' : 'pause'}
          reason={reason}
          label={client ? texts.t('conference.resumeClient') : texts.t('conference.holdClient')}
          onPress={() => void send({ type: 'conferenceHold', target: 'client', on: !client })}
        />
        <Button
          icon={consultant ? 'play' : 'pause'}
          reason={reason}
          label={
            consultant
              ? texts.t('conference.resumeConsultant', { name })
              : texts.t('conference.holdConsultant', { name })
          }
          onPress={() => void send({ type: 'conferenceHold', target: 'consultant', on: !consultant })}
        />
      </div>
      <p class="quiet-text">{texts.t('conference.leaveHint')}</p>
      <p class="quiet-text">{texts.t('conference.aloneHint')}</p>
      <Button
        look="quiet"
        icon="redial"
        label={texts.t('transfer.back')}
        onPress={() => void send({ type: 'backWithCustomer' })}
      />
      <CallFlags state={state} />
      <CallTools state={state} open={open} />
    </div>
  );
}
