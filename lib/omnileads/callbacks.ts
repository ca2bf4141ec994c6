/**
 * The agent's callbacks (interface §7, session.md §4.4). There is no JSON of them in 2.6: the list is a page whose dates are
 * words in the server's language, so it only says which there are, and each one's own form says when. Methods may fail with
 * permissionDenied (the group forbids the list), sessionExpired, serverError, serverTimeout, serverUnreachable.
 */
import * as v from 'valibot';
import { PhoneError } from '@/lib/diagnostics';
import { momentsOf } from './console';
import { ENDPOINTS, pathOf } from './endpoints';
import { fieldOf, readForm } from './forms';
import { parseHtml, valueOf } from './html';
import type { Context } from './memory';
import { saysOk, serversFields, type Rest } from './rest';
import { Id, read } from './shape';
import type { Web } from './web';

/** A line of the list page. */
export interface CallbackRow {
  readonly id: string;
  readonly contactId: string;
  readonly campaignId: string;
  readonly campaignType: string;
  readonly phone: string;
  readonly campaignName: string;
  /** The line's words: when they are the same, nothing about the callback has changed. */
  readonly words: string;
}
/** Date and time as the server keeps them: of its own zone, without saying which. */
export interface StoredCallback {
  readonly contactId: string;
  readonly campaignId: string;
  readonly kind: 'personal' | 'global';
  readonly date: string; // YYYY-MM-DD
  readonly time: string; // HH:MM
  readonly phone: string;
  readonly reason: string;
}
export type Scheduled =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly errors: Readonly<Record<string, readonly string[]>> };

export interface Callbacks {
  /** Personal ones dated within the days, both YYYY-MM-DD of the server's zone. */
  list(from: string, to: string): Promise<readonly CallbackRow[]>;
  /** null = it is gone. */
  read(id: string): Promise<StoredCallback | null>;
  /** REST of later releases (Appendix F); null = this server has none, use the form. Asked for once per session. */
  schedule(callback: StoredCallback): Promise<Scheduled | null>;
}

const KIND_CODES = { personal: 1, global: 2 } as const;
const Made = v.object({ agenda_id: Id });
/** Not there, or not for this agent: the form is. */
const NOT_OFFERED = ['serverAnsweredPage', 'permissionDenied', 'serverError'];

export function createCallbacks({ memory }: Context, rest: Rest, web: Web): Callbacks {
  const offered = new Map<string, boolean>(); // by server

  /** Asked by GET, which the endpoint refuses as JSON and a server without it as a page. */
  async function isOffered(): Promise<boolean> {
    try {
      await rest({ endpoint: ENDPOINTS.scheduleProbe });
      return true;
    } catch (thrown) {
      if (thrown instanceof PhoneError && NOT_OFFERED.includes(thrown.code)) return false;
      throw thrown;
    }
  }

  return {
    async list(from, to) {
      const endpoint = ENDPOINTS.callbackList;
      const pairs = [['fecha', `${slashed(from)} - ${slashed(to)}`]] as const;
      return rowsIn((await web.submit(endpoint, {}, pairs)).html);
    },
    async read(id) {
      const endpoint = ENDPOINTS.callbackForm;
      const page = await web.get(pathOf(endpoint, { id }), endpoint.name);
      if (page.status === 404) return null;
      const form = readForm(parseHtml(page.html), page.url);
      const value = (name: string) => (form && fieldOf(form, name)?.value) ?? '';
      if (!form || !fieldOf(form, 'fecha'))
        throw new PhoneError('serverAnsweredPage', { endpoint: endpoint.name, status: page.status });
      return {
        contactId: value('contacto'),
        campaignId: value('campana'),
        kind: value('tipo_agenda') === String(KIND_CODES.global) ? 'global' : 'personal',
        date: value('fecha'),
        time: value('hora').slice(0, 5),
        phone: value('telefono'),
        reason: value('observaciones'),
      };
    },
    async schedule({ contactId, campaignId, kind, date, time, phone, reason }) {
      const { server } = memory;
      if (!offered.has(server)) offered.set(server, await isOffered());
      if (!offered.get(server)) return null;
      const endpoint = ENDPOINTS.schedule;
      const body = {
        campaign_id: Number(campaignId),
        contact_id: Number(contactId),
        date,
        time,
        phone,
        schedule_type: KIND_CODES[kind],
        observations: reason,
      };
      const answer = await rest({ endpoint, body });
      if (saysOk(answer)) return { ok: true, id: read(Made, answer.json, endpoint).agenda_id };
      return { ok: false, errors: serversFields(answer) };
    },
  };
}

const slashed = (date: string): string => date.split('-').reverse().join('/');

/** Identity is in the row's links: its form's address and its call button (session.md §4.4). */
function rowsIn(html: string): CallbackRow[] {
  return [...parseHtml(html).querySelectorAll('a[href*="/agenda_contacto/update/"]')].flatMap((link) => {
    const row = link.closest('tr');
    const id = /\/agenda_contacto\/update\/(\d+)\//.exec(link.getAttribute('href') ?? '')?.[1];
    const button = row?.querySelector('[onclick*="makeClick2Call"]')?.getAttribute('onclick') ?? '';
    const [campaignId, campaignType, contactId, phone] = [...button.matchAll(/["']([^"']*)["']/g)].map(
      ([, text]) => text ?? '',
    );
    if (!row || !id || !campaignId || !contactId) return [];
    const cells = [...row.children].map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim());
    return [
      {
        id,
        contactId,
        campaignId,
        campaignType: campaignType ?? '',
        phone: phone ?? '',
        campaignName: cells[1] ?? '',
        words: cells.join('|'),
      },
    ];
  });
}

/** ISO moments of `#agendas_dates_json`, also on a callback's detail page: the only place that tells the server's zone. */
export function callbackMoments(html: string): string[] {
  return momentsOf(valueOf(parseHtml(html), '#agendas_dates_json')?.trim() ?? '');
}
