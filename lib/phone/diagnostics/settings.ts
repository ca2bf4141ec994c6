/** Settings for support: what changes how the phone behaves, without what opens anything. */
import { maskNumber } from '@/lib/diagnostics';
import type { Settings } from '@/lib/settings/types';

export function settingsOf(settings: Settings) {
  const { devices } = settings;
  return {
    language: settings.language,
    tones: settings.tones,
    refererHost: settings.refererHost,
    instanceId: settings.instanceId,
    sipUrls: settings.sipUrls.map(addressOnly),
    iceServers: settings.iceServers.map(({ urls, credential }) => ({
      urls: /^(?:stun|turns?):[\w.:[\]-]+(?:\?transport=(?:udp|tcp))?$/.exec(urls)?.[0] ?? '…',
      withCredential: credential !== undefined,
    })),
    testNumber: settings.testNumber === '' ? '' : maskNumber(settings.testNumber),
    devices: {
      // Their ids mean nothing elsewhere.
      microphone: devices.microphoneId === '' ? 'default' : 'chosen',
      speaker: devices.speakerId === '' ? 'default' : 'chosen',
      ring: devices.ringId === '' ? 'default' : 'chosen',
      volume: devices.volume,
      ringVolume: devices.ringVolume,
    },
    sites: settings.sites.map((site) => ({
      origin: site.origin,
      country: site.country,
      detection: site.detection,
      prefix: site.prefix,
      campaignId: site.campaignId,
      externalSystemId: site.externalSystemId,
      // Templates may hold a key of the CRM.
      opensPage: site.screenPopUrl !== '',
    })),
  };
}

/** An address may carry a user and a key in its query. */
export function addressOnly(url: string): string {
  if (!URL.canParse(url)) return '…';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}/`;
}
