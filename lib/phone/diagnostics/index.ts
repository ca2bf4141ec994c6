/** The one file for support: every field is named here, so that what nobody named stays on the computer. */
import { scrubData, scrubText, type LogLine, type SelfTestResult } from '@/lib/diagnostics';
import type { ExportReply } from '@/lib/drafts';
import type { PhoneContext } from '../context';
import type { SipAddresses } from '../session/registration';
import { addressOnly, settingsOf } from './settings';
import { stateOf } from './state';

/** Reads as a new number whenever a field changes its meaning. */
const FORMAT = 1;

export interface Diagnostics {
  /** What the last self-test found. */
  tested(results: readonly SelfTestResult[]): void;
  export(): ExportReply;
}

export function createDiagnostics(phone: PhoneContext, addresses: () => SipAddresses | null): Diagnostics {
  let selfTest: { readonly at: string; readonly results: readonly SelfTestResult[] } | null = null;
  return {
    tested(results) {
      selfTest = { at: iso(phone.now()), results };
    },
    export() {
      const at = iso(phone.now());
      const sip = addresses();
      const known = addressesOf(phone, sip);
      const content = {
        format: FORMAT,
        exportedAt: at,
        versions: phone.ports.about,
        server: {
          origin: phone.settings.server,
          sipServers: (sip?.servers ?? []).map(addressOnly),
          sipDomain: sip?.domain ?? '',
          pbx: sip ? scrubText(sip.pbxName) : '',
        },
        settings: settingsOf(phone.settings),
        state: stateOf(phone.store.get(), known),
        selfTest,
        calls: phone.health.records().map((record) => ({ ...record, at: iso(record.at) })),
        log: phone.ports.log.lines().map((line) => lineOf(line, known)),
      };
      return {
        fileName: `phone-diagnostics-${at.slice(0, 16).replace(/[:T]/g, '-')}.json`,
        text: JSON.stringify(content, null, 2),
      };
    },
  };
}

const iso = (at: number): string => new Date(at).toISOString();

function lineOf({ at, level, area, what, data }: LogLine, known: ReadonlySet<string>) {
  return {
    at: iso(at),
    level,
    area,
    what: scrubText(what, known),
    ...(data ? { data: scrubData(data, known) } : {}),
  };
}

/** Server, PBX and the sites that the phone was switched on for. */
function addressesOf({ settings }: PhoneContext, sip: SipAddresses | null): ReadonlySet<string> {
  const known = new Set<string>(sip ? [sip.domain] : []);
  const urls = [settings.server, ...settings.sites.map(({ origin }) => origin), ...(sip?.servers ?? [])];
  for (const url of urls) {
    if (!URL.canParse(url)) continue;
    const { origin, host, hostname } = new URL(url);
    for (const form of [origin, host, hostname]) known.add(form);
  }
  known.delete('null'); // what a WebSocket's address has for an origin
  return known;
}
