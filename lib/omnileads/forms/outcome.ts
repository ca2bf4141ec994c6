/**
 * What became of a posted form: judged by the path at which the redirects ended, never by status or `redirected`
 * (session.md §4.3, §4.4; interface §6.6, §6.9, §7.3).
 */
export type FormOutcome =
  | { readonly kind: 'saved'; readonly campaignId: string; readonly contactId: string } // recalificacion page: shows what is stored
  | { readonly kind: 'managementNext'; readonly dispositionId: string }
  | { readonly kind: 'managementSaved'; readonly answerId: string }
  | { readonly kind: 'callbackNext'; readonly contactId: string; readonly campaignId: string }
  | { readonly kind: 'callbackUpdateNext'; readonly callbackId: string }
  | { readonly kind: 'callbackSaved'; readonly callbackId: string }
  | { readonly kind: 'contactSaved'; readonly callData: string } // inbound, contact only
  | { readonly kind: 'chooseContact' } // several contacts share the phone
  | { readonly kind: 'reportList' }
  | { readonly kind: 'invalid' } // same page again: errors beside the fields
  | { readonly kind: 'refused' } // /blanco/: the campaign isn't the agent's
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'elsewhere'; readonly path: string }; // another site (the CRM's) or an unknown page

type Make = (match: readonly string[]) => FormOutcome;
const PATHS: readonly (readonly [RegExp, Make])[] = [
  [
    /^\/formulario\/(\d+)\/calificacion\/(\d+)\/update_recalificacion\//,
    ([, c = '', k = '']) => ({ kind: 'saved', campaignId: c, contactId: k }),
  ],
  [/^\/formulario\/venta\/(\d+)\/detalle\//, ([, id = '']) => ({ kind: 'managementSaved', answerId: id })],
  [/^\/formulario\/venta\/(\d+)\//, ([, id = '']) => ({ kind: 'managementNext', dispositionId: id })],
  [
    /^\/agenda_contacto\/(\d+)\/create\/(\d+)\//,
    ([, k = '', c = '']) => ({ kind: 'callbackNext', contactId: k, campaignId: c }),
  ],
  [/^\/agenda_contacto\/update\/(\d+)\//, ([, id = '']) => ({ kind: 'callbackUpdateNext', callbackId: id })],
  [/^\/agenda_contacto\/(\d+)\/detalle\//, ([, id = '']) => ({ kind: 'callbackSaved', callbackId: id })],
  [/^\/agente\/calificar_llamada\/(.+)$/, ([, data = '']) => ({ kind: 'contactSaved', callData: data })],
  [/^\/campana\/\d+\/contactos_telefono_repetido\//, () => ({ kind: 'chooseContact' })],
  [/^\/agente\/reporte\/calificaciones\//, () => ({ kind: 'reportList' })],
  [/^\/blanco\/$/, () => ({ kind: 'refused' })],
  [/^\/accounts\/login\//, () => ({ kind: 'signedOut' })],
];

/** Trailing call data differs by percent-encoding between what we asked and what the browser reports. */
function samePath(a: string, b: string): boolean {
  const plain = (path: string): string => {
    try {
      return decodeURIComponent(path);
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
      return path; // a stray % in call data: compare as it is
    }
  };
  return plain(a) === plain(b);
}

/**
 * `redirected` tells a page shown again with its errors from one that was saved and leads back to itself (the
 * re-disposition form does): it is only asked when the path is the same, and proves nothing otherwise.
 */
export function outcomeOf(posted: string, ended: string, redirected: boolean): FormOutcome {
  const from = new URL(posted);
  const to = new URL(ended);
  if (from.origin !== to.origin) return { kind: 'elsewhere', path: to.origin + to.pathname };
  if (!redirected && samePath(from.pathname, to.pathname)) return { kind: 'invalid' };
  for (const [pattern, make] of PATHS) {
    const match = pattern.exec(to.pathname);
    if (match) return make(match);
  }
  return { kind: 'elsewhere', path: to.pathname };
}
