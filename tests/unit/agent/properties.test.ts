// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { canCall, isQueueEligible, transitions, type AgentEvent, type PresencePhase } from '@/lib/agent';
import { BEGIN, moves, must, settled, step, tell, type World } from './random';

const RUNS = 300;
/** Random lives take long on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });
const ALLOWED = new Set(transitions().map(({ from, event, to }) => `${from} ${event} ${to}`));
const PHASES = new Set<PresencePhase>(transitions().flatMap(({ from, to }) => [from, to]));

interface Beat {
  readonly before: World;
  readonly event: AgentEvent | null;
  readonly world: World;
}

/** Plays random shifts; a failing one tells what happened in it, move by move. */
function always(check: (beat: Beat) => void): void {
  fc.assert(
    fc.property(moves, (list) => {
      let world = BEGIN;
      const story: string[] = [];
      for (const move of list) {
        const next = step(world, move);
        const { requests, agent } = next.world;
        const what = next.event ? JSON.stringify(next.event) : move.kind;
        story.push(
          `${what} → ${agent.phase}, server ${next.world.serverPause}, asked ${JSON.stringify(requests)}`,
        );
        try {
          check({ before: world, ...next });
        } catch (cause) {
          throw new Error(`${String(cause)}\n${story.join('\n')}`, { cause });
        }
        world = next.world;
      }
    }),
    { numRuns: RUNS },
  );
}

/** What the agent and the world can do, in the end, to get back to work. */
function backToWork(world: World): World {
  const at = world.clock;
  let next = settled(world);
  const then = (event: AgentEvent): void => {
    next = settled(tell(next, event));
  };
  if (next.agent.phase === 'signedOut') then({ type: 'signIn', at });
  then({ type: 'microphone', ok: true, at });
  then({ type: 'takeOver', at });
  if (!next.agent.registered) then({ type: 'registered', at });
  if (next.agent.phase === 'ringing' || next.agent.phase === 'inCall')
    then({ type: 'callOver', answered: true, forceDisposition: true, autoUnpauseS: 0, at });
  if (next.agent.phase === 'connecting') then({ type: 'retry', at });
  // Out of after-call work, and out of the pause that was before it.
  for (let press = 0; press < 2 && next.agent.phase !== 'ready'; press += 1) then({ type: 'resumeWork', at });
  return next;
}

describe('whatever happens in whatever order', () => {
  it('every phase is reached, and only by the transitions of the table', () => {
    const seen = new Set<PresencePhase>();
    always(({ before, event, world }) => {
      seen.add(world.agent.phase);
      if (world.agent.phase === before.agent.phase) return;
      expect(ALLOWED).toContain(`${before.agent.phase} ${event?.type} ${world.agent.phase}`);
    });
    expect([...PHASES].filter((phase) => !seen.has(phase))).toEqual([]);
  });

  it('signed out, the agent is in no queue as soon as what was asked for is done', () => {
    always(({ world }) => {
      if (world.agent.phase === 'signedOut')
        must(settled(world).queues !== 'us', 'signed out means out of the queues');
    });
  });

  it('ready is shown only to a registered agent with a microphone who is in the queues and in no pause', () => {
    always(({ world: { agent } }) => {
      if (agent.phase !== 'ready') return;
      expect(agent).toMatchObject({ registered: true, pbxLoggedIn: true, pause: null, pauseEndsAt: null });
      expect(agent.memo).toMatchObject({ microphone: true, elsewhere: false });
      expect(isQueueEligible(agent)).toBe(true);
    });
  });

  it('what is shown is what the server has once everything is settled', () => {
    always(({ world }) => {
      const { agent, queues, serverPause, refused } = settled(world);
      if (refused || agent.dispositionPending) return;
      if (agent.phase === 'ready') must(queues === 'us' && serverPause === null, 'ready here, ready there');
      if (agent.phase === 'paused' || agent.phase === 'afterCall')
        must(
          queues === 'us' && serverPause === agent.pause?.id,
          `${agent.pause?.id} here, ${serverPause} there`,
        );
    });
  });

  it('there is a way back to work from everywhere, after-call work above all', () => {
    always(({ world }) => {
      expect(backToWork(world).agent.phase).toBe('ready');
    });
  });

  it('there is a way home from everywhere', () => {
    always(({ world }) => {
      if (world.agent.phase === 'signedOut') return;
      const home = settled(tell(world, { type: 'signOut', at: world.clock }));
      expect(home.agent.phase).toBe('signedOut');
      expect(home.queues).not.toBe('us');
    });
  });

  it('a pause has a name exactly while there is one', () => {
    always(({ world: { agent } }) => {
      if (agent.phase === 'paused' || agent.phase === 'pausing')
        must(agent.pause !== null, 'paused has a pause');
      if (agent.phase === 'afterCall') must(agent.pause?.id === '0', 'after-call work is pause "0"');
      if (agent.phase === 'ringing' || agent.phase === 'inCall')
        must(agent.pause === null, 'in no pause during a call');
      if (agent.pausedBefore) must(agent.pausedBefore.id !== '0', 'after-call work is nothing to go back to');
    });
  });

  it('nobody calls while a disposition is owed, or without a registration', () => {
    always(({ world: { agent } }) => {
      if (agent.dispositionPending || !agent.registered) must(!canCall(agent), 'may not call');
    });
  });

  it('the totals only grow within a day, and never exceed the time that passed', () => {
    always(({ before, event, world }) => {
      const sum = (w: World): number => Object.values(w.agent.totals).reduce((a, b) => a + b, 0);
      if (event?.type !== 'newDay') must(sum(world) >= sum(before), 'totals only grow');
      expect(sum(world)).toBeLessThanOrEqual(world.clock - BEGIN.clock);
    });
  });
});
