/** The console's own call forms (interface §4.4): they always redirect, whatever became of the call. */
import { campaignOfLatestDisposition, claimPreviewContact } from '@/lab/omnileads/forms';
import {
  PageNotFound,
  pageView,
  redirect,
  ServerCrash,
  type PageContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';

import { originateCampaign, originateFailure, originateInternal, originateOutside } from './originate';

const DONE = '/blanco/';
/** The contact that stays unidentified on purpose. */
const NOBODY = '-1';

function refused({ request }: PageContext): WebResponse {
  if (request.form.get('404_on_error')) throw new PageNotFound();
  return redirect(DONE);
}

async function callContact(context: PageContext): Promise<WebResponse> {
  const { request, site } = context;
  const agent = context.agent();
  const field = (name: string): string => request.form.get(name) ?? '';
  const contactId = field('pk_contacto');
  const contact = contactId === NOBODY ? null : site.world.contacts.get(Number(contactId));
  if (contact === undefined) return refused(context);
  const wanted = field('pk_campana');
  const campaignId =
    wanted !== '' ? Number(wanted) : contact && campaignOfLatestDisposition(site.world, agent, contact.id);
  const campaign = site.world.campaigns.get(campaignId ?? -1);
  if (!campaign) return refused(context);
  const clickType = field('click2call_type');
  if (clickType === 'preview' && !(contact && claimPreviewContact(site.world, agent, campaign, contact)))
    return refused(context);
  const phone = field('telefono') || contact?.phone;
  if (phone === undefined)
    throw new ServerCrash("AttributeError: 'NoneType' object has no attribute 'telefono'");
  const call = {
    agent,
    campaignId: campaign.id,
    campaignType: campaign.type,
    contact: contactId,
    phone,
    clickType,
  };
  await originateFailure(originateCampaign(site, call));
  return redirect(DONE);
}

async function callOutside({ request, site, agent }: PageContext): Promise<WebResponse> {
  const destination = request.form.get('destino') ?? '';
  const profile = agent();
  if (request.form.get('tipo_destino') === 'AGENT') {
    const other = site.world.agents.get(Number(destination));
    if (other) await originateFailure(originateInternal(site, profile, other));
  } else if (request.form.get('tipo_destino') === 'EXTERNAL')
    await originateFailure(originateOutside(site, profile, destination));
  return redirect(DONE);
}

export const webCallRoutes: readonly Route[] = [
  pageView({ name: 'agente_llamar_contacto', path: '/agente/llamar/', methods: { POST: callContact } }),
  pageView({
    name: 'agente_llamar_sin_campana',
    path: '/agente/llamar_sin_campana/',
    methods: { POST: callOutside },
  }),
];
