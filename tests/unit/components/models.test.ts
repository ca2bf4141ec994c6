import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayAct } from '@/entrypoints/panel/guard';
import { createTexts } from '@/lib/i18n';
import type { CallPhase } from '@/lib/call';
import type { PresencePhase } from '@/lib/agent/types';
import { announce, hear, NOTHING_HEARD } from '@/components/model/announce';
import { faceOf } from '@/components/model/face';
import { checkNumber, checkTransferNumber } from '@/components/model/numbers';
import { agentFromHeader } from '@/components/model/people';
import { checkServer } from '@/components/model/server';
import { inCall, READY } from '../../e2e/screens/states';

const PHASES: readonly CallPhase[] = [
  'requested',
  'ringing',
  'answering',
  'talking',
  'held',
  'transferPrompt',
  'transferReturning',
  'transferDialing',
  'transferSent',
  'consulting',
  'conference',
  'ending',
];
const PRESENCES: readonly PresencePhase[] = [
  'signedOut',
  'connecting',
  'ready',
  'pausing',
  'paused',
  'ringing',
  'inCall',
  'afterCall',
  'connectionLost',
  'disabled',
  'signedInElsewhere',
];
const texts = createTexts('en');

describe('the face of a state', () => {
  it('has a call above all else: whatever the session or the presence say, the customer is in sight', () => {
    const sessions = [READY.session, { kind: 'signedOut', server: '', lastUser: '' } as const];
    for (const phase of PHASES)
      for (const presence of PRESENCES)
        for (const session of sessions) {
          const state = inCall(phase);
          const face = faceOf({ ...state, session, agent: { ...state.agent, phase: presence } });
          expect(['requested', 'ringing', 'inCall', 'transferring', 'consulting', 'conference']).toContain(
            face.screen,
          );
        }
  });

  it('never shows ready when the phone cannot take calls', () => {
    const ready = PRESENCES.filter(
      (phase) => faceOf({ ...READY, agent: { ...READY.agent, phase } }).tone === 'ready',
    );
    expect(ready).toEqual(['ready', 'ringing', 'inCall']); // the last two only for the moment before the call's own state
  });

  it('tells states by words, not by colour alone', () => {
    const words = PHASES.filter((phase) => phase !== 'transferDialing').map((phase) =>
      texts.t(faceOf(inCall(phase)).word),
    );
    expect(new Set(words).size).toBe(words.length);
  });
});

describe('announcements', () => {
  it('say the same for the same state, however often it is sent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PHASES), fc.integer(), (phase, revision) => {
        const first = announce(inCall(phase), texts);
        expect(announce({ ...inCall(phase), revision }, texts)).toEqual(first);
      }),
    );
  });

  it('say that the microphone is on again only after it was muted', () => {
    const plain = inCall('talking');
    const muted = inCall('talking', { muted: true });
    expect(announce(plain, texts, hear(NOTHING_HEARD, plain)).flags).toBe('');
    const heard = hear(NOTHING_HEARD, muted);
    expect(announce(muted, texts, heard).flags).toBe('Microphone muted');
    expect(announce(plain, texts, hear(heard, plain)).flags).toBe('Microphone on');
    expect(hear(heard, READY)).toEqual(NOTHING_HEARD);
  });
});

describe('numbers as typed', () => {
  it('accepts what the exchange dials and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+*# -()./x') }), (typed) => {
        const checked = checkNumber(typed);
        expect(checked.ok ? checked.number : '00').toMatch(/^\+?[\d*#]{1,25}$/);
      }),
    );
  });

  it('sends no transfer code by accident', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('0000', '1111', '8888', '9999'),
        fc.integer({ min: 0, max: 9999 }),
        (prefix, id) => {
          expect(checkTransferNumber(`${prefix}${id}`)).toEqual({ ok: false, why: 'transfer.prefix' });
        },
      ),
    );
  });
});

describe('a server address', () => {
  it.each([
    ['calls.company.com', 'https://calls.company.com', false],
    [' https://calls.company.com/consola/?x=1 ', 'https://calls.company.com', false],
    ['HTTPS://Calls.Company.com:8443', 'https://calls.company.com:8443', false],
    ['http://10.0.0.5', 'http://10.0.0.5', true],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', false],
    ['http://localhost', 'http://localhost', false],
    ['http://127.0.0.1.evil.example', 'http://127.0.0.1.evil.example', true],
  ])('%s is %s', (typed, origin, plain) => {
    expect(checkServer(typed)).toEqual({ ok: true, origin, plain });
  });

  it.each(['', '   ', 'ftp://x', 'javascript://x', 'https://', 'https://user:pass@host', 'a b'])(
    '%s is none',
    (typed) => {
      expect(checkServer(typed)).toEqual({ ok: false });
    },
  );

  it('never throws, whatever is typed', () => {
    fc.assert(fc.property(fc.string(), (typed) => void checkServer(typed)));
  });
});

describe('the agent who passed a call on', () => {
  it.each([
    ['3_Ana Ruiz', { id: '3', name: 'Ana Ruiz' }],
    ['3_Ana_Ruiz', { id: '3', name: 'Ana Ruiz' }],
    ['Ana', { id: '', name: 'Ana' }],
    ['', null],
    [null, null],
  ])('%s', (header, agent) => {
    expect(agentFromHeader(header)).toEqual(agent);
  });
});

describe('the click guard', () => {
  const seen = { seenSince: 1000, width: 340, height: 600 };
  const click = { isTrusted: true, detail: 1 };
  it('lets a click pass that was made by a person on a phone in sight for half a second', () => {
    expect(mayAct(click, seen, 1500)).toBe(true);
  });
  it.each([
    ['synthetic', { ...click, isTrusted: false }, seen, 5000],
    ['synthetic, posing as the keyboard', { isTrusted: false, detail: 0 }, seen, 5000],
    ['just uncovered', click, seen, 1499],
    ['covered', click, { ...seen, seenSince: null }, 5000],
    ['too narrow', click, { ...seen, width: 199 }, 5000],
    ['too low', click, { ...seen, height: 20 }, 5000],
  ] as const)('stops a click that is %s', (_, event, sight, now) => {
    expect(mayAct(event, sight, now)).toBe(false);
  });
  it('never stops the keyboard', () => {
    expect(mayAct({ isTrusted: true, detail: 0 }, { seenSince: null, width: 10, height: 10 }, 0)).toBe(true);
  });
});
