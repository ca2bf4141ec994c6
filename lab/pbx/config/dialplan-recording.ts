import { routine, type Context } from './context';

// One folder per day, as the real thing has; MixMonitor makes it.
const DAY = '${STRFTIME(${EPOCH},,%Y-%m-%d)}';

export const RECORDING_CONTEXTS: readonly Context[] = [
  /** ARG1 = call kind. Sets OMLRECFILENAME: empty unless the campaign records. */
  routine('oml-recording-name', [
    'Set(__OMLRECFILENAME=)',
    'GotoIf($["${DB(CAMP/${OMLIDCAMP}/RECORD)}" != "1"]?done)',
    'Set(__OMLRECFILENAME=${ARG1}-${OMLIDCAMP}-${FILTER(0-9,${OMLOUTNUM})}-${OMLCALLID})',
    'done: Return()',
  ]),
  /** ARG1 = base name; nothing when empty. */
  routine('oml-record', [`ExecIf($["\${ARG1}" != ""]?MixMonitor(${DAY}/\${ARG1}.wav))`, 'Return()']),
  /** *4 on an agent's leg. A campaign that records is left alone. */
  routine('oml-record-start', [
    'GotoIf($["${OMLRECFILENAME}${OMLONDEMAND}" != ""]?done)',
    'Set(OMLONDEMAND=ondemand-${OMLIDCAMP}-${FILTER(0-9,${OMLOUTNUM})}-${OMLCALLID}-${EPOCH})',
    `MixMonitor(${DAY}/\${OMLONDEMAND}.wav,b)`, // b: only what is heard while bridged
    'UserEvent(OmlOnDemand,CallId: ${OMLCALLID},File: ${OMLONDEMAND},State: started)',
    'done: Return()',
  ]),
  /** *5 */
  routine('oml-record-stop', [
    'GotoIf($["${OMLONDEMAND}" = ""]?done)',
    'StopMixMonitor()',
    'UserEvent(OmlOnDemand,CallId: ${OMLCALLID},File: ${OMLONDEMAND},State: stopped)',
    'Set(OMLONDEMAND=)',
    'done: Return()',
  ]),
];
