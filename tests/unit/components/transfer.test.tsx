import { cleanup, fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { inCall, to } from '../../e2e/screens/states';
import { showPhone } from './render';

afterEach(cleanup);

function openSheet(...args: Parameters<typeof showPhone>) {
  const phone = showPhone(...args);
  fireEvent.click(phone.getByRole('button', { name: 'Transfer' }));
  return { ...phone, choose: (name: string) => fireEvent.click(phone.getByRole('radio', { name })) };
}
const start = (phone: ReturnType<typeof openSheet>): void =>
  void fireEvent.click(phone.getByRole('button', { name: 'Start transfer' }));
const asked = (phone: ReturnType<typeof openSheet>) =>
  phone.sent.filter((command) => command.type === 'transfer');

describe('the transfer sheet', () => {
  it('offers kinds and destinations by their public names', () => {
    const { getByRole } = openSheet(inCall('talking'));
    expect(getByRole('radiogroup', { name: 'Kind' })).toBeTruthy();
    expect(getByRole('radiogroup', { name: 'To' })).toBeTruthy();
    for (const name of ['Blind', 'Consultative', 'Agent', 'Number', 'Campaign', 'Quick contact'])
      expect(getByRole('radio', { name })).toBeTruthy();
    expect(getByRole('combobox', { name: 'Agent' })).toBeTruthy();
  });

  it('begins with the kind that the role may use', () => {
    const state = inCall('talking');
    const { getByRole } = openSheet({ ...state, abilities: { ...state.abilities, denied: ['transfer'] } });
    const radio = (name: string) => getByRole('radio', { name }) as HTMLInputElement;
    expect([radio('Blind').disabled, radio('Blind').closest('label')?.title]).toEqual([
      true,
      'Your user isn’t allowed to do this',
    ]);
    expect(radio('Consultative').checked).toBe(true);
  });

  it('asks the phone for the agents of this moment', () => {
    expect(openSheet(inCall('talking')).sent).toEqual([{ type: 'refreshAgents' }]);
  });

  it('transfers to an agent', async () => {
    const phone = openSheet(inCall('talking'));
    fireEvent.change(phone.getByRole('combobox', { name: 'Agent' }), { target: { value: '4' } });
    start(phone);
    expect(asked(phone)).toEqual([
      {
        type: 'transfer',
        kind: 'blind',
        target: { to: 'agent', agentId: '4', name: 'João Pereira dos Santos' },
      },
    ]);
    await waitFor(() => expect(phone.queryByRole('dialog')).toBeNull());
  });

  it('consults a number', () => {
    const phone = openSheet(inCall('talking'));
    phone.choose('Consultative');
    phone.choose('Number');
    fireEvent.input(phone.getByRole('textbox', { name: 'Transfer number' }), {
      target: { value: '0810 555' },
    });
    start(phone);
    expect(asked(phone)).toEqual([
      { type: 'transfer', kind: 'consultative', target: { to: 'number', number: '0810555' } },
    ]);
  });

  it('passes to an inbound campaign and to a quick contact', () => {
    const phone = openSheet(inCall('talking'), [{ ok: true }, { ok: false, code: 'notReady', params: {} }]);
    phone.choose('Campaign');
    fireEvent.change(phone.getByRole('combobox', { name: 'Inbound campaign' }), { target: { value: '21' } });
    start(phone);
    phone.choose('Quick contact');
    fireEvent.change(phone.getByRole('combobox', { name: 'Quick contact' }), { target: { value: '2001' } });
    start(phone);
    expect(asked(phone)).toEqual([
      {
        type: 'transfer',
        kind: 'blind',
        target: { to: 'campaign', campaignId: '21', name: 'Bajas y retención' },
      },
      { type: 'transfer', kind: 'blind', target: { to: 'number', number: '2001', name: 'Depósito' } },
    ]);
  });

  it.each([
    ['12a', 'Only digits, * and #'],
    ['+5411', 'Only digits, * and #'],
    ['11111', 'This number would be taken for an internal code'],
    ['00009', 'This number would be taken for an internal code'],
    ['5', 'Type at least 2 digits'],
  ])('refuses %s before any tone', (typed, words) => {
    const phone = openSheet(inCall('talking'));
    phone.choose('Number');
    fireEvent.input(phone.getByRole('textbox', { name: 'Transfer number' }), { target: { value: typed } });
    start(phone);
    expect(phone.getByText(words)).toBeTruthy();
    expect(asked(phone)).toEqual([]);
  });

  it('starts nothing without a destination', () => {
    const phone = openSheet(inCall('talking'));
    start(phone);
    expect(phone.getByText('Choose where to')).toBeTruthy();
    expect(asked(phone)).toEqual([]);
  });

  it('never consults a campaign, and passes no outside call to one', () => {
    const phone = openSheet(inCall('talking'));
    phone.choose('Campaign');
    phone.choose('Consultative');
    expect((phone.getByRole('radio', { name: 'Campaign' }) as HTMLInputElement).disabled).toBe(true);
    expect(phone.getByRole('combobox', { name: 'Agent' })).toBeTruthy();
    cleanup();
    const outside = openSheet(inCall('talking', {}, { campaignId: '0' }));
    expect((outside.getByRole('radio', { name: 'Campaign' }) as HTMLInputElement).disabled).toBe(true);
  });

  it('warns before a blind transfer to somebody not ready', async () => {
    const phone = openSheet(inCall('talking'), [{ ok: true }, { ok: false, confirm: 'targetNotReady' }]);
    fireEvent.change(phone.getByRole('combobox', { name: 'Agent' }), { target: { value: '9' } });
    start(phone);
    await waitFor(() => phone.getByText('With a blind transfer the customer would be lost.'));
    fireEvent.click(phone.getByRole('button', { name: 'Transfer anyway' }));
    await waitFor(() =>
      expect(asked(phone).at(-1)).toMatchObject({ confirmed: ['targetNotReady'], target: { agentId: '9' } }),
    );
  });
});

describe('a transfer under way', () => {
  it('may be cancelled only before the first digit', () => {
    const { getByRole, queryByRole, sent, show } = showPhone(inCall('transferPrompt', to('blind')));
    fireEvent.click(getByRole('button', { name: 'Cancel transfer' }));
    expect(sent).toEqual([{ type: 'cancelTransfer' }]);
    show(inCall('transferDialing', to('blind')));
    expect(queryByRole('button', { name: 'Cancel transfer' })).toBeNull();
    expect(
      getByRole('list', { name: 'Steps of the transfer' }).querySelector('[aria-current=step]')?.textContent,
    ).toBe('Dialling Ana Ruiz');
  });

  it('offers the ways out of a consultation', () => {
    const { getByRole, sent } = showPhone(inCall('consulting', to('consultative')));
    for (const name of ['Complete transfer', 'Conference', 'Cancel transfer', 'Back with customer'])
      fireEvent.click(getByRole('button', { name }));
    expect(sent.map(({ type }) => type)).toEqual([
      'completeTransfer',
      'conference',
      'cancelTransfer',
      'backWithCustomer',
    ]);
  });

  it('claims nothing that the exchange did not let us see', () => {
    const { container, show } = showPhone(inCall('consulting', to('consultative', 'nothing')));
    expect(container.textContent).toContain('OMniLeads doesn’t say whether they answer');
    show(inCall('consulting', to('consultative', 'customerBack')));
    expect(container.textContent).not.toContain('The customer hears music');
  });

  it('holds each side of a conference', () => {
    const { getByRole, sent } = showPhone(
      inCall('conference', { ...to('consultative'), confHold: { client: true, consultant: false } }),
    );
    fireEvent.click(getByRole('button', { name: 'Resume customer' }));
    fireEvent.click(getByRole('button', { name: 'Hold Ana Ruiz' }));
    expect(sent).toEqual([
      { type: 'conferenceHold', target: 'client', on: false },
      { type: 'conferenceHold', target: 'consultant', on: true },
    ]);
  });
});
