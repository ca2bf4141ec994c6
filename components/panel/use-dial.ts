import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';

/** A contact being written: kept while a call takes its form off the screen. */
export interface NewContactDraft {
  readonly campaignId: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** What the agent is about to call: shared by the keypad and the contacts, and there again after a call that came between. */
export interface Dial {
  readonly typed: string;
  readonly type: (number: string) => void;
  /** '' = outside campaigns, or none chosen yet. */
  readonly campaignId: string;
  readonly choose: (campaignId: string) => void;
  readonly contact: NewContactDraft | null;
  readonly write: (contact: NewContactDraft | null) => void;
}

/** The campaign is remembered for the CRM's site, so that its clicks, its other tabs and tomorrow's panel know it as well. */
export function useDial(state: PhoneState | null): Dial {
  const { ask, site } = useDesk();
  const [typed, type] = useState('');
  const [contact, write] = useState<NewContactDraft | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const turn = useRef(0);
  const wanted = chosen ?? state?.siteCampaigns[site] ?? '';
  // Never a campaign that the agent did not choose: the customer would be called in somebody's name.
  const known = state?.directory.campaigns.some(({ id }) => id === wanted);
  const choose = useCallback(
    (campaignId: string): void => {
      setChosen(campaignId);
      if (site === '') return;
      const mine = ++turn.current;
      void ask({ type: 'chooseCampaign', origin: site, campaignId }).then((result) => {
        // Kept: from now on the site says it. Refused (the administrator has fixed it, say): it is for this panel's calls only.
        if (result.ok && turn.current === mine) setChosen(null);
      });
    },
    [ask, site],
  );
  const campaignId = known ? wanted : '';
  return useMemo(
    () => ({ typed, type, campaignId, choose, contact, write }),
    [typed, campaignId, choose, contact],
  );
}
