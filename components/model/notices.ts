/** A notice in words. Pure. */
import type { Texts } from '@/lib/i18n';
import type { DraftSummary, Notice, PhoneState } from '@/lib/phone';
import type { Refusal } from '../context';

export interface NoticeWords {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Whom or what a notice is about, when the phone put it beside the code. */
function subject(notice: Pick<Notice, 'params'>): string {
  const { number, name, agent } = notice.params;
  return [name ?? agent, number].filter((part) => part !== undefined && part !== '').join(' · ');
}

export function noticeWords(notice: Pick<Notice, 'code' | 'params'>, texts: Texts): NoticeWords {
  const about = subject(notice);
  switch (notice.code) {
    case 'supervisorMessage':
      return {
        title: texts.t('notice.supervisorMessage', { supervisor: String(notice.params['supervisor'] ?? '') }),
        lines: [String(notice.params['text'] ?? '')],
      };
    case 'callbackDue': {
      const { at, reason } = notice.params;
      const when = typeof at === 'number' ? texts.time(at) : '';
      return {
        title: texts.t('notice.callbackDue'),
        lines: [[when, about].filter(Boolean).join(' · '), String(reason ?? '')].filter(Boolean),
      };
    }
    case 'transferOutcomeUnknown':
    case 'autoAnswered':
    case 'updateReady':
      return { title: texts.t(`notice.${notice.code}`), lines: about ? [about] : [] };
    default: {
      const words = texts.error(notice.code);
      return { title: words.what, lines: [about, `${words.auto} ${words.todo}`].filter(Boolean) };
    }
  }
}

export const noticeTitle = (notice: Pick<Notice, 'code' | 'params'>, texts: Texts): string =>
  noticeWords(notice, texts).title;

/** The draft that stands in the way of the next call. */
export function pendingDraft(state: Pick<PhoneState, 'drafts'>): DraftSummary | undefined {
  const { list, current } = state.drafts;
  const unfinished = (draft: DraftSummary): boolean =>
    draft.about === 'disposition' && (draft.status === 'open' || draft.status === 'refused');
  return list.find((draft) => draft.id === current && unfinished(draft)) ?? list.find(unfinished);
}

/** A refused command as a notice; what can be done about it is one click away. */
export function refusalNotice(
  refusal: Refusal,
  state: PhoneState | null,
): Pick<Notice, 'kind' | 'code' | 'params' | 'action'> {
  const { code, params } = refusal;
  if (code !== 'callGated' || !state) return { kind: 'error', code, params, action: null };
  const draftId = String(params['draftId'] ?? pendingDraft(state)?.id ?? '');
  return {
    kind: 'error',
    code,
    params: draftId ? { ...params, draftId } : params,
    action: draftId ? 'openDraft' : null,
  };
}

/** What support is called about: there the file for it is one click away. The rest the agent mends alone. */
const FOR_SUPPORT = new Set<Notice['code']>([
  'serverUnreachable',
  'certificateUntrusted',
  'serverError',
  'serverAnsweredPage',
  'serverTimeout',
  'csrfRejected',
  'tokenRefused',
  'sipUnreachable',
  'sipTls',
  'registrationRefused',
  'registrationLost',
  'credentialsExpired',
  'pbxLoginRefused',
  'phoneDocumentLost',
  'callNotStarted',
  'toneFailed',
  'holdRefused',
  'mediaFailed',
  'audioOneWayIn',
  'audioOneWayOut',
  'soundLost',
  'soundLostIn',
  'soundLostOut',
  'soundDelayed',
  'soundBrokenThere',
  'pauseRefused',
  'draftDamaged',
  'settingsUnreadable',
  'formChanged',
  'unexpected',
]);
export const isForSupport = ({ code }: Pick<Notice, 'code'>): boolean => FOR_SUPPORT.has(code);
