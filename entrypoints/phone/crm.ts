/** Opens the customer's page in the CRM, or tells the CRM of the customer (interface §11.4). */
import { askHost } from '@/lib/bridge';
import { PhoneError } from '@/lib/diagnostics';
import type { CrmInteraction } from '@/lib/omnileads/forms';

/** Rejects with PhoneError('externalSiteFailed') where the CRM was asked and did not take it. */
export async function openCrm({ action }: CrmInteraction): Promise<void> {
  switch (action.kind) {
    case 'open':
      await askHost({ type: 'openTab', url: action.url, where: action.newTab ? 'newTab' : 'crmTab' });
      return;
    case 'submit': {
      const { url, encoding, fields, newTab } = action;
      await askHost({ type: 'crm.post', form: { url, encoding, fields, newTab } });
      return;
    }
    case 'json':
      await postJson(action.url, action.body);
  }
}

/** As the server's own time limit for the CRM (interface §11.4). */
const TIMEOUT_MS = 10_000;

async function postJson(url: string, body: string): Promise<void> {
  const { host } = new URL(url);
  try {
    // Where the CRM's host was granted no CORS is asked; elsewhere the CRM has to answer the preflight for our origin.
    const response = await fetch(url, {
      method: 'POST',
      credentials: 'include',
      headers: { 'Content-Type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new PhoneError('externalSiteFailed', { host, status: response.status });
  } catch (thrown) {
    if (thrown instanceof PhoneError) throw thrown;
    throw new PhoneError('externalSiteFailed', { host }, String(thrown));
  }
}
