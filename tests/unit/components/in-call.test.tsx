import { cleanup, fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandResult, PhoneCommand, PhoneState } from '@/lib/phone';
import { draft, withDrafts } from '../../e2e/screens/forms';
import { inCall, NOW, READY, to } from '../../e2e/screens/states';
import { showPhone } from './render';

afterEach(cleanup);

const off = (button: HTMLElement): string | null =>
  button.getAttribute('aria-disabled') === 'true' ? button.title : null;

describe('a ringing call', () => {
  it('says who, which number, which campaign and who passed it on', () => {
    const { getByRole, sent } = showPhone(
      inCall('ringing', {}, { origin: 'transfer', transfer: 'blind', fromAgent: '3_Ana_Ruiz' }),
    );
    const words = getByRole('region', { name: 'Phone' }).textContent;
    for (const part of ['Rosa Benítez', '541143218765', 'Soporte hogar', 'Transferred by Ana Ruiz'])
      expect(words).toContain(part);
    expect(getByRole('status').textContent).toBe('Incoming call from Rosa Benítez');
    fireEvent.click(getByRole('button', { name: 'Answer' }));
    fireEvent.click(getByRole('button', { name: 'Reject' }));
    expect(sent).toEqual([{ type: 'answer' }, { type: 'reject' }]);
  });

  it('may be cancelled while it is only asked for', () => {
    const { getByRole, sent } = showPhone(
      inCall('requested', { direction: 'out', requested: { number: '2001' } }, null),
    );
    fireEvent.click(getByRole('button', { name: 'Cancel call' }));
    expect(sent).toEqual([{ type: 'hangUp' }]);
  });
});

describe('the controls in a call', () => {
  it('does what each says', () => {
    const { getByRole, sent } = showPhone(inCall('talking'));
    for (const name of ['Mute', 'Hold', 'Record', 'Hang up']) fireEvent.click(getByRole('button', { name }));
    expect(sent).toEqual([
      { type: 'mute', on: true },
      { type: 'hold' },
      { type: 'record', on: true },
      { type: 'hangUp' },
    ]);
  });

  it('shows the way back of each', () => {
    const { getByRole, sent } = showPhone(inCall('talking', { muted: true, recording: 'on' }));
    for (const name of ['Unmute', 'Stop recording']) fireEvent.click(getByRole('button', { name }));
    expect(sent).toEqual([
      { type: 'mute', on: false },
      { type: 'record', on: false },
    ]);
    expect(getByRole('status').textContent).toContain('Microphone muted. Recording');
  });

  it.each([
    ['ringing', inCall('ringing'), ['Answer']],
    ['talking', inCall('talking'), ['Mute', 'Record', 'Transfer']],
    ['muted and recorded', inCall('talking', { muted: true, recording: 'on' }), ['Transfer', 'Unmute']],
  ])(
    '%s: no page can trick a click out of the agent on what lets somebody listen, now or later',
    (_, state, names) => {
      const { getAllByRole } = showPhone(state);
      const guarded = getAllByRole('button').filter((button) => 'guard' in button.dataset);
      const said = guarded.map((button) => button.getAttribute('aria-label') ?? button.textContent);
      expect(said.sort()).toEqual(names);
    },
  );

  it('leaves only what a held call allows', () => {
    const { getByRole, sent } = showPhone(inCall('held', { heldAt: NOW - 5000 }));
    for (const name of ['Mute', 'Keypad', 'Transfer', 'Record'])
      expect(off(getByRole('button', { name }))).toBe('Resume the call first');
    fireEvent.click(getByRole('button', { name: 'Resume call' }));
    expect(sent).toEqual([{ type: 'resume' }]);
  });

  it.each<[string, Partial<Parameters<typeof inCall>[2] & object>, string]>([
    ['outside campaigns', { campaignId: '0' }, 'Only in campaign calls'],
    ['when the campaign records', { recordingFile: 'q-1' }, 'The campaign already records this call'],
    [
      'when the header is absent',
      { recordingFile: null },
      'This call was received by transfer: its recording state is unknown',
    ],
  ])('offers no recording %s', (_, details, why) => {
    const { getByRole } = showPhone(inCall('talking', {}, details));
    expect(off(getByRole('button', { name: 'Record' }))).toBe(why);
  });

  it('never offers recording while consulting: its code would swap the parties', () => {
    const { getByRole } = showPhone(inCall('consulting', to('consultative')));
    expect(off(getByRole('button', { name: 'Record' }))).toBe('Not while consulting');
  });

  it('switches a forbidden endpoint’s control off and no other', () => {
    const talking = inCall('talking');
    const { getByRole } = showPhone({
      ...talking,
      abilities: { ...talking.abilities, denied: ['noteRecording'] },
    });
    expect(off(getByRole('button', { name: 'Note on recording' }))).toBe(
      'Your user isn’t allowed to do this',
    );
    expect(off(getByRole('button', { name: 'Hold' }))).toBeNull();
  });
});

describe('the keypad', () => {
  const open = (state: PhoneState = inCall('talking')) => {
    const phone = showPhone(state);
    fireEvent.click(phone.getByRole('button', { name: 'Keypad' }));
    return phone;
  };
  it('sends clicked and typed keys, and shows what was sent', async () => {
    const { getByRole, sent, getByText } = open();
    fireEvent.click(getByRole('button', { name: '5' }));
    fireEvent.keyDown(getByRole('group', { name: 'Keys' }), { key: '#' });
    await waitFor(() => getByText('Sent: 5#'));
    expect(sent).toEqual([
      { type: 'tones', digits: '5' },
      { type: 'tones', digits: '#' },
    ]);
  });

  it('checks a string before any tone', async () => {
    const { getByRole, getByText, sent } = open();
    const field = getByRole('textbox', { name: 'Digits to send' });
    fireEvent.input(field, { target: { value: '12x' } });
    fireEvent.click(getByRole('button', { name: 'Send' }));
    expect(getByText('Only 0–9, *, #, A–D, and a comma for a pause')).toBeTruthy();
    expect(sent).toEqual([]);
    fireEvent.input(field, { target: { value: '12 34d' } });
    fireEvent.click(getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(sent).toEqual([{ type: 'tones', digits: '1234D' }]));
  });

  it('closes on Escape and gives the focus back', async () => {
    const { getByRole, queryByRole } = showPhone(inCall('talking'));
    const opener = getByRole('button', { name: 'Keypad' });
    opener.focus();
    fireEvent.click(opener);
    expect(document.activeElement?.textContent).toBe('1');
    fireEvent.keyDown(getByRole('dialog', { name: 'Keypad' }), { key: 'Escape' });
    await waitFor(() => expect(queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(opener));
  });

  it('goes with its call, and does not come back in the next one', () => {
    const { queryByRole, show } = open();
    show(READY);
    expect(queryByRole('dialog')).toBeNull();
    show(inCall('talking', { sessionId: 's2' }));
    expect(queryByRole('dialog')).toBeNull();
  });
});

describe('the note on the recording', () => {
  it('belongs to the call it was opened in, also when that is over', async () => {
    const { getByRole, sent, show } = showPhone(inCall('talking'));
    fireEvent.click(getByRole('button', { name: 'Note on recording' }));
    fireEvent.input(getByRole('textbox', { name: 'Note' }), { target: { value: 'pide factura A' } });
    show(READY);
    fireEvent.click(getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(sent.filter(({ type }) => type === 'noteRecording')).toEqual([
        { type: 'noteRecording', callId: '1763911290.117', text: 'pide factura A' },
      ]),
    );
  });

  it('opens with what was written before, and says how it stands', async () => {
    const kept = (command: PhoneCommand): CommandResult | undefined =>
      command.type === 'draft' && command.command.type === 'note'
        ? { ok: true, value: { text: 'pide factura A' } }
        : undefined;
    const talking = withDrafts(inCall('talking'), [draft({ note: 'sent' })]);
    const { getByRole, getByText } = showPhone(talking, kept);
    fireEvent.click(getByRole('button', { name: 'Note on recording' }));
    const box = getByRole('textbox', { name: 'Note' }) as HTMLTextAreaElement;
    await waitFor(() => expect(box.value).toBe('pide factura A'));
    getByText('OMniLeads has it');
  });

  it('is kept as it is typed, without a button', async () => {
    const { getByRole, sent } = showPhone(inCall('talking'));
    fireEvent.click(getByRole('button', { name: 'Note on recording' }));
    fireEvent.input(getByRole('textbox', { name: 'Note' }), { target: { value: 'pide' } });
    await waitFor(() => expect(sent.at(-1)).toMatchObject({ type: 'noteRecording', text: 'pide' }));
  });
});
