/** Where the tests work: the lab's server and CRM, or the ones the environment names (a real OMniLeads). */
import type { Lab } from '@/lab';
import type { Crm } from '@/lab/crm';
import type { Place } from './agent';

/** The server that `LAB_OMNILEADS_URL` names, and the SIP address of `LAB_WS_URL` where it isn't the server's own /ws. */
export function serverElsewhere(): Pick<Place, 'server' | 'sipUrl'> | null {
  const { LAB_OMNILEADS_URL: server, LAB_WS_URL: sipUrl } = process.env;
  return server ? { server, sipUrl } : null;
}

export function placeOf(
  lab: { readonly omnileads?: Pick<Lab['omnileads'], 'httpUrl'>; readonly crm: Crm },
  page: 'list' | 'spa' | 'strict' = 'list',
): Place {
  const where = serverElsewhere() ?? { server: lab.omnileads?.httpUrl ?? '', sipUrl: process.env.LAB_WS_URL };
  return { ...where, crm: lab.crm.url, page: lab.crm.pages[page] };
}
