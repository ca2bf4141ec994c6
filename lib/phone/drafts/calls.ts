/** A call as its draft keeps it. Pure. */
import type { CallDetails, ExternalIds } from '@/lib/call';
import type { DraftCall } from '@/lib/drafts';

export function callOf(
  details: CallDetails,
  contactId: string,
  at: number,
  external?: ExternalIds,
): DraftCall {
  return {
    callId: details.callId,
    campaignId: details.campaignId ?? '',
    campaignType: details.campaignType ?? '',
    campaignName: details.campaignName ?? '',
    phone: details.phone || details.remoteNumber,
    contactId,
    callType: details.callType ?? '',
    startedAt: at,
    callData: details.callData,
    ...(external ? { external } : {}),
  };
}

/** The call that the server still wants dispositioned, out of the data it kept (interface §6.7); null = it kept none. */
export function callOfData(data: Readonly<Record<string, string>>, now: number): DraftCall | null {
  const { id_campana: campaignId = '', call_id: callId = '', telefono: phone = '' } = data;
  if (!campaignId || !callId) return null;
  const { campana_type = '', Omlcampname = '', id_contacto = '', call_type = '' } = data;
  // A call's id begins with the second at which it began.
  const began = Number(/^(\d{9,11})\./.exec(callId)?.[1] ?? 0) * 1000;
  return {
    callId,
    campaignId,
    campaignType: campana_type,
    campaignName: Omlcampname,
    phone,
    contactId: id_contacto,
    callType: call_type,
    startedAt: began || now,
    callData: data,
  };
}
