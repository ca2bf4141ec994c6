import type { FormView } from '@/lib/drafts';
import { useDesk } from '../context';
import { Button } from '../parts/button';

type Conflict = NonNullable<FormView['conflict']>;

function Version({ title, version }: { title: string; version: Conflict['mine'] }) {
  const { texts } = useDesk();
  return (
    <div class="version">
      <h4>{title}</h4>
      <p class="row-title">{[version.optionName, version.sub].filter(Boolean).join(' · ')}</p>
      <p class={version.comments ? '' : 'quiet-text'}>{version.comments || texts.t('conflict.noComments')}</p>
    </div>
  );
}

/** Somebody else's word against ours: both are shown, neither is overwritten before the agent has chosen. */
export function ConflictSection({
  conflict,
  onKeep,
}: {
  conflict: Conflict;
  onKeep: (keep: 'mine' | 'theirs') => void;
}) {
  const { texts } = useDesk();
  return (
    <section class="form-part" aria-label={texts.t('conflict.title')}>
      <h3>{texts.t('conflict.title')}</h3>
      <div class="versions">
        <Version title={texts.t('conflict.mine')} version={conflict.mine} />
        <Version title={texts.t('conflict.theirs')} version={conflict.theirs} />
      </div>
      <div class="pair">
        <Button look="primary" label={texts.t('conflict.keepMine')} onPress={() => onKeep('mine')} />
        <Button label={texts.t('conflict.keepTheirs')} onPress={() => onKeep('theirs')} />
      </div>
    </section>
  );
}
