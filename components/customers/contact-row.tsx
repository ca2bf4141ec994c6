import type { ContactCard, PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { callReason } from '../model/controls';
import { contactDetail, contactTitle, numbersOf } from '../model/customers';
import { Row } from '../screens/lists';

/** A customer: one click calls, another tries all their numbers at once. */
export function ContactRow({
  card,
  campaignId,
  state,
  onCall,
}: {
  card: ContactCard;
  campaignId: string;
  state: PhoneState;
  onCall: (number: string, contactId: string) => void;
}) {
  const { texts } = useDesk();
  const reason = callReason(state, campaignId);
  const title = contactTitle(card);
  const numbers = numbersOf(card);
  const all = {
    icon: 'fork' as const,
    label: `${texts.t('contacts.allNumbers', { count: texts.number(numbers.length) })}: ${title}`,
    reason,
    guard: true,
    onPress: () => onCall(numbers.join('_'), card.id),
  };
  return (
    <Row
      icon="agent"
      iconWord=""
      title={title}
      detail={contactDetail(card)}
      end=""
      hint={texts.t('idle.call')}
      reason={reason}
      guard
      onPress={() => onCall(card.phone, card.id)}
      {...(numbers.length > 1 ? { more: all } : {})}
    />
  );
}
