/** Consulting a colleague, by agent id. */
import { describe, expect, it } from 'vitest';
import { COLLEAGUE, consultations } from './consultation';
import { floorOf } from './floor';

const on = floorOf(2);

describe('a consultation handed over before it was answered', () => {
  it.concurrent(
    'rings the agent again, whose phone takes it as the same call',
    on(async (scene) => {
      await scene.talking();
      const { call: before } = (await scene.agent.state()).call;
      const reached = COLLEAGUE.called(scene, 'ringsForever');
      await scene.transfer('Consultative', scene.toColleague());
      const other = await reached;
      await scene.press('Complete transfer');
      await scene.agent.phase('idle');
      await other.ended; // after 25 s
      const { call } = await scene.agent.phase('talking', 10_000);
      expect(call.call?.details?.callId).toBe(before?.details?.callId);
      await scene.together();
    }),
  );
});
consultations('an agent', on, COLLEAGUE);
