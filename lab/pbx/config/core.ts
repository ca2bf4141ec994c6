import { networkInterfaces } from 'node:os';
import { LOOPBACK } from '@/lab/ports';
import { render, section } from './ini';
import type { AsteriskSettings } from './settings';

/** asterisk.conf, logging, manager, HTTP and RTP: everything but calls. */
export function coreFiles(s: AsteriskSettings): Record<string, string> {
  const { dir, ports } = s;
  const directories = {
    astetcdir: `${dir}/etc`,
    astmoddir: s.moduleDir,
    astvarlibdir: `${dir}/lib`,
    astdbdir: `${dir}/lib`,
    astkeydir: `${dir}/lib`,
    astdatadir: `${dir}/lib`,
    astagidir: `${dir}/lib/agi-bin`,
    astspooldir: `${dir}/spool`,
    astrundir: `${dir}/run`,
    astlogdir: `${dir}/log`,
    astcachedir: `${dir}/cache`,
  };
  return {
    'asterisk.conf': render([
      section('directories', directories),
      section('options', { verbose: 3, transmit_silence: 'yes', hideconnect: 'yes', dontwarn: 'yes' }),
    ]),
    'logger.conf': render([
      section('general', { dateformat: '%F %T.%3q' }),
      section('logfiles', { full: 'notice,warning,error,verbose,dtmf' }),
    ]),
    'manager.conf': render([
      section('general', { enabled: 'yes', port: ports.ami, bindaddr: LOOPBACK, webenabled: 'no' }),
      section(s.ami.username, {
        secret: s.ami.secret,
        deny: '0.0.0.0/0.0.0.0',
        permit: `${LOOPBACK}/255.255.255.255`,
        read: 'all',
        write: 'all',
        writetimeout: 5000,
      }),
    ]),
    'http.conf': render([
      section('general', {
        servername: 'lab',
        enabled: s.core ? 'yes' : 'no',
        bindaddr: LOOPBACK,
        bindport: ports.coreWs,
      }),
    ]),
    'rtp.conf': render([
      section('general', {
        rtpstart: ports.rtp.min,
        rtpend: ports.rtp.max,
        icesupport: s.core ? 'yes' : 'no',
        strictrtp: 'yes',
      }),
      section('ice_host_candidates', hostCandidates()),
    ]),
  };
}

/** RTP is bound to the loopback address, yet Asterisk would offer the machine's own addresses as candidates. */
function hostCandidates(): Record<string, string> {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const own = addresses.filter((one) => one.family === 'IPv4' && !one.internal);
  return Object.fromEntries(own.map((one) => [one.address, LOOPBACK]));
}
