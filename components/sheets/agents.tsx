import { useEffect, useState } from 'preact/hooks';
import type { Texts } from '@/lib/i18n';
import type { TransferAgent } from '@/lib/omnileads/types';
import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { Icon } from '../icons';
import { allowed } from '../model/controls';
import { plainWords } from '../model/people';
import { Button } from '../parts/button';
import { SearchField } from '../parts/field';
import { Sheet } from '../parts/sheet';

/** OMniLeads' presence words (interface §2.9) in the agent's language; unknown ones are shown as they come. */
export function presenceWords(status: string, texts: Texts): string {
  if (status.startsWith('PAUSE'))
    return texts.t('agents.status.paused', { pause: status.replace(/^PAUSE-?/, '') });
  switch (status) {
    case 'READY':
      return texts.t('agents.status.ready');
    case 'ONCALL':
    case 'ONVIDEO':
    case 'DIALING':
      return texts.t('agents.status.onCall');
    case 'RINGING':
      return texts.t('agents.status.ringing');
    case 'OFFLINE':
      return texts.t('agents.status.offline');
    case 'DISABLED':
      return texts.t('agents.status.disabled');
    case 'UNAVAILABLE':
      return texts.t('agents.status.unavailable');
    default:
      return status;
  }
}

/** Ready first, then by name; a search ignores accents and capitals. */
export function sortAgents(agents: readonly TransferAgent[], search: string): readonly TransferAgent[] {
  const wanted = plainWords(search.trim());
  return agents
    .filter((agent) => plainWords(agent.name).includes(wanted))
    .toSorted((a, b) => Number(b.ready) - Number(a.ready) || a.name.localeCompare(b.name));
}

export function AgentsSheet({ state, onClose }: { state: PhoneState; onClose: () => void }) {
  const { texts, send } = useDesk();
  const [search, setSearch] = useState('');
  useEffect(() => void send({ type: 'refreshAgents' }), []);
  const found = sortAgents(state.directory.agents, search);
  const { agentsAt } = state.directory;
  return (
    <Sheet title={texts.t('idle.callAgent')} onClose={onClose}>
      <SearchField label={texts.t('agents.search')} value={search} onValue={setSearch} />
      <ul class="rows" aria-label={texts.t('idle.callAgent')}>
        {found.map((agent) => (
          <li key={agent.id}>
            <button
              type="button"
              class="row"
              data-guard=""
              aria-disabled={agent.ready ? undefined : true}
              onClick={() => {
                if (!agent.ready) return;
                void send({ type: 'callAgent', agentId: agent.id });
                onClose();
              }}
            >
              <span class={`presence ${agent.ready ? 'ready' : ''}`} aria-hidden="true" />
              <span class="row-words">
                <span class="row-title">{agent.name}</span>
                <span class="row-detail">{presenceWords(agent.status, texts)}</span>
              </span>
              {agent.ready && <Icon name="handset" size={18} />}
            </button>
          </li>
        ))}
        {found.length === 0 && <li class="none">{texts.t('agents.none')}</li>}
      </ul>
      <div class="sheet-foot">
        <span class="quiet-text">
          {agentsAt === null ? '' : texts.t('agents.updated', { time: texts.time(agentsAt) })}
        </span>
        <Button
          look="quiet"
          icon="redial"
          label={texts.t('agents.refresh')}
          reason={allowed(state, 'agents')}
          onPress={() => void send({ type: 'refreshAgents' })}
        />
      </div>
    </Sheet>
  );
}

export function QuickSheet({ state, onClose }: { state: PhoneState; onClose: () => void }) {
  const { texts, send } = useDesk();
  return (
    <Sheet title={texts.t('idle.quick')} onClose={onClose}>
      <ul class="rows" aria-label={texts.t('idle.quick')}>
        {state.directory.quickContacts.map(({ number, name }, index) => (
          <li key={number}>
            <button
              type="button"
              class="row"
              data-guard=""
              data-focus-first={index === 0 ? '' : undefined}
              onClick={() => {
                void send({ type: 'call', number, via: 'panel' });
                onClose();
              }}
            >
              <Icon name="people" size={18} />
              <span class="row-words">
                <span class="row-title">{name}</span>
                <span class="row-detail">{number}</span>
              </span>
              <Icon name="handset" size={18} />
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
