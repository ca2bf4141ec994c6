import { useState } from 'preact/hooks';
import type { Texts } from '@/lib/i18n';
import type { ErrorCode } from '@/lib/diagnostics/errors';
import type { SelfTestFinding, SelfTestResult } from '@/lib/diagnostics/self-test';
import { useDesk } from '../context';
import { Icon } from '../icons';
import { Button } from '../parts/button';

export type TestResult = SelfTestResult;
export type RunSelfTest = (tell: (results: readonly SelfTestResult[]) => void) => Promise<void>;

/** Findings have one sentence, the catalogue's errors two that matter here. */
function words({ ok, why, facts }: SelfTestResult, texts: Texts): string {
  const measured = [
    facts?.kinds && facts.kinds.length > 0 ? facts.kinds.join(', ') : '',
    facts?.mos === undefined ? '' : texts.t('test.mos', { mos: texts.number(facts.mos) }),
    facts?.rttMs === undefined ? '' : texts.t('test.rtt', { ms: texts.number(Math.round(facts.rttMs)) }),
  ].filter(Boolean);
  const verdict = ok ? texts.t('test.pass') : reason(why, texts);
  return [verdict, measured.join(' · ')].filter(Boolean).join(ok ? ' · ' : ' ');
}

function reason(why: SelfTestResult['why'], texts: Texts): string {
  if (why === undefined) return texts.t('test.fail');
  if (isFinding(why)) return texts.t(`test.why.${why}`);
  const error = texts.error(why);
  return `${error.what} ${error.todo}`;
}

/** By name, so that the list of names needn't be loaded by views: what the catalogue of errors doesn't have. */
const FINDINGS: Readonly<Record<SelfTestFinding, true>> = {
  silent: true,
  noServer: true,
  notSignedIn: true,
  notConnected: true,
  deviceGone: true,
  noSound: true,
  noCandidates: true,
  relayMissing: true,
  reflexiveMissing: true,
  loopbackDead: true,
  loopbackPoor: true,
  callBusyNow: true,
  callUnanswered: true,
  callSilent: true,
  callPoor: true,
};
const isFinding = (why: ErrorCode | SelfTestFinding): why is SelfTestFinding => why in FINDINGS;

export function SelfTestSection({ run, withCall }: { run: RunSelfTest; withCall: boolean }) {
  const { texts } = useDesk();
  const [results, setResults] = useState<readonly SelfTestResult[]>([]);
  const [phase, setPhase] = useState<'idle' | 'running' | 'done'>('idle');
  const start = (): void => {
    setResults([]);
    setPhase('running');
    const over = (): void => setPhase('done');
    run(setResults).then(over, (thrown: unknown) => {
      console.warn('self-test', thrown);
      over();
    });
  };
  const failed = results.filter(({ ok }) => !ok).length;
  return (
    <section class="card" id="test" aria-labelledby="test-title">
      <h2 id="test-title">{texts.t('test.title')}</h2>
      <p class="quiet-text">{texts.t('test.lead')}</p>
      {withCall && <p class="quiet-text">{texts.t('test.withCall')}</p>}
      <Button
        label={texts.t('test.run')}
        reason={phase === 'running' ? 'reason.wait' : null}
        onPress={start}
      />
      {/* One line is spoken, not each finding: they come too fast to be listened to. */}
      <p role="status" class="quiet-text">
        {phase === 'running' && texts.t('test.running')}
        {phase === 'done' && (failed === 0 ? texts.t('test.allWell') : texts.plural('test.failed', failed))}
      </p>
      {results.length > 0 && (
        <ul class="rows results" aria-label={texts.t('test.results')} aria-busy={phase === 'running'}>
          {results.map((result) => (
            <li key={result.what} class={result.ok ? 'pass' : 'fail'}>
              <Icon name={result.ok ? 'check' : 'warning'} />
              <span class="row-words">
                <span class="result-title">{texts.t(`test.${result.what}`)}</span>
                <span class="result-words">{words(result, texts)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
