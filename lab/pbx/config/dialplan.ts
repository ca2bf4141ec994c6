import { extensionLines, type Context } from './context';
import { HEADER_CONTEXTS } from './dialplan-headers';
import { INCOMING_CONTEXTS } from './dialplan-incoming';
import { OUTGOING_CONTEXTS } from './dialplan-outgoing';
import { RECORDING_CONTEXTS } from './dialplan-recording';
import { TRANSFER_CONTEXTS } from './dialplan-transfers';
import { SHARED_CONTEXTS } from './dialplan-shared';

const ALL: readonly Context[] = [
  ...OUTGOING_CONTEXTS,
  ...TRANSFER_CONTEXTS,
  ...INCOMING_CONTEXTS,
  ...HEADER_CONTEXTS,
  ...RECORDING_CONTEXTS,
  ...SHARED_CONTEXTS,
];

/** extensions.conf: the behaviour of interface appendix A. */
export function extensionsConf(): string {
  return [
    '[general]',
    'static = yes',
    'writeprotect = yes',
    '[globals]',
    'TRANSFER_CONTEXT = from-oml', // where digits keyed after ## and *2 are looked up
    '',
    ...ALL.map(extensionLines),
  ].join('\n');
}
