/** Runs the two tables one event at a time, and hands their effects on after the state is written. */
import { reduceAgent, type AgentEffect, type AgentEvent } from '@/lib/agent';
import { reduceCall, type CallEffect, type CallEvent, type CallState } from '@/lib/call';
import type { Log } from '@/lib/diagnostics';
import type { Store } from '../store';

export interface DispatchDeps {
  readonly store: Store;
  readonly log: Log;
  callEffect(effect: CallEffect): void;
  agentEffect(effect: AgentEffect): void;
  /** After each event that changed the call. */
  callChanged(before: CallState, after: CallState): void;
}
export interface Dispatch {
  call(event: CallEvent): void;
  /** False: the table took no notice of it; true also for an event that waits its turn. */
  agent(event: AgentEvent): boolean;
  /** Whether the last call event asked for anything but a log line. */
  hadEffects(): boolean;
}

export function createDispatch({ store, log, callEffect, agentEffect, callChanged }: DispatchDeps): Dispatch {
  const waiting: (() => void)[] = [];
  let running = false;
  let effective = false;

  /** An effect may dispatch again at once: that event waits until the present one is done with. */
  const inTurn = (job: () => void): void => {
    waiting.push(job);
    if (running) return;
    running = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) next();
    } finally {
      running = false;
    }
  };
  const carryOut = <E extends { readonly type: string }>(
    effects: readonly E[],
    run: (effect: E) => void,
  ): void => {
    for (const effect of effects) {
      try {
        run(effect);
      } catch (thrown) {
        // One effect that breaks must not keep the others, a BYE say, from being carried out.
        log.error('phone', `effect ${effect.type} threw`, { error: String(thrown) });
      }
    }
  };

  return {
    call: (event) =>
      inTurn(() => {
        const before = store.get().call;
        const { state, effects } = reduceCall(before, event);
        effective = effects.some((effect) => effect.type !== 'log');
        log.debug('call', `${event.type}: ${before.phase} → ${state.phase}`);
        store.set({ call: state });
        if (state !== before) callChanged(before, state);
        carryOut(effects, callEffect);
      }),
    agent(event) {
      let taken = true;
      inTurn(() => {
        const before = store.get().agent;
        const { state, effects } = reduceAgent(before, event);
        log.debug('agent', `${event.type}: ${before.phase} → ${state.phase}`);
        taken = !effects.some((effect) => effect.type === 'log');
        store.set({ agent: state });
        carryOut(effects, agentEffect);
      });
      return taken;
    },
    hadEffects: () => effective,
  };
}
