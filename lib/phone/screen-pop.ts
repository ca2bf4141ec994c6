/** The customer's page of the CRM, opened when somebody calls (issue E4). */
import { isContactUnsaved, type ActiveCall, type CallDetails, type CallOrigin } from '@/lib/call';
import { screenPopUrl, type ScreenPopValues } from '@/lib/settings';
import type { PhoneContext } from './context';

/** Somebody calls the agent. Calls that agent or CRM asked for begin on the customer's page as it is. */
const FROM_OUTSIDE: ReadonlySet<CallOrigin> = new Set(['inbound', 'dialer', 'transfer']);

export function popScreen(phone: PhoneContext, { details, requested, again, takenOver }: ActiveCall): void {
  if (!details || requested || again || takenOver || !FROM_OUTSIDE.has(details.origin)) return;
  const values = valuesOf(phone, details);
  for (const site of phone.settings.sites) {
    if (site.screenPopUrl === '') continue;
    const url = screenPopUrl(site.screenPopUrl, values);
    if (url === null) {
      phone.ports.log.warn('phone', 'no screen pop: the address would lead elsewhere', { site: site.origin });
      continue;
    }
    const newTab = site.screenPopIn === 'newTab';
    phone.ports.desk
      .openCrm({ trigger: 'automatic', action: { kind: 'open', url, ...(newTab ? { newTab } : {}) } })
      .catch((thrown: unknown) =>
        phone.ports.log.warn('phone', 'screen pop failed', { error: String(thrown) }),
      );
  }
}

function valuesOf(phone: PhoneContext, details: CallDetails): ScreenPopValues {
  const { session } = phone.store.get();
  const signedIn = session.kind === 'signedIn' || session.kind === 'expired' ? session : null;
  return {
    phone: details.phone || details.remoteNumber,
    contactId: isContactUnsaved(details.contactId) ? '' : details.contactId,
    campaignId: details.campaignId ?? '',
    campaignName: details.campaignName ?? '',
    callId: details.callId,
    did: details.did ?? '',
    agentId: signedIn?.agentId ?? '',
    user: signedIn?.user ?? '',
    extension: signedIn?.extension ?? '',
  };
}
