/** What the live region says. Three parts, so that a change is spoken once and alone. Pure. */
import type { Texts } from '@/lib/i18n';
import type { Notice, PhoneState } from '@/lib/phone';
import { faceOf } from './face';
import { noticeTitle } from './notices';
import { personOf } from './people';

export interface Announcement {
  readonly state: string;
  readonly flags: string;
  readonly notice: string;
}

function stateWords(state: PhoneState, texts: Texts): string {
  const face = faceOf(state);
  const { call } = state.call;
  if (call) {
    const who = personOf(call, state, texts).title;
    if (face.screen === 'ringing') return texts.t('say.incoming', { who });
    if (face.screen === 'requested') return texts.t('say.calling', { who });
    if (state.call.phase === 'talking') return texts.t('say.talking', { who });
    return texts.t(face.word);
  }
  const word = texts.t(face.word);
  if (face.word === 'state.ready') return `${word}. ${texts.t('say.registered')}.`;
  return state.agent.pause && face.word === 'state.paused' ? `${word}: ${state.agent.pause.name}` : word;
}

/** What was once on in this call: only then is its end worth saying. */
export interface Heard {
  readonly muted: boolean;
  readonly recording: boolean;
}
export const NOTHING_HEARD: Heard = { muted: false, recording: false };

/** Carries what was on through the life of one call. */
export function hear(heard: Heard, state: PhoneState): Heard {
  const { call } = state.call;
  if (!call) return NOTHING_HEARD;
  return { muted: heard.muted || call.muted, recording: heard.recording || call.recording === 'on' };
}

function flagWords(state: PhoneState, texts: Texts, heard: Heard): string {
  const { call } = state.call;
  if (!call || call.answeredAt === null) return '';
  const parts = [
    call.muted ? texts.t('say.muted') : heard.muted ? texts.t('say.unmuted') : '',
    call.recording === 'on' ? texts.t('say.recording') : heard.recording ? texts.t('say.notRecording') : '',
    call.transfer?.seen === 'customerBack' ? texts.t('say.returned') : '',
    state.agent.programmed ? texts.t('say.programmed', { pause: state.agent.programmed.name }) : '',
  ];
  return parts.filter(Boolean).join('. ');
}

export function announce(state: PhoneState, texts: Texts, heard: Heard = NOTHING_HEARD): Announcement {
  const newest = state.notices.reduce<Notice | null>(
    (best, next) => (best && best.at > next.at ? best : next),
    null,
  );
  return {
    state: stateWords(state, texts),
    flags: flagWords(state, texts, heard),
    notice: newest ? noticeTitle(newest, texts) : '',
  };
}
