import type { CallbackEntry, PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { useDerived, useNow } from '../hooks';
import { allowed, callReason } from '../model/controls';
import { endOfDay, momentWords } from '../model/zone';
import { Button } from '../parts/button';
import { Listed, Row } from './lists';

function CallbackRow({ entry, state, now }: { entry: CallbackEntry; state: PhoneState; now: number }) {
  const { texts, send } = useDesk();
  const reason = useDerived(state, (phone) => callReason(phone, entry.campaignId), [entry.campaignId]);
  const overdue = entry.at < now;
  const name = state.recents.find((recent) => recent.number === entry.phone)?.name ?? '';
  const title = name && name !== entry.phone ? name : entry.phone;
  const detail = [
    overdue ? texts.t('idle.overdue') : '',
    title === entry.phone ? '' : entry.phone,
    entry.kind === 'global' ? texts.t('idle.global') : '',
    entry.reason,
    state.directory.campaigns.find((campaign) => campaign.id === entry.campaignId)?.name ?? '',
  ];
  return (
    <Row
      icon="calendar"
      iconWord=""
      title={title}
      detail={detail.filter(Boolean).join(' · ')}
      end={momentWords(entry.at, now, texts)}
      alert={overdue}
      guard
      reason={reason}
      onPress={() =>
        void send({
          type: 'call',
          number: entry.phone,
          campaignId: entry.campaignId,
          contactId: entry.contactId,
          via: 'callback',
        })
      }
      more={{
        icon: 'note',
        label: `${texts.t('callbacks.edit')}: ${title}`,
        reason: allowed(state, 'editCallback'),
        onPress: () => void send({ type: 'draft', command: { type: 'editCallback', callbackId: entry.id } }),
      }}
    />
  );
}

/** `list "Callbacks"`: what is overdue, due today, and later; one click calls, another changes it. */
export function Callbacks({ state }: { state: PhoneState }) {
  const { texts, send } = useDesk();
  const now = useNow(state.callbacks.length > 0);
  const tonight = endOfDay(now);
  const sorted = state.callbacks.toSorted((a, b) => a.at - b.at);
  const groupOf = ({ at }: CallbackEntry): string =>
    texts.t(at < now ? 'callbacks.overdue' : at < tonight ? 'callbacks.today' : 'callbacks.later');
  return (
    <Listed
      title={texts.t('idle.callbacks')}
      none={texts.t('idle.callbacksNone')}
      items={sorted}
      row={(entry) => <CallbackRow entry={entry} state={state} now={now} />}
      groupOf={groupOf}
      keyOf={(entry) => entry.id}
      action={
        <Button
          look="icon"
          icon="redial"
          class="small"
          label={texts.t('callbacks.refresh')}
          reason={allowed(state, 'callbacks')}
          onPress={() => void send({ type: 'refreshCallbacks' })}
        />
      }
    />
  );
}
