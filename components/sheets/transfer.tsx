import { useEffect, useState } from 'preact/hooks';
import type { TransferKind, TransferTarget } from '@/lib/call/types';
import type { Texts } from '@/lib/i18n';
import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { checkTransferNumber } from '../model/numbers';
import { transferKindReason, type Reason } from '../model/controls';
import { Button } from '../parts/button';
import { SelectField, TextField } from '../parts/field';
import { Segmented } from '../parts/segmented';
import { Sheet } from '../parts/sheet';
import { presenceWords, sortAgents } from './agents';

type To = 'agent' | 'number' | 'campaign' | 'quick';
interface Picked {
  readonly agent: string;
  readonly number: string;
  readonly campaign: string;
  readonly quick: string;
}
type Resolved = { readonly target: TransferTarget } | { readonly error: string };

/** What was picked, as a target; or what is missing, in words. Nothing is sent before this says yes. */
function resolve(to: To, picked: Picked, state: PhoneState, texts: Texts): Resolved {
  const { agents, inboundCampaigns, quickContacts } = state.directory;
  const missing: Resolved = { error: texts.t('transfer.needTarget') };
  if (to === 'agent') {
    const agent = agents.find(({ id }) => id === picked.agent);
    return agent ? { target: { to, agentId: agent.id, name: agent.name } } : missing;
  }
  if (to === 'campaign') {
    const campaign = inboundCampaigns.find(({ id }) => id === picked.campaign);
    return campaign ? { target: { to, campaignId: campaign.id, name: campaign.name } } : missing;
  }
  const contact = to === 'quick' ? quickContacts.find(({ number }) => number === picked.quick) : undefined;
  if (to === 'quick' && !contact) return missing;
  const checked = checkTransferNumber(contact ? contact.number : picked.number);
  if (!checked.ok) return { error: texts.t(checked.why) };
  return { target: { to: 'number', number: checked.number, ...(contact ? { name: contact.name } : {}) } };
}

/** The one field that goes with the chosen kind of destination. */
function TargetField(props: {
  to: To;
  picked: Picked;
  error: string;
  state: PhoneState;
  onPick: (patch: Partial<Picked>) => void;
}) {
  const { texts } = useDesk();
  const { to, picked, error, onPick } = props;
  const { agents, inboundCampaigns, quickContacts } = props.state.directory;
  const choose = { value: '', label: texts.t('transfer.choose') };
  if (to === 'number') {
    return (
      <TextField
        label={texts.t('transfer.transferNumber')}
        type="tel"
        value={picked.number}
        error={error}
        onValue={(number) => onPick({ number })}
      />
    );
  }
  if (to === 'campaign') {
    const choices = [choose, ...inboundCampaigns.map(({ id, name }) => ({ value: id, label: name }))];
    return (
      <SelectField
        label={texts.t('transfer.inboundCampaign')}
        value={picked.campaign}
        choices={choices}
        error={error}
        onValue={(campaign) => onPick({ campaign })}
      />
    );
  }
  if (to === 'quick') {
    const choices = [
      choose,
      ...quickContacts.map(({ number, name }) => ({ value: number, label: `${name} · ${number}` })),
    ];
    return (
      <SelectField
        label={texts.t('transfer.quick')}
        value={picked.quick}
        choices={choices}
        error={error}
        onValue={(quick) => onPick({ quick })}
      />
    );
  }
  const sorted = sortAgents(agents, '');
  const group = (ready: boolean) =>
    sorted
      .filter((agent) => agent.ready === ready)
      .map(({ id, name, status }) => ({ value: id, label: `${name} · ${presenceWords(status, texts)}` }));
  const groups = [
    { label: texts.t('agents.ready'), choices: group(true) },
    { label: texts.t('agents.others'), choices: group(false) },
  ].filter(({ choices }) => choices.length > 0);
  return (
    <SelectField
      label={texts.t('transfer.agent')}
      value={picked.agent}
      choices={[choose, ...groups]}
      error={error}
      onValue={(agent) => onPick({ agent })}
    />
  );
}

export function TransferSheet({ state, onClose }: { state: PhoneState; onClose: () => void }) {
  const { texts, send } = useDesk();
  const [kind, setKind] = useState<TransferKind>(() =>
    transferKindReason(state, 'blind') ? 'consultative' : 'blind',
  );
  const [to, setTo] = useState<To>('agent');
  const [picked, setPicked] = useState<Picked>({ agent: '', number: '', campaign: '', quick: '' });
  const [error, setError] = useState('');
  useEffect(() => void send({ type: 'refreshAgents' }), []);

  const campaignId = state.call.call?.details?.campaignId;
  const outside = !campaignId || campaignId === '0';
  const { inboundCampaigns, quickContacts } = state.directory;
  const ofCampaign: Reason =
    kind === 'consultative'
      ? 'reason.onlyBlind'
      : outside
        ? 'reason.noCampaign'
        : inboundCampaigns.length === 0
          ? 'reason.empty'
          : null;
  const actual: To = to === 'campaign' && ofCampaign ? 'agent' : to;

  const start = (): void => {
    const resolved = resolve(actual, picked, state, texts);
    if ('error' in resolved) return setError(resolved.error);
    void send({ type: 'transfer', kind, target: resolved.target }).then((result) =>
      result.ok ? onClose() : undefined,
    );
  };
  return (
    <Sheet title={texts.t('transfer.title')} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <Segmented
          label={texts.t('transfer.kind')}
          value={kind}
          onValue={setKind}
          focusFirst
          segments={[
            { value: 'blind', label: texts.t('transfer.blind'), reason: transferKindReason(state, 'blind') },
            {
              value: 'consultative',
              label: texts.t('transfer.consultative'),
              reason: transferKindReason(state, 'consultative'),
            },
          ]}
        />
        <p class="quiet-text">{texts.t(`transfer.${kind}Hint`)}</p>
        <Segmented
          label={texts.t('transfer.to')}
          value={actual}
          columns={2}
          onValue={(value) => {
            setTo(value);
            setError('');
          }}
          segments={[
            { value: 'agent', label: texts.t('transfer.agent') },
            { value: 'number', label: texts.t('transfer.number') },
            { value: 'campaign', label: texts.t('transfer.campaign'), reason: ofCampaign },
            {
              value: 'quick',
              label: texts.t('transfer.quick'),
              reason: quickContacts.length === 0 ? 'reason.empty' : null,
            },
          ]}
        />
        <TargetField
          to={actual}
          picked={picked}
          error={error}
          state={state}
          onPick={(patch) => {
            setPicked({ ...picked, ...patch });
            setError('');
          }}
        />
        <Button look="primary" icon="transfer" label={texts.t('transfer.start')} submit guard />
      </form>
    </Sheet>
  );
}
