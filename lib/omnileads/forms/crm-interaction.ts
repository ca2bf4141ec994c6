/**
 * OMniLeads → CRM from the form's page (interface §11.4): `#configuracionSitioExterno` read and turned into what a browser
 * would do. Pure: the host opens the tab or posts the form, nothing is requested here.
 */
import * as v from 'valibot';

/** What is to be done to open the customer's page in the CRM. */
export interface CrmInteraction {
  /** 'agent' = by a button; 'automatic' = once, when the form is first shown for the call. */
  readonly trigger: 'agent' | 'automatic';
  readonly action:
    /** Open this address: in the CRM's tab, or always in a new one. */
    | { readonly kind: 'open'; readonly url: string; readonly newTab?: boolean }
    /** Fill an HTML form and submit it. */
    | {
        readonly kind: 'submit';
        readonly url: string;
        readonly method: 'GET' | 'POST';
        readonly encoding: 'multipart/form-data' | 'application/x-www-form-urlencoded' | 'text/plain';
        readonly fields: readonly (readonly [name: string, value: string])[];
        readonly newTab: boolean;
      }
    /** POST this JSON; the CRM has to answer the preflight for our origin. */
    | { readonly kind: 'json'; readonly url: string; readonly body: string };
}

const Value = v.pipe(
  v.nullable(v.union([v.string(), v.number(), v.boolean()])),
  v.transform((value) => (value === null ? '' : String(value))),
);
const Configuration = v.object({
  dispara_agente: v.boolean(),
  formato: v.nullable(v.string()),
  formato_es_JSON: v.boolean(),
  url: v.pipe(v.string(), v.check(isWebAddress)),
  abre_pestana: v.boolean(),
  metodo: v.picklist(['GET', 'POST']),
  parametros: v.record(v.string(), Value),
});

const ENCODINGS = ['multipart/form-data', 'application/x-www-form-urlencoded', 'text/plain'] as const;

/** Administrators of OMniLeads write it: anything but a web page (javascript:, data:) is not opened. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** null = the page has none, or one that is not understood: the disposition goes on without it. */
export function crmInteraction(page: ParentNode): CrmInteraction | null {
  const element = page.querySelector('#configuracionSitioExterno');
  const raw = element?.getAttribute('value') ?? element?.textContent ?? '';
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw.trim() || 'null');
    // json_script of a text encodes twice.
    if (typeof parsed === 'string') parsed = JSON.parse(parsed) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  const checked = v.safeParse(Configuration, parsed);
  if (!checked.success) return null;
  const { dispara_agente, formato, formato_es_JSON, url, abre_pestana, metodo, parametros } = checked.output;
  const trigger = dispara_agente ? 'agent' : 'automatic';
  if (formato_es_JSON) return { trigger, action: { kind: 'json', url, body: JSON.stringify(parametros) } };
  const fields = Object.entries(parametros);
  if (metodo === 'GET') {
    const action = { kind: 'open', url: withQuery(url, fields) } as const;
    return { trigger, action: abre_pestana ? { ...action, newTab: true } : action };
  }
  const encoding = ENCODINGS.find((known) => known === formato) ?? 'application/x-www-form-urlencoded';
  return {
    trigger,
    action: { kind: 'submit', url, method: metodo, encoding, fields, newTab: abre_pestana },
  };
}

/** What submitting a GET form does, except that parameters already in the address are kept. */
function withQuery(url: string, fields: readonly (readonly [string, string])[]): string {
  const address = new URL(url);
  for (const [name, value] of fields) address.searchParams.append(name, value);
  return address.href;
}
