/** Contacts, dispositions, HTML forms, callbacks, management forms, preview and recording notes. */
import type { Route } from '@/lab/omnileads/http';
import { dispositionsOf, type Agent, type World } from '@/lab/omnileads/store';

import { agendaListRoute } from './agenda-list';
import { agendaRoutes } from './agenda-view';
import { dispositionRoutes } from './disposition-view';
import { managementRoutes } from './management-view';
import { noteRoutes } from './notes';
import { contactPageRoutes } from './pages/contacts';
import { identifyRoutes } from './pages/identify';
import { reportRoutes } from './pages/reports';
import { previewRoutes } from './preview';
import { chatModuleRoutes } from './rest/chat-module';
import { contactRestRoutes } from './rest/contacts';
import { dispositionRestRoutes } from './rest/disposition';
import { optionRoutes } from './rest/options';

export { createFormsControl, type ContactRecord, type FormsControl, type OthersDisposition } from './control';
export { claimPreviewContact } from './preview';

/** Campaign of the agent's latest disposition of a contact, for a web call without a campaign; null when there is none. */
export const campaignOfLatestDisposition = (world: World, agent: Agent, contactId: number): number | null =>
  world.forms.dispositionHistory.findLast((one) => one.agentId === agent.id && one.contactId === contactId)
    ?.campaignId ??
  dispositionsOf(world, agent.id).findLast((one) => one.contactId === contactId)?.campaignId ??
  null;

/** Tried before the routes of the rest of the site, in this order. */
export const formsRoutes: readonly Route[] = [
  ...dispositionRestRoutes,
  ...contactRestRoutes,
  ...optionRoutes,
  ...dispositionRoutes,
  ...managementRoutes,
  agendaListRoute,
  ...agendaRoutes,
  ...previewRoutes,
  ...noteRoutes,
  ...contactPageRoutes,
  ...identifyRoutes,
  ...reportRoutes,
  ...chatModuleRoutes,
];
