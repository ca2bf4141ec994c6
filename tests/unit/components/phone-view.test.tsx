import { cleanup, fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { RecentCall } from '@/lib/phone';
import { inCall, notice, NOW, PAUSES, READY, to } from '../../e2e/screens/states';
import { showPhone } from './render';

afterEach(cleanup);

describe('the phone when idle', () => {
  it('offers the controls that tests and assistive technology rely on', () => {
    const { getByRole } = showPhone(READY);
    expect(getByRole('region', { name: 'Phone' })).toBeTruthy();
    expect(getByRole('textbox', { name: 'Number' })).toBeTruthy();
    expect(getByRole('combobox', { name: 'Campaign' }).querySelector('option')?.textContent).toBe(
      'Outside campaigns',
    );
    for (const name of ['Call', 'Call an agent', 'Redial', 'Pause'])
      expect(getByRole('button', { name })).toBeTruthy();
    for (const name of ['Recent calls', 'Callbacks']) expect(getByRole('list', { name })).toBeTruthy();
  });

  it('calls the number as typed, without what people write between digits', async () => {
    const { getByRole, sent } = showPhone(READY);
    const field = getByRole('textbox', { name: 'Number' }) as HTMLInputElement;
    fireEvent.input(field, { target: { value: '+54 (11) 4321-8765' } });
    fireEvent.click(getByRole('button', { name: 'Call' }));
    await waitFor(() => expect(sent).toEqual([{ type: 'call', number: '+541143218765', via: 'panel' }]));
    await waitFor(() => expect(field.value).toBe(''));
  });

  it('calls in the chosen campaign', async () => {
    const { getByRole, sent } = showPhone(READY);
    fireEvent.change(getByRole('combobox', { name: 'Campaign' }), { target: { value: '15' } });
    fireEvent.input(getByRole('textbox', { name: 'Number' }), { target: { value: '3004' } });
    fireEvent.click(getByRole('button', { name: 'Call' }));
    await waitFor(() =>
      expect(sent).toEqual([{ type: 'call', number: '3004', campaignId: '15', via: 'panel' }]),
    );
  });

  it.each([
    ['12ab', 'Only digits, + * and #'],
    ['1', 'Type at least 2 digits'],
    ['12345678901234567890123456', 'At most 25 digits'],
  ])('says what is wrong with %s and asks for nothing', (typed, words) => {
    const { getByRole, getByText, sent } = showPhone(READY);
    const field = getByRole('textbox', { name: 'Number' });
    fireEvent.input(field, { target: { value: typed } });
    fireEvent.click(getByRole('button', { name: 'Call' }));
    expect(field.getAttribute('aria-describedby')).toBe(getByText(words).id);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(sent).toEqual([]);
  });

  it('keeps a number that was refused, and says why', async () => {
    const { getByRole, getAllByText } = showPhone(READY, [{ ok: false, code: 'numberRefused', params: {} }]);
    const field = getByRole('textbox', { name: 'Number' }) as HTMLInputElement;
    fireEvent.input(field, { target: { value: '4001' } });
    fireEvent.click(getByRole('button', { name: 'Call' }));
    await waitFor(() => expect(getAllByText('OMniLeads refused this number.').length).toBeGreaterThan(0));
    expect(field.value).toBe('4001');
    expect(getByRole('status').textContent).toContain('OMniLeads refused this number.');
  });

  it('says a refusal once when the phone put it among its notices too', async () => {
    const { getByRole, container, show } = showPhone(READY, [
      { ok: false, code: 'numberRefused', params: {} },
    ]);
    fireEvent.input(getByRole('textbox', { name: 'Number' }), { target: { value: '4001' } });
    fireEvent.click(getByRole('button', { name: 'Call' }));
    show({ ...READY, notices: [notice('numberRefused')] });
    await waitFor(() => expect(container.querySelectorAll('.notice')).toHaveLength(1));
  });

  it('does not show what the group forbids', () => {
    const flags = { ...READY.abilities.flags, callAnotherAgent: false, callOutsideCampaigns: false };
    const { getByRole, queryByRole } = showPhone({ ...READY, abilities: { flags, denied: [] } });
    expect(queryByRole('button', { name: 'Call an agent' })).toBeNull();
    expect(queryByRole('button', { name: 'Quick contacts' })).toBeNull();
    const entries = getByRole('combobox', { name: 'Campaign' }).querySelectorAll('option');
    expect([...entries].map((entry) => entry.textContent)).not.toContain('Outside campaigns');
  });

  it('switches off what the role forbids, with the reason beside it', () => {
    const { getByRole, sent } = showPhone({
      ...READY,
      abilities: { ...READY.abilities, denied: ['callOutside'] },
    });
    const button = getByRole('button', { name: 'Call an agent' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.title).toBe('Your user isn’t allowed to do this');
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      button.title,
    );
    fireEvent.click(button);
    expect(sent).toEqual([]);
  });

  it('chooses no campaign by itself when calls outside campaigns are not possible', async () => {
    const denied = { ...READY.abilities, denied: ['callOutside'] };
    const { getByRole, sent, show } = showPhone(READY);
    show({ ...READY, abilities: denied });
    const campaign = getByRole('combobox', { name: 'Campaign' }) as HTMLSelectElement;
    expect([campaign.value, campaign.selectedOptions[0]?.textContent]).toEqual(['', 'Choose a campaign']);
    fireEvent.input(getByRole('textbox', { name: 'Number' }), { target: { value: '4001' } });
    fireEvent.click(getByRole('button', { name: 'Call' }));
    expect(getByRole('button', { name: 'Call' }).title).toBe('Choose a campaign first');
    expect(sent).toEqual([]);
    fireEvent.change(campaign, { target: { value: '15' } });
    fireEvent.click(getByRole('button', { name: 'Call' }));
    await waitFor(() =>
      expect(sent).toEqual([{ type: 'call', number: '4001', campaignId: '15', via: 'panel' }]),
    );
  });

  it('shows a number once when there is no name beside it', () => {
    const nameless = { ...(READY.recents[0] as RecentCall), number: '3515551001', name: '3515551001' };
    const { getByRole, container, show } = showPhone({ ...READY, recents: [nameless] });
    expect(getByRole('list', { name: 'Recent calls' }).textContent?.split('3515551001')).toHaveLength(2);
    const talking = inCall('talking', {}, { phone: '3515551001' });
    show({ ...talking, recents: [nameless] });
    expect(container.querySelector('.who')?.textContent?.split('3515551001')).toHaveLength(2);
  });

  it('forgets a refusal when the next call begins', async () => {
    const { getByRole, container, show } = showPhone(READY, [
      { ok: false, code: 'numberRefused', params: {} },
    ]);
    fireEvent.input(getByRole('textbox', { name: 'Number' }), { target: { value: '4001' } });
    fireEvent.click(getByRole('button', { name: 'Call' }));
    await waitFor(() => expect(container.querySelectorAll('.notice')).toHaveLength(1));
    show(inCall('ringing', { ringingAt: NOW + 1 }));
    await waitFor(() => expect(container.querySelectorAll('.notice')).toHaveLength(0));
    show(READY);
    expect(container.querySelectorAll('.notice')).toHaveLength(0);
  });

  it('calls back from the lists with one click', () => {
    const { getByRole, sent } = showPhone(READY);
    fireEvent.click(getByRole('button', { name: /Rosa Benítez/ }));
    fireEvent.click(getByRole('button', { name: /Overdue/ }));
    expect(sent).toEqual([
      { type: 'call', number: '541143218765', campaignId: '12', via: 'recent' },
      { type: 'call', number: '5491150123456', campaignId: '12', contactId: '1', via: 'callback' },
    ]);
  });

  it('calls a colleague back as a colleague, not as a number', () => {
    const { getByRole, sent } = showPhone({
      ...READY,
      recents: [{ ...(READY.recents[0] as RecentCall), number: '', name: 'Ana Ruiz', agentId: '7' }],
    });
    fireEvent.click(getByRole('button', { name: /Ana Ruiz/ }));
    expect(sent).toEqual([{ type: 'callAgent', agentId: '7' }]);
  });

  it('finds agents without accents, ready ones first, and calls only those', () => {
    const { getByRole, sent } = showPhone(READY);
    fireEvent.click(getByRole('button', { name: 'Call an agent' }));
    const rows = () =>
      [...getByRole('list', { name: 'Call an agent' }).querySelectorAll('.row-title')].map(
        (row) => row.textContent,
      );
    expect(rows().slice(0, 2)).toEqual(['Ana Ruiz', 'João Pereira dos Santos']);
    fireEvent.input(getByRole('searchbox', { name: 'Search agents' }), { target: { value: 'lucia' } });
    expect(rows()).toEqual(['Lucía Fernández']);
    fireEvent.click(getByRole('button', { name: /Lucía/ }));
    expect(sent).toEqual([{ type: 'refreshAgents' }]);
  });

  it('pauses with the reason chosen and offers the way back', () => {
    const { getByRole, sent, show } = showPhone(READY);
    fireEvent.click(getByRole('button', { name: 'Pause' }));
    fireEvent.click(getByRole('button', { name: /Almuerzo/ }));
    show({
      ...READY,
      agent: {
        ...READY.agent,
        phase: 'paused',
        pause: PAUSES[0]!,
        since: NOW - 1000,
        pauseEndsAt: NOW + 61_000,
      },
    });
    expect(getByRole('heading', { level: 1 }).textContent).toBe('Paused');
    expect(getByRole('banner').textContent).toContain('1:01 left');
    const resume = getByRole('button', { name: 'Resume work' });
    expect(resume.dataset).toHaveProperty('guard'); // a stolen click would put customers through to an empty chair
    fireEvent.click(resume);
    expect(sent).toEqual([{ type: 'pause', pauseId: '1' }, { type: 'resumeWork' }]);
  });
});

describe('the phone without a connection', () => {
  it('never shows a stale call', () => {
    const { queryByRole, getByRole, show } = showPhone(inCall('talking'));
    show(null);
    expect(queryByRole('button', { name: 'Hang up' })).toBeNull();
    expect(getByRole('status').textContent).toContain('Reconnecting');
  });

  it('asks for no password when signed out, and opens the options', () => {
    const { getByRole, container, openOptions } = showPhone({
      ...READY,
      session: { kind: 'signedOut', server: '', lastUser: '' },
    });
    fireEvent.click(getByRole('button', { name: 'Sign in in options' }));
    expect(openOptions).toHaveBeenCalledWith('signIn');
    expect(container.querySelector('input')).toBeNull();
  });

  it('says why the line is lost, when it tries again, and tries at once when asked', () => {
    const { getByRole, getByText, sent } = showPhone({
      ...READY,
      agent: { ...READY.agent, phase: 'connectionLost' },
      registration: { phase: 'lost', since: NOW, reason: 'sipTls', retryAt: NOW + 5000 },
    });
    expect(getByText(/does not trust the telephone line’s certificate/)).toBeTruthy();
    expect(getByText('Trying again in 0:05')).toBeTruthy();
    fireEvent.click(getByRole('button', { name: 'Try now' }));
    expect(sent).toEqual([{ type: 'retryNow' }]);
  });
});

describe('a notice', () => {
  it('says what happened, what the phone does, what to do, and does it', () => {
    const { getByRole, sent, openOptions } = showPhone({
      ...READY,
      notices: [notice('sessionExpired', { id: 'n1', action: 'signIn' })],
    });
    const list = getByRole('list', { name: 'Messages' });
    expect(list.textContent).toContain(
      'Your OMniLeads session has ended.Calls and notes are safe: nothing is lost. Sign in again to go on.',
    );
    fireEvent.click(getByRole('button', { name: 'Sign in' }));
    fireEvent.click(getByRole('button', { name: 'Dismiss' }));
    expect(openOptions).toHaveBeenCalledWith('signIn');
    expect(sent).toEqual([{ type: 'dismissNotice', id: 'n1' }]);
  });

  it('shows a supervisor’s own words', () => {
    const { getByRole } = showPhone({
      ...READY,
      notices: [
        notice('supervisorMessage', {
          kind: 'supervisor',
          params: { supervisor: 'Carla', text: '<b>hola</b>' },
        }),
      ],
    });
    expect(getByRole('list', { name: 'Messages' }).textContent).toContain('Message from Carla<b>hola</b>');
  });
});

describe('confirmations', () => {
  it('asks before a hang-up that may end the customer’s call, and sends it confirmed', async () => {
    const { getByRole, sent } = showPhone(inCall('consulting', to('consultative')), [
      { ok: false, confirm: 'mayEndCustomerCall' },
    ]);
    fireEvent.click(getByRole('button', { name: 'Hang up' }));
    await waitFor(() => getByRole('alertdialog'));
    fireEvent.click(getByRole('button', { name: 'Hang up anyway' }));
    await waitFor(() => expect(sent).toEqual([{ type: 'hangUp' }, { type: 'hangUp', confirmed: true }]));
  });

  it('does nothing after a no, by button or Escape', async () => {
    const { getByRole, queryByRole, sent } = showPhone(inCall('consulting', to('consultative')), [
      { ok: false, confirm: 'mayEndCustomerCall' },
      { ok: false, confirm: 'mayEndCustomerCall' },
    ]);
    fireEvent.click(getByRole('button', { name: 'Hang up' }));
    await waitFor(() => getByRole('alertdialog'));
    fireEvent.click(getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(queryByRole('alertdialog')).toBeNull());
    fireEvent.click(getByRole('button', { name: 'Hang up' }));
    await waitFor(() => getByRole('alertdialog'));
    fireEvent.keyDown(getByRole('alertdialog'), { key: 'Escape' });
    await waitFor(() => expect(queryByRole('alertdialog')).toBeNull());
    expect(sent).toEqual([{ type: 'hangUp' }, { type: 'hangUp' }]);
  });
});
