/** A phone's view in a test: what it shows and what it asks for. */
import { render } from '@testing-library/preact';
import { vi } from 'vitest';
import { PhoneView } from '@/components';
import { createTexts, type Locale } from '@/lib/i18n';
import type { CommandResult, PhoneCommand, PhoneState } from '@/lib/phone';
import { NOW } from '../../e2e/screens/states';

export function showPhone(
  first: PhoneState | null,
  /** In the order of the commands; or what the phone says to each, undefined = done. */
  answers: readonly CommandResult[] | ((command: PhoneCommand) => CommandResult | undefined) = [],
  locale: Locale = 'en',
  /** The CRM page's origin. */
  site = '',
) {
  const queue = typeof answers === 'function' ? [] : [...answers];
  const sent: PhoneCommand[] = [];
  const send = (command: PhoneCommand): Promise<CommandResult> => {
    sent.push(command);
    const answer = typeof answers === 'function' ? answers(command) : queue.shift();
    return Promise.resolve(answer ?? { ok: true });
  };
  const openOptions = vi.fn<(section?: string) => void>();
  const openServer = vi.fn<(path?: string) => void>();
  const openPage = vi.fn<(url: string) => void>();
  const download = vi.fn<(fileName: string, text: string) => void>();
  const host = { openOptions, openServer, openPage, download };
  const texts = createTexts(locale, locale.replace('_', '-'));
  const view = (state: PhoneState | null) => (
    <PhoneView state={state} send={send} texts={texts} host={host} now={() => NOW} site={site} />
  );
  const screen = render(view(first));
  return {
    ...screen,
    sent,
    ...host,
    show: (state: PhoneState | null) => screen.rerender(view(state)),
  };
}
