/** What the panel shows against what the PBX knows. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './stage';

const LOOK_EVERY_MS = 1000;
/** Hanging up, cuts and their repair take a moment on either side. */
const MAY_DIFFER_MS = 4000;
const OWN_CHANNEL = 'PJSIP/1003-';
const ON_A_CALL = /^(talking|held|transfer|consulting|conference)/;

/** Looks all along; a difference that lasts is a violation, once per difference. */
export async function compare(stage: Stage, running: () => boolean): Promise<void> {
  let differsSince: number | null = null;
  let told = '';
  while (running()) {
    await delay(LOOK_EVERY_MS);
    const difference = await look(stage);
    if (difference === null) {
      differsSince = null;
      told = '';
    } else {
      differsSince ??= Date.now();
      if (Date.now() - differsSince > MAY_DIFFER_MS && told === '') {
        told = difference;
        stage.ledger.violated(difference);
      }
    }
  }
}

async function look({ lab, watch, tabs }: Stage): Promise<string | null> {
  const [channels, state, words] = await Promise.all([lab.pbx.channels(), watch.state(), tabs.words()]);
  const { phase } = state.call;
  const up = channels.some(
    ({ Channel = '', ChannelStateDesc }) => Channel.startsWith(OWN_CHANNEL) && ChannelStateDesc === 'Up',
  );
  if (ON_A_CALL.test(phase) && !up) return `the phone says ${phase}, the PBX has no call of the agent`;
  if (phase === 'idle' && up) return 'the phone says idle, the PBX has a call of the agent';
  if (words === null) return null;
  const shows = /hang up/i.test(words);
  if (shows !== ON_A_CALL.test(phase) && (shows || phase === 'talking' || phase === 'held'))
    return `the phone says ${phase}, the panel reads: ${words.replace(/\s+/g, ' ').slice(0, 120)}`;
  return null;
}
