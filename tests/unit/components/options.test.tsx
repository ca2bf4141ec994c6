import { cleanup, fireEvent, render, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OptionsView, type MicrophoneView, type OptionsActions } from '@/components';
import { createTexts } from '@/lib/i18n';
import type { CommandResult, PhoneState } from '@/lib/phone';
import { DEFAULT_SETTINGS, type PolicyView, type Settings, type SiteSettings } from '@/lib/settings/types';
import { inCall, NOW, READY } from '../../e2e/screens/states';

afterEach(cleanup);

const SITE: SiteSettings = {
  origin: 'https://crm.example',
  country: 'AR',
  detection: true,
  prefix: '',
  campaignId: '',
  externalSystemId: '',
  screenPopUrl: '',
};
const SIGNED_OUT: PhoneState = { ...READY, session: { kind: 'signedOut', server: '', lastUser: '' } };

function showOptions(
  state: PhoneState | null,
  more: {
    settings?: Partial<Settings>;
    policy?: PolicyView;
    microphone?: MicrophoneView;
    added?: boolean;
    signIn?: CommandResult;
  } = {},
) {
  const actions = {
    signIn: vi.fn<OptionsActions['signIn']>(() => Promise.resolve(more.signIn ?? { ok: true })),
    allowMicrophone: vi.fn<OptionsActions['allowMicrophone']>(),
    setLanguage: vi.fn<OptionsActions['setLanguage']>(),
    addSite: vi.fn<OptionsActions['addSite']>(() => Promise.resolve(more.added ?? true)),
    changeSite: vi.fn<OptionsActions['changeSite']>(),
    removeSite: vi.fn<OptionsActions['removeSite']>(),
    selfTest: vi.fn<OptionsActions['selfTest']>((tell) =>
      Promise.resolve(
        tell([
          { what: 'microphone', ok: true },
          { what: 'line', ok: false, why: 'sipUnreachable' },
          { what: 'candidates', ok: false, why: 'relayMissing', facts: { kinds: ['host'] } },
          { what: 'testCall', ok: true, facts: { mos: 4.2, rttMs: 21.4 } },
        ]),
      ),
    ),
  };
  const send = vi.fn<() => Promise<CommandResult>>(() => Promise.resolve({ ok: true }));
  const screen = render(
    <OptionsView
      state={state}
      settings={{ ...DEFAULT_SETTINGS, ...more.settings }}
      policy={more.policy}
      microphone={more.microphone ?? 'prompt'}
      send={send}
      texts={createTexts('en', 'en-GB')}
      host={{
        openOptions: () => undefined,
        openServer: () => undefined,
        openPage: () => undefined,
        download: () => undefined,
      }}
      actions={actions}
      now={() => NOW}
    />,
  );
  const type = (label: string, value: string): void =>
    void fireEvent.input(screen.getByLabelText(label), { target: { value } });
  return {
    ...screen,
    actions,
    send,
    type,
    press: (name: string) => fireEvent.click(screen.getByRole('button', { name })),
  };
}

describe('signing in', () => {
  it('hands over the server’s origin, the user and the password, then forgets the password', async () => {
    const { actions, type, press, getByRole, getByLabelText } = showOptions(SIGNED_OUT);
    expect(getByRole('form', { name: 'Sign in' })).toBeTruthy();
    type('Server', 'calls.company.com/consola/');
    type('User', ' mariana ');
    type('Password', 'se creta');
    press('Sign in');
    expect(actions.signIn.mock.calls[0]?.[0]).toEqual({
      server: 'https://calls.company.com',
      user: 'mariana',
      password: 'se creta',
    });
    await waitFor(() => expect((getByLabelText('Password') as HTMLInputElement).value).toBe(''));
  });

  it('asks for what is missing and sends nothing', () => {
    const { actions, press, getAllByText, getByText } = showOptions(SIGNED_OUT);
    press('Sign in');
    expect(getByText('Write an address like https://calls.company.com')).toBeTruthy();
    expect(getAllByText('Fill in this field')).toHaveLength(2);
    expect(actions.signIn).not.toHaveBeenCalled();
  });

  it('warns before a password goes unencrypted, and goes on only when told to', () => {
    const { actions, type, press, getByLabelText, getByText } = showOptions(SIGNED_OUT);
    type('Server', 'http://10.0.0.5');
    type('User', 'a');
    type('Password', 'b');
    expect(getByText(/not encrypted/)).toBeTruthy();
    press('Sign in');
    expect(actions.signIn).not.toHaveBeenCalled();
    fireEvent.click(getByLabelText('I understand and want to go on'));
    press('Sign in');
    expect(actions.signIn).toHaveBeenCalledOnce();
  });

  it('starts from the server and the user of last time', () => {
    const { getByLabelText } = showOptions(SIGNED_OUT, {
      settings: { server: 'https://a.example', lastUser: 'ana' },
    });
    expect((getByLabelText('Server') as HTMLInputElement).value).toBe('https://a.example');
    expect((getByLabelText('User') as HTMLInputElement).value).toBe('ana');
  });

  it('does not sign out in the middle of a call', () => {
    const { send, getByRole, press } = showOptions(inCall('talking'));
    expect(getByRole('button', { name: 'Sign out' }).title).toBe('Finish the call first');
    press('Sign out');
    expect(send).not.toHaveBeenCalled();
  });
});

describe('the rest of the options', () => {
  it.each<[MicrophoneView, RegExp]>([
    ['denied', /browser blocks the microphone/],
    ['once', /this time only/],
    ['missing', /Plug in the headset/],
    ['busy', /Another program/],
  ])('tells a microphone that is %s', (microphone, words) => {
    const { getByText, press, actions } = showOptions(READY, { microphone });
    expect(getByText(words)).toBeTruthy();
    press('Allow microphone');
    expect(actions.allowMicrophone).toHaveBeenCalledOnce();
  });

  it('adds a site by its origin and says when the browser refused', async () => {
    const { actions, type, press, getByText } = showOptions(READY, { added: false });
    type('Site address', 'crm.company.com/contacts');
    press('Add site');
    expect(actions.addSite).toHaveBeenCalledWith('https://crm.company.com');
    await waitFor(() => getByText('The browser did not give permission for this site.'));
  });

  it('changes and removes a site', () => {
    const { actions, getByRole, getByLabelText, press } = showOptions(READY, { settings: { sites: [SITE] } });
    expect(getByRole('list', { name: 'Sites' }).textContent).toContain('https://crm.example');
    fireEvent.change(getByLabelText('Country'), { target: { value: 'UY' } });
    fireEvent.input(getByLabelText('Prefix'), { target: { value: '0x9' } });
    fireEvent.focusOut(getByLabelText('Prefix'));
    fireEvent.click(getByLabelText('Find numbers in pages'));
    press('Remove https://crm.example');
    expect(actions.changeSite.mock.calls.map(([site]) => site)).toEqual([
      { ...SITE, country: 'UY' },
      { ...SITE, prefix: '09' },
      { ...SITE, detection: false },
    ]);
    expect(actions.removeSite).toHaveBeenCalledWith('https://crm.example');
  });

  it('runs the self-test and says what to do about what failed', async () => {
    const { press, getByRole, getByText } = showOptions(READY);
    press('Run self-test');
    await waitFor(() => getByRole('list', { name: 'Results' }));
    const words = getByRole('list', { name: 'Results' }).textContent;
    expect(words).toContain('MicrophoneWorks');
    expect(words).toContain('Telephone lineThe telephone line is not reachable. Check your network or VPN.');
    expect(words).toContain('Network pathsThe relay (TURN) does not answer');
    expect(words).toContain('Test callWorks · Quality 4.2 of 4.5 · round trip 21 ms');
    expect(getByText('2 checks failed. What to do is said beside each.')).toBeTruthy();
  });
});

describe('what the administrator has fixed', () => {
  const policy = {
    locked: ['server', 'language'] as const,
    sites: { 'https://crm.example': ['origin', 'country', 'campaignId', 'externalSystemId'] as const },
    rejected: ['sites[1].origin'],
  };
  const settings = {
    server: 'https://oml.example',
    language: 'en' as const,
    sites: [{ ...SITE, campaignId: '1', externalSystemId: '7' }],
  };

  it('is shown with the reason, and can’t be changed', () => {
    const { getByLabelText, queryByRole, getByText, type, press, actions } = showOptions(SIGNED_OUT, {
      settings,
      policy,
    });
    for (const [label, value] of [
      ['Server', 'https://oml.example'],
      ['Language', 'English'],
      ['Country', 'Argentina'],
      ['External system', '7'],
    ]) {
      const field = getByLabelText(label ?? '') as HTMLInputElement;
      expect([field.value, field.readOnly]).toEqual([value, true]);
      expect(field.parentElement?.textContent).toContain('Set by your administrator');
    }
    expect(queryByRole('button', { name: 'Remove https://crm.example' })).toBeNull();
    expect(getByText(/not valid: sites\[1\]\.origin/)).toBeTruthy();
    type('User', 'ana');
    type('Password', 'x');
    press('Sign in');
    expect(actions.signIn.mock.calls[0]?.[0].server).toBe('https://oml.example');
  });

  it('leaves the rest of the site to the agent', () => {
    const { actions, type, getByLabelText } = showOptions(READY, { settings, policy });
    type('Your id in that system', 'ana-7');
    fireEvent.focusOut(getByLabelText('Your id in that system'));
    expect(actions.changeSite).toHaveBeenCalledWith({ ...settings.sites[0], externalAgentId: 'ana-7' });
  });
});

describe('a site’s own settings', () => {
  const settings = { sites: [SITE] };

  it('take a campaign of the agent’s, and a page to open on a call', () => {
    const campaigns = [{ id: '4', name: 'Ventas', type: '1' as const }];
    const state = { ...READY, directory: { ...READY.directory, campaigns } };
    const { actions, getByLabelText, type } = showOptions(state, { settings });
    fireEvent.change(getByLabelText('Campaign'), { target: { value: '4' } });
    expect(actions.changeSite).toHaveBeenLastCalledWith({ ...SITE, campaignId: '4' });
    type('Page to open when somebody calls', 'https://crm.example/?tel={phone}');
    expect(actions.changeSite).toHaveBeenCalledTimes(1); // half an address is none
    fireEvent.focusOut(getByLabelText('Page to open when somebody calls'));
    expect(actions.changeSite).toHaveBeenLastCalledWith({
      ...SITE,
      screenPopUrl: 'https://crm.example/?tel={phone}',
    });
  });

  it('that were not kept say what is wrong', async () => {
    const { actions, getByLabelText, type, findByText } = showOptions(READY, { settings });
    actions.changeSite.mockReturnValue(Promise.resolve(false));
    type('Page to open when somebody calls', 'javascript:alert({phone})');
    fireEvent.focusOut(getByLabelText('Page to open when somebody calls'));
    expect(await findByText(/http or https address/)).toBeTruthy();
  });
});
