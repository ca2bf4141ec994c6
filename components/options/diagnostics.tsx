import { useDesk } from '../context';
import { useReport } from '../hooks';
import { Button } from '../parts/button';

/** The file for support; says what is in it before it is saved. */
export function DiagnosticsSection() {
  const { texts } = useDesk();
  const save = useReport();
  return (
    <section class="card" id="diagnostics" aria-labelledby="diagnostics-title">
      <h2 id="diagnostics-title">{texts.t('report.title')}</h2>
      <p class="quiet-text">{texts.t('report.lead')}</p>
      <Button icon="note" label={texts.t('report.export')} onPress={save} />
    </section>
  );
}
