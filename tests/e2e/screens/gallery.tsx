/** The page that shows one screen after the other: `show(name, language)` resolves when it stands still. */
import '@/components/styles/index.css';
import { render } from 'preact';
import { OptionsView, PhoneView, SiteSwitch, type OptionsActions, type TestResult } from '@/components';
import { createTexts, type Texts } from '@/lib/i18n';
import type { CommandResult, PhoneCommand } from '@/lib/phone';
import { DEFAULT_SETTINGS, type Language, type Settings } from '@/lib/settings/types';
import { SHOTS } from './catalogue';
import type { Shot } from './shot';
import { SITE } from './catalogue-customers';
import { OUTBOX } from './forms';
import { NOW } from './states';

const UI_LANGUAGES: Readonly<Record<string, string>> = { en: 'en-GB', es: 'es-AR', pt_BR: 'pt-BR' };

const RESULTS: readonly TestResult[] = [
  { what: 'microphone', ok: false, why: 'silent' },
  { what: 'speaker', ok: true },
  { what: 'ring', ok: false, why: 'deviceGone' },
  { what: 'server', ok: true },
  { what: 'session', ok: true },
  { what: 'socket', ok: true, facts: { rttMs: 42 } },
  { what: 'line', ok: false, why: 'sipUnreachable' },
  { what: 'candidates', ok: false, why: 'relayMissing', facts: { kinds: ['host', 'srflx'] } },
  { what: 'loopback', ok: true, facts: { mos: 4.41 } },
  { what: 'testCall', ok: false, why: 'callPoor', facts: { mos: 3.2, rttMs: 310 } },
];
const ACTIONS: OptionsActions = {
  signIn: () => Promise.resolve({ ok: true }),
  allowMicrophone: () => undefined,
  setLanguage: () => undefined,
  addSite: () => Promise.resolve(true),
  changeSite: () => undefined,
  removeSite: () => undefined,
  selfTest: (tell) => Promise.resolve(tell(RESULTS)),
};
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  testNumber: '*43',
  sites: [
    {
      origin: 'https://crm.example',
      country: 'AR',
      detection: true,
      prefix: '0',
      campaignId: '',
      externalSystemId: '',
      screenPopUrl: '',
    },
  ],
};

const HOST = {
  openOptions: () => undefined,
  openServer: () => undefined,
  openPage: () => undefined,
  download: () => undefined,
};

/** What the phone would say. */
async function answer(shot: Shot, command: PhoneCommand): Promise<CommandResult> {
  if (command.type !== 'draft') return shot.answers?.[command.type] ?? shot.answer ?? { ok: true };
  const asked = command.command;
  if (asked.type === 'form') {
    if (shot.trouble) return { ok: false, code: shot.trouble, params: {} };
    const value = shot.forms?.[asked.step];
    return value ? { ok: true, value } : new Promise(() => undefined);
  }
  if (asked.type === 'list') {
    const list = shot.state?.drafts.list.length ? OUTBOX : [];
    return { ok: true, value: { list, total: list.length } };
  }
  if (asked.type === 'history') return { ok: true, value: { entries: shot.history ?? [] } };
  if (asked.type === 'note') return { ok: true, value: { text: shot.note ?? '' } };
  return { ok: true };
}

function View({ shot, texts }: { shot: Shot; texts: Texts }) {
  const send = (command: PhoneCommand): Promise<CommandResult> => {
    sent.push(command);
    return answer(shot, command);
  };
  const common = { send, texts, host: HOST, now: () => NOW };
  if (shot.view === 'options') {
    const settings = shot.state?.session.kind === 'signedIn' ? SETTINGS : DEFAULT_SETTINGS;
    return (
      <OptionsView
        {...common}
        state={shot.state}
        settings={settings}
        microphone={shot.microphone ?? 'unknown'}
        actions={ACTIONS}
      />
    );
  }
  return (
    <PhoneView {...common} state={shot.state} surface={shot.view} site={SITE}>
      {shot.view === 'popup' && (
        <SiteSwitch texts={texts} site={{ name: 'crm.example', on: true }} onSwitch={() => undefined} />
      )}
    </PhoneView>
  );
}

/** For tests: what was asked of the phone, another screen, and a change of state under the agent's hands. */
let sent: PhoneCommand[] = [];
declare global {
  interface Window {
    sent: () => readonly PhoneCommand[];
    show(name: string, language: string): Promise<void>;
    become(name: string): void;
  }
}

const settle = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
/** Forms come in turns, each asked for by the one before: until nothing changes any more. */
const TURNS_MAX = 60;
const CALM_TURNS = 4;
async function still(): Promise<void> {
  let before = '';
  for (let turn = 0, calm = 0; turn < TURNS_MAX && calm < CALM_TURNS; turn += 1) {
    await settle();
    const now = document.body.innerHTML;
    calm = now === before ? calm + 1 : 0;
    before = now;
  }
}
const inSight = (control: Element): boolean => !control.closest('[hidden], [inert]');

/** Buttons by accessible name, radios by their label's text; the name may have places for numbers. */
function press(words: string): void {
  const pattern = new RegExp(`^${words.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*')}$`);
  const found = [...document.querySelectorAll<HTMLElement>('button, .segment')].find(
    (control) =>
      inSight(control) && pattern.test((control.getAttribute('aria-label') ?? control.innerText).trim()),
  );
  if (!found) throw new Error(`no control "${words}"`);
  found.click();
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
function fill(control: Control | null | undefined, value: string): void {
  if (!control) throw new Error(`nowhere to type ${value}`);
  control.focus();
  control.value = value;
  control.dispatchEvent(new InputEvent('input', { bubbles: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
  control.blur();
}
const firstInput = (): Control | undefined =>
  [...document.querySelectorAll<HTMLInputElement>('.sheet input.input, .dial input.input')].find(inSight);

async function perform(shot: Shot, texts: Texts): Promise<void> {
  for (const step of shot.steps ?? []) {
    if (typeof step === 'object') fill(document.querySelector<Control>(`[name="${step.field}"]`), step.value);
    else if (step.startsWith('=')) fill(firstInput(), step.slice(1));
    else press((texts.t as (key: string) => string)(step));
    await settle();
  }
}

const root = document.getElementById('root')!;
const named = (name: string): Shot => {
  const shot = SHOTS.find((one) => one.name === name);
  if (!shot) throw new Error(`no screen ${name}`);
  return shot;
};
let texts = createTexts('en');

window.sent = () => sent;
window.become = (name) => render(<View shot={named(name)} texts={texts} />, root);
window.show = async (name, language) => {
  const shot = named(name);
  texts = createTexts(language as Language, UI_LANGUAGES[language]);
  // Nothing of the screen before: neither its sheets nor its focus.
  render(null, root);
  sent = [];
  document.documentElement.lang = texts.lang;
  document.title = name;
  render(<View shot={shot} texts={texts} />, root);
  await (shot.forms ? still() : settle());
  await perform(shot, texts);
  (document.activeElement as HTMLElement | null)?.blur();
  document.querySelector('.scroll')?.scrollTo(0, 0);
  if (shot.scrolled) document.querySelector(shot.scrolled)?.scrollIntoView({ block: 'end' });
  await settle();
};
