import { useState } from 'preact/hooks';
import type { CommandResult, PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { Icon } from '../icons';
import { checkServer } from '../model/server';
import { Button } from '../parts/button';
import { TextField } from '../parts/field';
import { Locked } from './locked';

export interface Credentials {
  readonly server: string; // origin
  readonly user: string;
  readonly password: string;
}

interface Props {
  readonly state: PhoneState;
  /** The phone is being looked for: nothing can be asked of it now. */
  readonly lost: boolean;
  /** Asks for the server's permission first: it must be called in the click's own task. */
  readonly onSignIn: (credentials: Credentials) => Promise<CommandResult>;
  /** From the settings, when the session doesn't know them. */
  readonly server: string;
  readonly user: string;
  /** The administrator has fixed the server. */
  readonly serverLocked: boolean;
}

/** `form "Sign in"`. Lives in options only: a web page could draw a copy of it. */
function SignInForm({ state, lost, onSignIn, server, user, serverLocked }: Props) {
  const { texts } = useDesk();
  const [typed, setTyped] = useState({ server, user, password: '' });
  const [plainAccepted, setPlainAccepted] = useState(false);
  const [tried, setTried] = useState(false);
  const checked = checkServer(serverLocked ? server : typed.server);
  const plain = checked.ok && checked.plain;
  const working = state.session.kind === 'signingIn';
  const missing = (value: string): string => (tried && !value ? texts.t('signIn.missing') : '');

  const hand = async (credentials: Credentials): Promise<void> => {
    const result = await onSignIn(credentials);
    // Nothing of ours keeps the password longer than the request needs it.
    if (result.ok) setTyped((before) => ({ ...before, password: '' }));
  };
  const submit = (): void => {
    setTried(true);
    if (lost || working || !checked.ok || !typed.user.trim() || !typed.password || (plain && !plainAccepted))
      return;
    void hand({ server: checked.origin, user: typed.user.trim(), password: typed.password });
  };
  return (
    <form
      class="stack"
      aria-label={texts.t('signIn.title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p class="quiet-text">{texts.t(state.session.kind === 'expired' ? 'signIn.expired' : 'signIn.lead')}</p>
      {serverLocked ? (
        <Locked label={texts.t('signIn.server')} value={server} />
      ) : (
        <TextField
          label={texts.t('signIn.server')}
          type="url"
          value={typed.server}
          placeholder={texts.t('signIn.serverHint')}
          autocomplete="url"
          error={tried && !checked.ok ? texts.t('signIn.invalidServer') : ''}
          onValue={(value) => setTyped({ ...typed, server: value })}
        />
      )}
      {plain && (
        <div class="notice warning">
          <Icon name="warning" />
          <div class="notice-words">
            <p class="notice-title">{texts.t('signIn.plainHttp')}</p>
            <label class="check">
              <input
                type="checkbox"
                checked={plainAccepted}
                onChange={(event) => setPlainAccepted(event.currentTarget.checked)}
              />
              {texts.t('signIn.plainHttpAccept')}
            </label>
          </div>
        </div>
      )}
      <div class="columns">
        <TextField
          label={texts.t('signIn.user')}
          value={typed.user}
          autocomplete="username"
          error={missing(typed.user.trim())}
          onValue={(value) => setTyped({ ...typed, user: value })}
        />
        <TextField
          label={texts.t('signIn.password')}
          type="password"
          value={typed.password}
          autocomplete="current-password"
          error={missing(typed.password)}
          onValue={(value) => setTyped({ ...typed, password: value })}
        />
      </div>
      <Button
        look="primary"
        label={texts.t(working ? 'signIn.working' : 'signIn.submit')}
        reason={working || lost ? 'reason.wait' : null}
        submit
      />
    </form>
  );
}

export function SignInSection(props: Props) {
  const { texts, send } = useDesk();
  const { session, call } = props.state;
  return (
    <section class="card" id="signIn" aria-labelledby="signIn-title">
      <h2 id="signIn-title">{texts.t(session.kind === 'signedIn' ? 'test.session' : 'signIn.title')}</h2>
      {session.kind === 'signedIn' ? (
        <>
          <p>
            {texts.t('signIn.as', { user: session.user, extension: session.extension })}{' '}
            {texts.t('signIn.at', { server: session.server })}
          </p>
          <Button
            label={texts.t('signIn.out')}
            reason={props.lost ? 'reason.wait' : call.phase === 'idle' ? null : 'reason.inCall'}
            onPress={() => void send({ type: 'signOut' })}
          />
        </>
      ) : (
        <SignInForm {...props} />
      )}
    </section>
  );
}
