import type { BareKey } from '@/lib/i18n';
import type { DraftSummary, PhoneCommand, PhoneState, RecentCall } from '@/lib/phone';
import { useDesk } from '../context';
import { useDerived } from '../hooks';
import type { IconName } from '../icons';
import { callReason, idleControls, type Reason } from '../model/controls';
import { needsYou } from '../model/drafts';
import { numberWords } from '../model/numbers';
import { realName } from '../model/people';
import type { SheetName } from '../model/sheet';
import { Listed, Row } from './lists';

function signOf(recent: RecentCall): readonly [IconName, BareKey] {
  if (recent.direction === 'in')
    return recent.answered ? ['arrowIn', 'recent.in'] : ['missed', 'recent.missed'];
  return recent.answered ? ['arrowOut', 'recent.out'] : ['arrowOut', 'recent.unanswered'];
}

export const draftOf = ({ callId }: RecentCall, state: PhoneState): DraftSummary | undefined =>
  callId === '' ? undefined : state.drafts.list.find((draft) => draft.callId === callId);

/** The contact's name, else the number: what a line is headed by and searched for. */
export function titleOf(recent: RecentCall, state: PhoneState): string {
  const draft = draftOf(recent, state);
  return realName(draft?.title ?? '', recent.number) || realName(recent.name, recent.number);
}

/** As it was: the colleague, the contact in the campaign, or the number. */
function callBack({ agentId, number, campaignId, contactId }: RecentCall): PhoneCommand {
  if (agentId) return { type: 'callAgent', agentId };
  const inCampaign = campaignId && campaignId !== '0' ? { campaignId } : {};
  const identified = contactId && contactId !== '-1' ? { contactId } : {};
  return { type: 'call', number, via: 'recent', ...inCampaign, ...identified };
}

const reasonOf = ({ agentId, campaignId }: RecentCall, state: PhoneState): Reason =>
  agentId ? idleControls(state).callAgent : callReason(state, campaignId ?? '');

/** A call of today: who, how it went, what came of it; one click calls again, another opens its disposition. */
export function RecentRow({
  recent,
  state,
  onOpen,
}: {
  recent: RecentCall;
  state: PhoneState;
  /** Its disposition was opened: the sheet around makes room. */
  onOpen?: () => void;
}) {
  const { texts, send } = useDesk();
  const [icon, word] = signOf(recent);
  const reason = useDerived(state, (phone) => reasonOf(recent, phone), [recent]);
  const draft = draftOf(recent, state);
  const name = titleOf(recent, state);
  const outcome = draft && (draft.outcome || texts.t(`draft.${draft.status}`));
  const detail = [
    name ? numberWords(recent.number) : '',
    recent.answered ? texts.clock(recent.durationS * 1000) : texts.t(word),
    outcome ?? '',
  ];
  return (
    <Row
      icon={icon}
      iconWord={recent.answered ? texts.t(word) : ''}
      title={name || numberWords(recent.number) || texts.t('call.unknown')}
      detail={detail.filter(Boolean).join(' · ')}
      end={texts.time(recent.at)}
      alert={(recent.direction === 'in' && !recent.answered) || (draft !== undefined && needsYou(draft))}
      guard
      reason={reason}
      onPress={() => void send(callBack(recent))}
      {...(draft && draft.about === 'disposition'
        ? {
            more: {
              icon: 'note' as const,
              label: `${texts.t('day.disposition')}: ${name || recent.number}`,
              onPress: () => {
                void send({ type: 'draft', command: { type: 'open', draftId: draft.id } });
                onOpen?.();
              },
            },
          }
        : {})}
    />
  );
}

export function Recents({ state, open }: { state: PhoneState; open: (sheet: SheetName) => void }) {
  const { texts } = useDesk();
  return (
    <Listed
      title={texts.t('idle.recent')}
      none={texts.t('idle.recentNone')}
      items={state.recents}
      row={(recent) => <RecentRow recent={recent} state={state} />}
      keyOf={(recent) => recent.id}
      {...(state.recents.length > 0 ? { onAll: () => open('day') } : {})}
    />
  );
}
