import { cleanup, fireEvent, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { createTexts } from '@/lib/i18n';
import type { CommandResult, DraftCommand, PhoneCommand, PhoneState } from '@/lib/phone';
import { draft, OUTBOX, withDrafts } from '../../e2e/screens/forms';
import { notice, NOW, READY } from '../../e2e/screens/states';
import { showPhone } from './render';

afterEach(cleanup);

const DAY = 86_400_000;

function open(
  state: PhoneState,
  say: (command: DraftCommand) => CommandResult | undefined = ({ type }) =>
    type === 'list' ? { ok: true, value: { list: OUTBOX, total: OUTBOX.length } } : undefined,
) {
  const view = showPhone(state, (command: PhoneCommand) =>
    command.type === 'draft' ? say(command.command) : undefined,
  );
  const asked = (): DraftCommand[] =>
    view.sent.flatMap((command) =>
      command.type === 'draft' && command.command.type !== 'list' ? [command.command] : [],
    );
  const sheet = () => {
    fireEvent.click(view.getByRole('button', { name: 'Show outbox' }));
    return within(view.getByRole('dialog', { name: 'Outbox' }));
  };
  const entry = (name: string) =>
    within(within(view.getByRole('dialog', { name: 'Outbox' })).getByRole('article', { name }));
  return { ...view, asked, sheet, entry };
}

describe('the outbox beside the phone', () => {
  it('lists what has not reached OMniLeads, what needs the agent first', () => {
    const { getByRole } = open(withDrafts(READY, OUTBOX, null));
    const titles = [...getByRole('list', { name: 'Outbox' }).querySelectorAll('.row-title')];
    expect(titles.map((title) => title.textContent)).toEqual([
      'Marcos Ferreyra',
      'Elena Domínguez',
      'Disposition', // damaged: nothing of it can be read
      '59829001234',
    ]);
  });

  it('says the day of what is older than today', () => {
    const old = draft({ status: 'open', at: NOW - 30 * DAY });
    const { getByRole } = open(withDrafts(READY, [old, draft({ id: 'new', status: 'open', at: NOW })], null));
    const ends = [...getByRole('list', { name: 'Outbox' }).querySelectorAll('.row-end')];
    const { day, time } = createTexts('en', 'en');
    expect(ends.map((end) => end.textContent)).toEqual([time(NOW), `${day(old.at)} ${time(old.at)}`]);
  });

  it('says that everything was sent when it was', () => {
    const { getByRole } = open(withDrafts(READY, [draft({ status: 'sent' })], null));
    expect(getByRole('list', { name: 'Outbox' }).textContent).toBe('Everything has been sent');
  });

  it('opens the form of what needs the agent with one click', () => {
    const { getByRole, asked } = open(withDrafts(READY, OUTBOX, null));
    fireEvent.click(
      within(getByRole('list', { name: 'Outbox' })).getByRole('button', { name: /Marcos Ferreyra/ }),
    );
    expect(asked()).toEqual([{ type: 'open', draftId: 'd2' }]);
  });

  it('says when nothing can be kept on this computer', () => {
    const { getByRole } = open({ ...READY, drafts: { ...READY.drafts, storageOk: false } });
    expect(getByRole('alert').textContent).toContain('no room left');
  });
});

describe('the whole outbox', () => {
  it('says of each how it stands, and why', async () => {
    const { sheet, entry } = open(withDrafts(READY, OUTBOX.slice(0, 2), null));
    sheet();
    expect(entry('Marcos Ferreyra').getByText('Not accepted: Callback')).toBeTruthy();
    expect(
      entry('Marcos Ferreyra').getByText('Your group’s limit for callbacks does not allow this one.'),
    ).toBeTruthy();
    // Older than what the state carries: asked for.
    await waitFor(() =>
      expect(entry('541147778899').getByText('Waiting to be sent, next try in 0:42')).toBeTruthy(),
    );
    expect(entry('Joaquín Sosa').getByText('Sending…')).toBeTruthy();
    expect(entry('Lidia Paz').getByText('OMniLeads has it')).toBeTruthy();
    expect(entry('Disposition').getByText('Can’t be read')).toBeTruthy();
  });

  it('tries again, and opens for changing', async () => {
    const { sheet, entry, asked, queryByRole } = open(withDrafts(READY, OUTBOX, null));
    sheet();
    fireEvent.click(entry('541147778899').getByRole('button', { name: 'Try now' }));
    fireEvent.click(entry('Marcos Ferreyra').getByRole('button', { name: 'Edit' }));
    expect(asked()).toEqual([
      { type: 'retry', draftId: 'd4' },
      { type: 'open', draftId: 'd2' },
    ]);
    await waitFor(() => expect(queryByRole('dialog')).toBeNull());
  });

  it('discards only after a yes that says what is lost', async () => {
    const { sheet, entry, asked, getByRole, queryByRole } = open(withDrafts(READY, OUTBOX, null));
    sheet();
    fireEvent.click(entry('Marcos Ferreyra').getByRole('button', { name: 'Discard' }));
    await waitFor(() => getByRole('alertdialog'));
    expect(getByRole('alertdialog').textContent).toContain('Marcos Ferreyra');
    fireEvent.click(getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(queryByRole('alertdialog')).toBeNull());
    expect(asked()).toEqual([]);
    fireEvent.click(entry('Marcos Ferreyra').getByRole('button', { name: 'Discard' }));
    await waitFor(() => getByRole('alertdialog'));
    fireEvent.click(within(getByRole('alertdialog')).getByRole('button', { name: 'Discard' }));
    await waitFor(() => expect(asked()).toEqual([{ type: 'discard', draftId: 'd2' }]));
  });

  it('offers neither Edit nor another try for what can’t be read, or is on its way', () => {
    const { sheet, entry } = open(withDrafts(READY, OUTBOX, null));
    sheet();
    const names = (title: string): (string | null)[] =>
      entry(title)
        .queryAllByRole('button')
        .map((button) => button.textContent);
    expect(names('Disposition')).toEqual(['Discard']);
    expect(names('Joaquín Sosa')).toEqual(['Edit']);
    expect(names('59829001234')).toEqual(['Try now', 'Discard']);
  });

  it('hands the supervisor a file', async () => {
    const file = { fileName: 'drafts.json', text: '{"drafts":[]}' };
    const { sheet, download } = open(withDrafts(READY, OUTBOX, null), ({ type }) =>
      type === 'export' ? { ok: true, value: file } : undefined,
    );
    fireEvent.click(sheet().getByRole('button', { name: 'Export as a file' }));
    await waitFor(() => expect(download).toHaveBeenCalledWith('drafts.json', '{"drafts":[]}'));
  });

  it('draws a page at a time: thousands would hold the phone’s thread', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => draft({ id: `m${at}`, title: `Contact ${at}` }));
    const { sheet, getByRole } = open(withDrafts(READY, many.slice(0, 20), null), (command) =>
      command.type === 'list'
        ? { ok: true, value: { list: many.slice(0, command.upTo), total: many.length } }
        : undefined,
    );
    const dialog = sheet();
    const more = await dialog.findByText('Show all (5,000)');
    const rows = (): number => getByRole('list', { name: 'Outbox' }).querySelectorAll('article').length;
    expect(rows()).toBe(20);
    fireEvent.click(more);
    await waitFor(() => expect(rows()).toBe(40));
  });

  it('puts what is not sent before what is, however old', async () => {
    const sent = Array.from({ length: 20 }, (_, at) => draft({ id: `s${at}`, status: 'sent', at: NOW + at }));
    const old = draft({ id: 'old', title: 'Old one', status: 'waiting', at: NOW - 9 * DAY });
    const { sheet, getByRole } = open(withDrafts(READY, sent, null), ({ type }) =>
      type === 'list' ? { ok: true, value: { list: [old, ...sent], total: 21 } } : undefined,
    );
    sheet();
    await waitFor(() =>
      expect(getByRole('list', { name: 'Outbox' }).querySelector('article .row-title')?.textContent).toBe(
        'Old one',
      ),
    );
  });
});

describe('the callbacks', () => {
  const entry = (id: string, at: number) => ({
    ...READY.callbacks[0]!,
    id,
    at,
    phone: `11${id}`,
    reason: '',
  });
  const state: PhoneState = {
    ...READY,
    callbacks: [entry('3', NOW + 3 * DAY), entry('1', NOW - 60_000), entry('2', NOW + 60_000)],
  };

  it('are grouped: overdue, today, later', () => {
    const { getByRole } = open(state);
    const list = getByRole('list', { name: 'Callbacks' });
    expect([...list.querySelectorAll('.group')].map((group) => group.textContent)).toEqual([
      'Overdue',
      'Today',
      'Later',
    ]);
  });

  it('are called and changed with one click, and read again when asked', () => {
    const { getByRole, sent } = open(state);
    fireEvent.click(getByRole('button', { name: 'Change callback: 112' }));
    fireEvent.click(getByRole('button', { name: 'Refresh callbacks' }));
    fireEvent.click(getByRole('button', { name: /^112/ }));
    expect(sent).toEqual([
      { type: 'draft', command: { type: 'editCallback', callbackId: '2' } },
      { type: 'refreshCallbacks' },
      { type: 'call', number: '112', campaignId: '12', contactId: '1', via: 'callback' },
    ]);
  });

  it('remind: the message does what it reminds of', () => {
    const due = notice('callbackDue', {
      kind: 'info',
      params: { callbackId: '2', number: '112', reason: 'instalación', at: NOW },
    });
    const { getByRole, sent } = open({ ...state, notices: [due] });
    const message = within(getByRole('list', { name: 'Messages' }));
    expect(message.getByText(/· 112$/)).toBeTruthy();
    // One "Call" beside the number that is typed, and no other.
    expect(getByRole('button', { name: 'Call' })).toBeTruthy();
    fireEvent.click(message.getByRole('button', { name: 'Call back 112' }));
    fireEvent.click(message.getByRole('button', { name: 'Change callback' }));
    expect(sent.map(({ type }) => type)).toEqual(['call', 'draft']);
  });
});

describe('the day', () => {
  const recents = [
    { ...READY.recents[0]!, id: 'r1', number: '5411111', name: '', callId: 'c7' },
    {
      ...READY.recents[0]!,
      id: 'r2',
      number: '5422222',
      name: 'Óscar Núñez',
      callId: '',
      direction: 'out' as const,
    },
  ];

  it('is searched and filtered; its dispositions are opened again', async () => {
    const sent = draft({
      id: 'd7',
      callId: 'c7',
      status: 'sent',
      outcome: 'Venta',
      title: 'Lidia Paz',
      phone: '5411111',
    });
    const { getByRole, asked } = open(withDrafts({ ...READY, recents }, [sent], null));
    fireEvent.click(getByRole('button', { name: 'Show all (2)' }));
    const dialog = within(getByRole('dialog', { name: 'Today’s calls' }));
    const search = (value: string): void =>
      void fireEvent.input(dialog.getByRole('searchbox', { name: 'Search name or number' }), {
        target: { value },
      });
    const show = (value: string): void =>
      void fireEvent.change(dialog.getByRole('combobox', { name: 'Show' }), { target: { value } });
    expect(dialog.getByText(/5411111.*Venta/)).toBeTruthy();
    search('oscar nun');
    expect(dialog.queryByText('Lidia Paz')).toBeNull();
    expect(dialog.getByText('Óscar Núñez')).toBeTruthy();
    search('');
    show('out');
    expect(dialog.queryByText('Lidia Paz')).toBeNull();
    show('all');
    fireEvent.click(dialog.getByRole('button', { name: 'Open disposition: Lidia Paz' }));
    expect(asked()).toEqual([{ type: 'open', draftId: 'd7' }]);
  });

  it('counts from when the activity began, also before anything was counted', () => {
    const memo = READY.agent.memo && { ...READY.agent.memo, countedFrom: 0 };
    const agent = { ...READY.agent, totals: {}, memo, since: NOW - 240_000 };
    const { getByRole } = open({ ...READY, agent });
    expect(getByRole('region', { name: 'My day' }).textContent).toBe('My dayReady4 min');
  });

  it('tells what was done with it, pauses by their reason', () => {
    const agent = {
      ...READY.agent,
      totals: { ready: 3_600_000, talking: 1_805_000, 'pause:1': 900_000, wrapUp: 20_000 },
    };
    const { getByRole } = open({ ...READY, agent });
    const words = getByRole('region', { name: 'My day' }).textContent;
    expect(words).toContain('Talking30 min');
    expect(words).toContain('Almuerzo15 min');
    expect(words).not.toContain('Wrap-up');
  });
});
