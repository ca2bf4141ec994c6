import { effect } from '@preact/signals';
import { act, cleanup, render, waitFor } from '@testing-library/preact';
import fc from 'fast-check';
import { options } from 'preact';
import { afterEach, describe, expect, it } from 'vitest';
import { PhoneView, partsOf } from '@/components';
import { createTexts } from '@/lib/i18n';
import type { PhoneState } from '@/lib/phone';
import { SHOTS } from '../../e2e/screens/catalogue';
import { NOW, PAUSES, READY } from '../../e2e/screens/states';

afterEach(cleanup);

const [pause] = PAUSES;
const PAUSED: PhoneState = {
  ...READY,
  agent: { ...READY.agent, phase: 'paused', pause: pause ?? null, since: NOW - 5000 },
};
const STATES = [READY, PAUSED, ...SHOTS.flatMap(({ state }) => (state ? [state] : []))];

const texts = createTexts('en', 'en');
const host = {
  openOptions: () => undefined,
  openServer: () => undefined,
  openPage: () => undefined,
  download: () => undefined,
};
const send = async () => ({ ok: true }) as const;
const now = () => NOW;
const view = (state: PhoneState) => (
  <PhoneView state={state} send={send} texts={texts} host={host} now={now} />
);

/** Without the ids that are counted. */
function drawn(container: Element): string {
  const copy = container.cloneNode(true) as Element;
  for (const element of copy.querySelectorAll('*'))
    for (const { name, value } of Array.from(element.attributes))
      if (/^P\d+-\d+/.test(value)) element.setAttribute(name, value.replace(/\d+/g, '0'));
  return copy.innerHTML;
}

const anyState = fc.integer({ min: 0, max: STATES.length - 1 }).map((at) => STATES[at] ?? READY);
const sequence = fc.tuple(anyState, anyState, anyState, anyState);

describe('a state that is heard part by part', () => {
  it('tells of the part that has changed, and of no other', () => {
    const { state, hear } = partsOf(READY);
    const heard: string[] = [];
    effect(() => void heard.push(state.agent.phase));
    hear({ ...READY, revision: 2, language: 'es', agent: { ...READY.agent } });
    expect(heard).toEqual(['ready']);
    hear(PAUSED);
    expect(heard).toEqual(['ready', 'paused']);
    expect({ ...state }).toEqual(PAUSED);
  });

  it('is drawn as the same state given whole, whatever came before', () => {
    fc.assert(
      fc.property(sequence, ([first, ...rest]) => {
        const { state, hear } = partsOf(first);
        const byParts = render(view(state));
        const whole = render(view(first));
        for (const next of rest) {
          act(() => hear(next));
          whole.rerender(view(next));
          expect(drawn(byParts.container)).toBe(drawn(whole.container));
        }
        cleanup();
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('hands the focus on though what had it is drawn away a moment after what comes', async () => {
    const held =
      SHOTS.find((shot) => shot.state?.preview && shot.state.call.phase === 'idle')?.state ?? READY;
    const { state, hear } = partsOf({ ...held, preview: null });
    const { getByRole } = render(view(state));
    getByRole('button', { name: 'Get a contact' }).focus();
    act(() => hear(held));
    await waitFor(() => expect(document.activeElement).toBe(getByRole('region', { name: 'Preview' })));
  });

  it('draws nothing of the idle screen again when the phone is paused: its controls stay as they are', () => {
    const { state, hear } = partsOf(READY);
    render(view(state));
    const names: string[] = [];
    const before = options.diffed;
    options.diffed = (vnode) => {
      if (typeof vnode.type === 'function') names.push(vnode.type.name);
      before?.(vnode);
    };
    act(() => hear(PAUSED));
    options.diffed = before;
    expect(names).toContain('Header');
    expect(names).not.toContain('Dial');
    expect(names).not.toContain('Callbacks');
  });
});
