/** Getting a server's form and posting it back: what all steps have in common (session.md §4). */
import { PhoneError } from '@/lib/diagnostics';
import type { OmnileadsClient, Page, Pairs } from '@/lib/omnileads';
import {
  CONFIRM_DUPLICATE,
  crmInteraction,
  outcomeOf,
  pairsToPost,
  readForm,
  type Changes,
  type CrmInteraction,
  type FormOutcome,
  type FormSchema,
} from '@/lib/omnileads/forms';
import type { Posted } from '../ports';
import type { DraftCall } from '../types';

export type Client = Pick<OmnileadsClient, 'web' | 'notes' | 'callbacks' | 'dispositions'> & {
  readonly session: Pick<OmnileadsClient['session'], 'check'>;
};
/** What the steps need of, and tell to, the phone around them. */
export interface Outside {
  /** Date and time of the server's clock in its zone, for callbacks whose moment nobody chooses. */
  now(): { readonly date: string; readonly time: string };
  /** ISO moments with offset that a page told: how the server's zone becomes known. */
  heard(moments: readonly string[]): void;
  /** The page after a save asks for the CRM's page (interface §11.4, trigger 4). */
  crm(callId: string, interaction: CrmInteraction): void;
}
export type Refused = Extract<Posted<object>, { kind: 'refused' }>;

/** A form that the server answered with, plus the page it came from. */
export interface Loaded {
  readonly page: Page;
  readonly document: Document;
  readonly form: FormSchema;
}

export const parse = (html: string): Document => new DOMParser().parseFromString(html, 'text/html');

/** Where the server sends an agent who isn't in the campaign (session.md §4.3). */
const NOT_YOURS = '/blanco/';

/** Errors: permissionDenied (the campaign isn't the agent's), formChanged (the page has no such form). */
export function load(page: Page, selector?: string): Loaded {
  if (page.path === NOT_YOURS) throw new PhoneError('permissionDenied', { endpoint: 'form' });
  const document = parse(page.html);
  const form = page.status === 200 ? readForm(document, page.url, selector) : null;
  if (!form)
    throw new PhoneError(
      'formChanged',
      { status: page.status },
      `no form at ${page.path.replace(/(\{|%7B).*/i, '…')}`,
    );
  return { page, document, form };
}

export const dispositionPath = (campaignId: string, contactId: string): string =>
  `/formulario/${campaignId}/calificacion/${contactId}/update_calificacion/`;

/**
 * Call data travels as the last path segment: JSON, percent-encoded (interface §6.6). `again` keeps the CRM's page from being
 * opened a second time for the same call.
 */
export function callDataPath(
  call: DraftCall,
  again: boolean,
  over: Readonly<Record<string, string>> = {},
): string {
  const data = { ...call.callData, ...over, ...(again ? { en_recepcion_de_llamada: false } : {}) };
  return encodeURIComponent(JSON.stringify(data));
}

/** Flash messages that are not successes: those go stale and prove nothing (session.md §4.3). */
function alerts(document: Document): string[] {
  return [...document.querySelectorAll('.alert-danger, .alert-error, .alert-warning')]
    .map((alert) => (alert.textContent ?? '').replace(/[×\s]+/g, ' ').trim())
    .filter((text) => text !== '');
}

/** The form shown again, with what the server found wrong. Error: formChanged, when the page is another one. */
export function refusedBy(page: Page, selector: string | undefined, limitPossible: boolean): Refused {
  const { document, form } = load(page, selector);
  const fields: Record<string, readonly string[]> = {};
  for (const field of form.fields) if (field.errors.length > 0) fields[field.name] = field.errors;
  const general = [...form.errors, ...alerts(document)];
  // The form itself finds nothing wrong: the server's model does.
  const onlyMessage = Object.keys(fields).length === 0 && form.errors.length === 0;
  if (general.length > 0) fields[''] = general;
  // The hidden field turns into a box when the agent has to say that the shared number is meant (interface §6.6).
  if (form.fields.some(({ name, kind }) => name === CONFIRM_DUPLICATE && kind === 'checkbox'))
    fields[CONFIRM_DUPLICATE] ??= general;
  // A limit of the group (how many, how far ahead) has no field of its own: it is told in a message of the page.
  return { kind: 'refused', code: onlyMessage && limitPossible ? 'agendaLimit' : 'draftRefused', fields };
}

export const REFUSED_ELSEWHERE: Refused = { kind: 'refused', code: 'permissionDenied', fields: {} };

export type GetAndPost = (
  getPath: string,
  fill: (loaded: Loaded) => { path: string; changes: Changes },
  selector?: string,
) => Promise<{ outcome: FormOutcome; page: Page }>;

/**
 * Get the form, post it back with our changes, say where it ended. A token rotated by a sign-in in another tab is
 * answered by getting the form once more; the post itself was refused unread, so that is no repeat.
 */
export function createGetAndPost(web: Client['web'], server: () => string): GetAndPost {
  return (getPath, fill, selector) =>
    web.write(async ({ get, post }) => {
      const once = async (): Promise<{ outcome: FormOutcome; page: Page }> => {
        const got = await get(getPath);
        // Nothing was posted: several contacts share the number, and only the agent knows which one it was.
        const where = outcomeOf(new URL(getPath, server()).href, got.url, got.redirected);
        if (where.kind === 'chooseContact' || where.kind === 'refused') return { outcome: where, page: got };
        const loaded = load(got, selector);
        const { path, changes } = fill(loaded);
        const pairs: Pairs = pairsToPost(loaded.form, changes).map(
          ({ name, value }) => [name, value] as const,
        );
        const page = await post(path, pairs);
        const asked = new URL(path, server()).href;
        return { outcome: outcomeOf(asked, page.url, page.redirected), page };
      };
      try {
        return await once();
      } catch (thrown) {
        if (!(thrown instanceof PhoneError) || thrown.code !== 'csrfRejected') throw thrown;
        return once();
      }
    });
}

/** Only what the browser has to do by itself: a button would be on the form, and the form is done. */
export function tellCrm(outside: Outside, callId: string, page: Page): void {
  const interaction = crmInteraction(parse(page.html));
  if (interaction?.trigger === 'automatic') outside.crm(callId, interaction);
}
