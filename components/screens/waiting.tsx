/** The phone without a phone: each says why, what happens by itself and the one way on. */
import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { Button } from '../parts/button';

export function Reconnecting() {
  const { texts } = useDesk();
  return (
    <div class="waiting">
      <p>{texts.t('reconnecting.body')}</p>
    </div>
  );
}

export function SignedOut() {
  const { texts, host } = useDesk();
  return (
    <div class="waiting">
      <p>{texts.t('signedOut.body')}</p>
      <Button look="primary" label={texts.t('signedOut.open')} onPress={() => host.openOptions('signIn')} />
    </div>
  );
}

export function SigningIn({ state }: { state: PhoneState }) {
  const { texts } = useDesk();
  const { session } = state;
  if (session.kind !== 'signingIn') return null;
  return (
    <div class="waiting">
      <p>{texts.t('signingIn.body', { server: session.server, user: session.user })}</p>
    </div>
  );
}

/** The three steps between signing in and the first call, so that a slow one has a name. */
export function Connecting({ state }: { state: PhoneState }) {
  const { texts } = useDesk();
  const steps = [
    { label: texts.t('connecting.session'), done: state.session.kind === 'signedIn' },
    { label: texts.t('connecting.line'), done: state.registration.phase === 'registered' },
    { label: texts.t('connecting.queues'), done: state.agent.pbxLoggedIn },
  ];
  const current = steps.findIndex((step) => !step.done);
  return (
    <div class="waiting">
      <p>{texts.t('connecting.body')}</p>
      <ol class="steps">
        {steps.map((step, index) => (
          <li key={step.label} class={step.done ? 'done' : index === current ? 'now' : 'later'}>
            <Icon name={step.done ? 'check' : index === current ? 'spinner' : 'clock'} size={18} />
            <span>{step.label}</span>
            <span class="step-state">
              {step.done ? texts.t('connecting.done') : index === current ? texts.t('connecting.doing') : ''}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Retry({ at }: { at: number }) {
  const { texts } = useDesk();
  const left = at - useNow();
  return (
    <p class="quiet-text">
      {left > 0 ? texts.t('offline.retryIn', { time: texts.clock(left) }) : texts.t('offline.retrying')}
    </p>
  );
}

export function Offline({ state }: { state: PhoneState }) {
  const { texts, send } = useDesk();
  const { registration, notices } = state;
  const reason = registration.reason;
  const said = notices.some((notice) => notice.code === reason);
  const words = reason && !said ? texts.error(reason) : null;
  return (
    <div class="waiting">
      <p>{words ? `${words.what} ${words.auto}` : texts.t('offline.body')}</p>
      {words && <p>{words.todo}</p>}
      {registration.retryAt !== undefined && <Retry at={registration.retryAt} />}
      <Button
        look="primary"
        icon="redial"
        label={texts.t('notice.retry')}
        onPress={() => void send({ type: 'retryNow' })}
      />
    </div>
  );
}

export function Disabled() {
  const { texts, host } = useDesk();
  return (
    <div class="waiting">
      <p>{texts.t('disabled.body')}</p>
      <Button
        look="primary"
        icon="mic"
        label={texts.t('mic.allow')}
        onPress={() => host.openOptions('microphone')}
      />
    </div>
  );
}

export function Elsewhere() {
  const { texts, send } = useDesk();
  return (
    <div class="waiting">
      <p>{texts.t('elsewhere.body')}</p>
      <Button
        look="primary"
        label={texts.t('notice.takeOver')}
        onPress={() => void send({ type: 'takeOver' })}
        guard
      />
    </div>
  );
}
