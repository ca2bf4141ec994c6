/** The worker as the phone's desk, and its words. */
import { askHost } from '@/lib/bridge';
import { displayName, fromAgent } from '@/lib/call';
import type { Texts } from '@/lib/i18n';
import type { Host } from '@/lib/omnileads';
import type { DeskPort, DeskTexts } from '@/lib/phone/ports';
import { openCrm } from './crm';

export function createDeskPort(): DeskPort {
  return {
    settings: () => askHost({ type: 'settings.get' }),
    saveSettings: (patch) => askHost({ type: 'settings.set', patch }),
    badge: async (text, tone) => void (await askHost({ type: 'badge', text, tone })),
    notify: async (notification) => void (await askHost({ type: 'notify', ...notification })),
    clearNotification: async (id) => void (await askHost({ type: 'notify.clear', id })),
    openCrm,
    reloadForUpdate: async () => void (await askHost({ type: 'reloadForUpdate' })),
  };
}

export const omnileadsHost: Host = {
  refererRule: async (server, refererHost) =>
    void (await askHost({ type: 'rules.referer', server, refererHost })),
  socketRule: (server) => askHost({ type: 'rules.socket', server }),
  cookieFingerprint: (server) => askHost({ type: 'cookie.fingerprint', server }),
};

export function deskTexts(texts: Texts): DeskTexts {
  return {
    incoming: (details) => ({
      title: texts.t('say.incoming', { who: displayName(details) }),
      body: [details.campaignName, details.transfer === 'none' ? '' : fromAgent(details).name, details.phone]
        .filter(Boolean)
        .join(' · '),
      answer: texts.t('call.answer'),
      reject: texts.t('call.reject'),
    }),
    supervisorMessage: (supervisor, text) => ({
      title: texts.t('notice.supervisorMessage', { supervisor }),
      body: text,
    }),
    callbackDue: ({ at, phone, reason }) => ({
      title: texts.t('notice.callbackDue'),
      body: [texts.time(at), phone, reason].filter(Boolean).join(' · '),
      call: texts.t('idle.callBack'),
    }),
  };
}
