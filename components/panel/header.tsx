import { useDesk } from '../context';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { faceOf, RECONNECTING, type Face } from '../model/face';
import { campaignOf } from '../model/people';
import type { PhoneState } from '@/lib/phone';
import { Button } from '../parts/button';

function Timer({ since }: { since: number }) {
  const { texts } = useDesk();
  const now = useNow(true, since);
  return (
    <span class="timer" role="timer" aria-label={texts.t('state.elapsed')}>
      {texts.clock(now - since)}
    </span>
  );
}

/** How long a pause may still last, or when the phone goes back to ready by itself. */
function Countdown({ endsAt, back }: { endsAt: number; back: boolean }) {
  const { texts } = useDesk();
  const left = endsAt - useNow();
  if (back) return <>{texts.t('state.readyIn', { time: texts.clock(left) })}</>;
  if (left < 0) return <>{texts.t('state.pauseOver', { time: texts.clock(-left) })}</>;
  return <>{texts.t('state.pauseLeft', { time: texts.clock(left) })}</>;
}

/** The line under the word: who is at work, or what the pause is. */
function Under({ state, face }: { state: PhoneState; face: Face }) {
  const { texts } = useDesk();
  const { agent, session } = state;
  const { call } = state.call;
  const parts = [];
  if (call) parts.push(campaignOf(call, state.directory, texts));
  if (face.word === 'state.paused' || face.word === 'state.pausing') {
    if (agent.pause) parts.push(agent.pause.name);
    if (agent.forced) parts.push(texts.t('state.forced'));
  }
  if (face.word === 'state.afterCall' && agent.dispositionPending)
    parts.push(texts.t('state.dispositionPending'));
  if (face.screen === 'idle' && agent.pauseEndsAt !== null) {
    parts.push(
      <Countdown key="countdown" endsAt={agent.pauseEndsAt} back={face.word === 'state.afterCall'} />,
    );
  }
  if (face.screen !== 'idle' && agent.programmed)
    parts.push(texts.t('pause.programmed', { pause: agent.programmed.name }));
  const atWork = session.kind === 'signedIn' || session.kind === 'expired';
  if (parts.length === 0 && atWork)
    parts.push(session.user, texts.t('state.extension', { extension: session.extension }));
  return (
    <p class="under">
      {parts.map((part, index) => (
        <span key={index}>{part}</span>
      ))}
    </p>
  );
}

/** One word, one colour, one sign: read from a metre away. */
export function Header({ state }: { state: PhoneState | null }) {
  const { texts, host } = useDesk();
  const face = state ? faceOf(state) : RECONNECTING;
  return (
    <header class={`band tone-${face.tone}`}>
      <span class="sign">
        <Icon name={face.icon} size={22} />
      </span>
      <div class="band-words">
        <h1 tabIndex={-1}>{texts.t(face.word)}</h1>
        {state && <Under state={state} face={face} />}
      </div>
      {face.since !== null && <Timer since={face.since} />}
      <Button
        look="icon"
        icon="gear"
        label={texts.t('common.options')}
        onPress={() => host.openOptions()}
        class="on-band"
      />
    </header>
  );
}
