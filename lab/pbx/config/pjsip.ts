import { createHmac } from 'node:crypto';
import { LOOPBACK } from '@/lab/ports';
import { render, section, type Section } from './ini';
import type { AsteriskSettings } from './settings';

// Extensions are 1000 + user id; this many users can be made while a lab runs.
const FIRST_EXTENSION = 1001;
const LAST_EXTENSION = 1060;
const COMPANY_NUMBER = '5550000'; // what the world sees when the company calls

/** pjsip.conf: the agents as interface A.6 has them, and the carrier. */
export function pjsipConf(s: AsteriskSettings): string {
  const sections: Section[] = [
    section('global', { type: 'global', user_agent: 'lab-pbx', endpoint_identifier_order: 'ip,username' }),
    section('udp', { type: 'transport', protocol: 'udp', bind: `${LOOPBACK}:${s.ports.sip}` }),
    ...carrier(s.carrierPort),
  ];
  if (s.core) sections.push(section('ws', { type: 'transport', protocol: 'ws', bind: LOOPBACK }));
  for (let extension = FIRST_EXTENSION; extension <= LAST_EXTENSION; extension += 1) {
    sections.push(...agent(s, extension));
  }
  return render(sections);
}

/** Digest password of an extension when there is no edge to check ephemeral ones. */
export function corePassword(secret: string, extension: number): string {
  return createHmac('sha1', secret).update(String(extension)).digest('hex');
}

const CODECS = 'alaw,ulaw,opus'; // one codec on all legs of a call: see ami-gate.ts

const MEDIA = {
  disallow: 'all',
  direct_media: 'no',
  media_address: LOOPBACK,
  bind_rtp_to_media_address: 'yes',
  rtp_symmetric: 'yes',
  force_rport: 'yes',
  rewrite_contact: 'no',
};

function agent(s: AsteriskSettings, extension: number): Section[] {
  const member = s.world.agents.find((one) => one.extension === extension)?.memberName ?? `lab_${extension}`;
  const common = {
    type: 'endpoint',
    context: 'from-oml',
    aors: extension,
    callerid: `"${member}" <${extension}>`,
    moh_suggest: 'default',
    send_pai: 'yes',
    send_rpid: 'yes',
    trust_id_outbound: 'yes', // without it no identity goes out and consultations can't be followed
    rtp_timeout: 30, // s; A.5
    rtp_timeout_hold: 360, // s; A.5
  };
  const aor = section(String(extension), { type: 'aor', max_contacts: 1, remove_existing: 'yes' });
  if (!s.core) {
    return [section(String(extension), { ...common, ...MEDIA, allow: CODECS }), aor];
  }
  return [
    section(String(extension), {
      ...common,
      ...MEDIA,
      allow: CODECS,
      webrtc: 'yes',
      dtls_auto_generate_cert: 'yes',
      rewrite_contact: 'yes',
      auth: `auth-${extension}`,
    }),
    section(`auth-${extension}`, {
      type: 'auth',
      auth_type: 'userpass',
      username: extension,
      password: corePassword(s.secret, extension),
    }),
    aor,
  ];
}

function carrier(port: number): Section[] {
  return [
    section('carrier', {
      type: 'endpoint',
      context: 'from-carrier',
      transport: 'udp',
      aors: 'carrier',
      from_user: COMPANY_NUMBER,
      ...MEDIA,
      allow: 'alaw',
      dtmf_mode: 'rfc4733',
    }),
    section('carrier', { type: 'aor', contact: `sip:${LOOPBACK}:${port}` }),
    section('carrier', { type: 'identify', endpoint: 'carrier', match: `${LOOPBACK}:${port}` }),
  ];
}
