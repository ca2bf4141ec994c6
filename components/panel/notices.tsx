import type { ComponentChildren } from 'preact';
import type { CallbackEntry, Notice } from '@/lib/phone';
import { useDesk } from '../context';
import { Icon, type IconName } from '../icons';
import { useReport } from '../hooks';
import { isForSupport, noticeWords } from '../model/notices';
import { Button } from '../parts/button';

const ICONS: Readonly<Record<Notice['kind'], IconName>> = {
  error: 'warning',
  warning: 'warning',
  info: 'info',
  supervisor: 'message',
};
/** More would push the phone itself out of sight; the rest wait their turn. */
const SHOWN = 2;

export type Spoken = Pick<Notice, 'kind' | 'code' | 'params' | 'action'>;

export function NoticeCard({
  notice,
  onDismiss,
  children,
}: {
  notice: Spoken;
  onDismiss?: () => void;
  children?: ComponentChildren;
}) {
  const { texts, send, host } = useDesk();
  const words = noticeWords(notice, texts);
  const act = (): void => {
    const draftId = String(notice.params['draftId'] ?? '');
    if (notice.action === 'retry') void send({ type: 'retryNow' });
    if (notice.action === 'takeOver') void send({ type: 'takeOver' });
    if (notice.action === 'openDraft') void send({ type: 'draft', command: { type: 'open', draftId } });
    if (notice.action === 'signIn') host.openOptions('signIn');
    if (notice.action === 'openOptions') host.openOptions();
    if (notice.action === 'openServer') host.openServer();
  };
  return (
    <div class={`notice ${notice.kind}`}>
      <Icon name={ICONS[notice.kind]} />
      <div class="notice-words">
        <p class="notice-title">{words.title}</p>
        {words.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {notice.action && <Button label={texts.t(`notice.${notice.action}`)} onPress={act} class="small" />}
        {children}
      </div>
      {onDismiss && (
        <Button
          look="icon"
          icon="close"
          label={texts.t('common.dismiss')}
          onPress={onDismiss}
          class="small"
        />
      )}
    </div>
  );
}

/** A reminder does what it reminds of. */
function Reminder({ entry }: { entry: CallbackEntry }) {
  const { texts, send } = useDesk();
  const { phone: number, campaignId, contactId } = entry;
  return (
    <div class="entry-actions">
      <Button
        look="positive"
        icon="handset"
        class="small"
        // By its number: a second "Call" beside the dial field's own would be told apart by its place alone.
        label={texts.t('notice.callBack', { number })}
        onPress={() => void send({ type: 'call', number, campaignId, contactId, via: 'callback' })}
        guard
      />
      <Button
        class="small"
        label={texts.t('callbacks.edit')}
        onPress={() => void send({ type: 'draft', command: { type: 'editCallback', callbackId: entry.id } })}
      />
    </div>
  );
}

function reminderOf(notice: Notice, callbacks: readonly CallbackEntry[]) {
  if (notice.code !== 'callbackDue') return null;
  const entry = callbacks.find(({ id }) => id === notice.params['callbackId']);
  return entry ? <Reminder entry={entry} /> : null;
}

/** Newest first; each says what happened, what the phone does and what the agent can do. */
export function Notices({
  notices,
  callbacks,
}: {
  notices: readonly Notice[];
  callbacks: readonly CallbackEntry[];
}) {
  const { texts, send } = useDesk();
  const report = useReport();
  if (notices.length === 0) return null;
  const newest = notices.toSorted((a, b) => b.at - a.at).slice(0, SHOWN);
  return (
    <ul class="notices" aria-label={texts.t('notice.list')}>
      {newest.map((notice) => (
        <li key={notice.id}>
          <NoticeCard notice={notice} onDismiss={() => void send({ type: 'dismissNotice', id: notice.id })}>
            {reminderOf(notice, callbacks)}
            {isForSupport(notice) && (
              <Button look="quiet" class="small" label={texts.t('report.export')} onPress={report} />
            )}
          </NoticeCard>
        </li>
      ))}
    </ul>
  );
}
