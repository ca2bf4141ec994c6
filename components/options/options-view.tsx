import { useMemo, useRef } from 'preact/hooks';
import { LANGUAGE_NAMES, type Texts } from '@/lib/i18n';
import type { CommandResult, PhoneCommand, PhoneState } from '@/lib/phone';
import type { Language, PolicyView, Settings } from '@/lib/settings/types';
import { DeskProvider, useDesk, type Desk, type HostActions } from '../context';
import { createTypings } from '../form/typing';
import { noticeTitle } from '../model/notices';
import { NoticeCard, Notices } from '../panel/notices';
import { Status } from '../panel/status';
import { Ask, useCommands } from '../panel/commands';
import { noQuestion } from '../panel/phone-panel';
import { SelectField } from '../parts/field';
import { AudioFields } from '../sheets/audio';
import { MicrophoneSection, type MicrophoneView } from './microphone';
import { DiagnosticsSection } from './diagnostics';
import { SelfTestSection, type RunSelfTest } from './self-test';
import { SignInSection, type Credentials } from './sign-in';
import { Locked } from './locked';
import { SitesSection } from './sites';
import type { SiteSettings } from '@/lib/settings/types';

/** What only the options page may do; the entry point does it with the browser. */
export interface OptionsActions {
  /** Asks for the server's hosts, then `send`s the sign-in. */
  signIn(
    credentials: Credentials,
    send: (command: PhoneCommand) => Promise<CommandResult>,
  ): Promise<CommandResult>;
  allowMicrophone(): void;
  setLanguage(language: Language): void;
  addSite(origin: string): Promise<boolean>;
  /** false = not valid, not kept. */
  changeSite(site: SiteSettings): void | Promise<boolean>;
  removeSite(origin: string): void;
  selfTest: RunSelfTest;
}

export interface OptionsViewProps {
  readonly state: PhoneState | null;
  readonly settings: Settings;
  /** What the administrator has fixed; absent = nothing. */
  readonly policy?: PolicyView;
  readonly microphone: MicrophoneView;
  readonly send: (command: PhoneCommand) => Promise<CommandResult>;
  readonly texts: Texts;
  readonly host: HostActions;
  readonly actions: OptionsActions;
  readonly now?: () => number;
}

const NO_POLICY: PolicyView = { locked: [], sites: {}, rejected: [] };

function Page({
  state,
  settings,
  policy = NO_POLICY,
  microphone,
  actions,
}: Omit<OptionsViewProps, 'send' | 'texts' | 'host' | 'now'>) {
  const desk = useDesk();
  const { texts } = desk;
  const { run, confirm, refusal, dismiss, question, answer } = useCommands(desk.send, texts, null, desk.now);
  const inner = useMemo<Desk>(() => ({ ...desk, send: run, confirm }), [desk, run, confirm]);
  // While the phone is being looked for the form stays as it is: what was typed into it is the person's.
  const last = useRef(state);
  if (state) last.current = state;
  const known = state ?? last.current;
  const session = known?.session;
  const serverLocked = policy.locked.includes('server');
  const said = state?.notices.some((notice) => notice.code === refusal?.code);
  return (
    <DeskProvider value={inner}>
      <main class="options" inert={question !== null}>
        <header class="options-head">
          <h1>{texts.t('options.title')}</h1>
          {policy.locked.includes('language') ? (
            <Locked label={texts.t('options.language')} value={languageName(settings.language, texts)} />
          ) : (
            <SelectField
              label={texts.t('options.language')}
              value={settings.language}
              choices={[
                { value: 'auto', label: texts.t('options.languageAuto') },
                ...Object.entries(LANGUAGE_NAMES).map(([value, label]) => ({ value, label })),
              ]}
              onValue={(language) => actions.setLanguage(language as Language)}
            />
          )}
        </header>
        <Status state={state} refusal={refusal ? noticeTitle(refusal, texts) : ''} />
        {state && <Notices notices={state.notices} callbacks={state.callbacks} />}
        {refusal && !said && (
          <NoticeCard notice={{ ...refusal, kind: 'error', action: null }} onDismiss={dismiss} />
        )}
        {!state && <p class="quiet-text">{texts.t('reconnecting.body')}</p>}
        {known && session && (
          <SignInSection
            state={known}
            lost={state === null}
            server={serverLocked ? settings.server : session.server || settings.server}
            serverLocked={serverLocked}
            user={session.kind === 'signedOut' ? session.lastUser || settings.lastUser : session.user}
            onSignIn={(credentials) => actions.signIn(credentials, run)}
          />
        )}
        <MicrophoneSection view={microphone} onAllow={actions.allowMicrophone} />
        {state && (
          <section class="card" aria-labelledby="devices-title">
            <h2 id="devices-title">{texts.t('devices.title')}</h2>
            <AudioFields devices={state.devices} />
          </section>
        )}
        <SitesSection
          sites={settings.sites}
          campaigns={state?.directory.campaigns ?? []}
          locked={policy.sites}
          onAdd={actions.addSite}
          onChange={actions.changeSite}
          onRemove={actions.removeSite}
        />
        {policy.rejected.length > 0 && (
          <p class="quiet-text">{texts.t('policy.rejected', { names: policy.rejected.join(', ') })}</p>
        )}
        <SelfTestSection run={actions.selfTest} withCall={settings.testNumber !== ''} />
        {state && <DiagnosticsSection />}
      </main>
      {question && <Ask question={question} onAnswer={answer} />}
    </DeskProvider>
  );
}

const languageName = (language: Language, texts: Texts): string =>
  language === 'auto' ? texts.t('options.languageAuto') : LANGUAGE_NAMES[language];

const clock = (): number => Date.now();
/** Nothing is typed into drafts here. */
const typings = createTypings();

export function OptionsView({ send, texts, host, now = clock, ...rest }: OptionsViewProps) {
  const value = useMemo<Desk>(
    () => ({
      texts,
      send,
      ask: send,
      confirm: noQuestion,
      typings,
      host,
      now,
      surface: 'options',
      site: '',
    }),
    [texts, send, host, now],
  );
  return (
    <DeskProvider value={value}>
      <Page {...rest} />
    </DeskProvider>
  );
}
