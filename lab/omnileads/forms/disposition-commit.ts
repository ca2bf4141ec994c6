/** What a valid disposition form does, in the server's order (interface §6.6, "POST results" and side effects). */
import { flash, redirect, type WebResponse } from '@/lab/omnileads/http';
import {
  findCallback,
  groupOf,
  now,
  removeAnswer,
  rememberCallContact,
  type Contact,
  type Disposition,
} from '@/lab/omnileads/store';

import { redirectSegment, type CallData } from './call-data';
import { isForced, statusOfCall, writeStatus } from './compulsory';
import { onDisposition } from './crm';
import { AGENDA, MANAGEMENT, saveDisposition } from './disposition-save';
import type { Subject } from './disposition-subject';
import type { Forms } from './disposition-forms';
import { tell } from './sentences';

/** Saves the contact; a new one of a call is remembered for it and told to the console. */
function saveContact(subject: Subject, forms: Forms): Contact {
  const { context, world, call, contact: before } = subject;
  const contact = forms.contact.save();
  if (!before && call && call.callId !== '') {
    rememberCallContact(world, call.callId, contact.id, now(world));
    context.site.hub.push(context.user.id, {
      type: 'contact_saved',
      args: { id: call.callId, contact_id: contact.id },
    });
  }
  return contact;
}
/** Call data as it is after the save: only a new contact's id is put in. */
function callAfter({ call, contact: before }: Subject, contact: Contact): CallData | null {
  if (!call || before) return call;
  return { ...call, contactId: String(contact.id), members: { ...call.members, id_contacto: contact.id } };
}

/** Inbound call whose agent touched only the contact (interface §6.6, special case). */
export function contactOnly(subject: Subject, call: CallData, forms: Forms): WebResponse {
  const { context, agent } = subject;
  const contact = saveContact(subject, forms);
  if (isForced(context.site, agent, call))
    writeStatus(context.site, agent, { ...statusOfCall(call), dispositioned: true });
  flash(context.request, 'success', tell(context.request.language, 'contactSaved'));
  const change = { id_contacto: contact.id, telefono: contact.phone };
  return redirect(`/agente/calificar_llamada/${redirectSegment(call, change)}`);
}

/** A pending management form; without a call the disposition itself counts as made. */
function writeManagementPending(
  { context, agent, campaign, call }: Subject,
  row: Disposition,
  contact: Contact,
): void {
  const { site } = context;
  if (!groupOf(site.world, agent).flags.obligar_calificacion) return;
  const about = call
    ? statusOfCall(call)
    : { callId: row.callId, campaignId: String(campaign.id), phone: contact.phone, callData: null };
  writeStatus(site, agent, { ...about, dispositioned: call === null, managementOf: row.id });
}

/** @throws RefusedByModel after the contact was saved and the state written: neither is taken back, as in the real thing */
export async function commit(subject: Subject, forms: Forms): Promise<WebResponse> {
  const { context, world, agent, campaign, stored, from, manual } = subject;
  const { site, request } = context;
  const wish = forms.disposition.wish();
  const contact = saveContact(subject, forms);
  const call = callAfter(subject, contact);
  const isManagement = wish.option.kind === MANAGEMENT;
  if (!isManagement && call && isForced(site, agent, call))
    writeStatus(site, agent, {
      ...statusOfCall(call),
      dispositioned: true,
      silent: wish.option.kind === AGENDA,
    });
  const row = saveDisposition(world, {
    known: stored,
    agent,
    campaign,
    contact,
    ...wish,
    callId: call ? call.callId : (stored?.callId ?? null),
    manual: stored ? stored.manual : manual,
    reason: from,
  });
  forms.phones.save(contact, agent);
  if (!isManagement) removeAnswer(world, row.id);
  if (isManagement && campaign.crm?.interaction !== 2) {
    writeManagementPending(subject, row, contact);
    return redirect(`/formulario/venta/${row.id}/${call ? redirectSegment(call) : ''}`);
  }
  flash(request, 'success', tell(request.language, 'dispositionSaved'));
  if (call) await onDisposition({ site, agent, campaign, contact, call, disposition: row });
  return redirect(whereNext(subject, row, contact, call));
}

function whereNext(
  { world, agent, campaign, stored, from }: Subject,
  row: Disposition,
  contact: Contact,
  call: CallData | null,
): string {
  const isAgenda = campaign.options.find(({ id }) => id === row.optionId)?.kind === AGENDA;
  if (isAgenda) {
    const callback = findCallback(world, contact.id, campaign.id);
    return stored && callback?.agentId === agent.id
      ? `/agenda_contacto/update/${callback.id}/`
      : `/agenda_contacto/${contact.id}/create/${campaign.id}/`;
  }
  if (from === 'reporte') return '/agente/reporte/calificaciones/';
  const tail = call
    ? redirectSegment(call, { force_disposition: false, en_recepcion_de_llamada: false })
    : '';
  return `/formulario/${campaign.id}/calificacion/${contact.id}/update_recalificacion/${tail}`;
}
