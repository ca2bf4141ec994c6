import { routine, type Context } from './context';

/** Patterns of 1 to 4 digits after a prefix (interface A.2). */
function digits(prefix: string, steps: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries([1, 2, 3, 4].map((count) => [`_${prefix}${'X'.repeat(count)}`, steps]));
}

/** Where digits keyed after ## and *2 lead, before outside numbers. 8888 is not among them: it dials outside. */
export const TRANSFER_CONTEXTS: readonly Context[] = [
  {
    name: 'oml-internal',
    extensions: {
      ...digits('0000', ['Gosub(oml-to-agent,s,1(${EXTEN:4},1))']),
      ...digits('1111', ['Gosub(oml-to-agent,s,1(${EXTEN:4},2))']),
      ...digits('9999', ['Gosub(oml-to-campaign,s,1(${EXTEN:4}))']),
      '098*': ['Goto(oml-survey,s,1)'],
    },
  },
  /** ARG1 = agent id, ARG2 = 1 blind, 2 consultative. */
  routine('oml-to-agent', [
    'Set(__OMLTRANSFER=${ARG2})',
    // In a consultation this leg was made by the agent's leg and inherited its agent; in a blind transfer this is the
    // customer's leg, and the agent's is only known by name.
    'Set(LOCAL(from)=${CUT(BLINDTRANSFER,/,2)})',
    'Set(__OMLFROMAGENT=${OMLAGENT})',
    'ExecIf($["${ARG2}" = "1"]?Set(__OMLFROMAGENT=${DB(AGENT_NAME/${DB(EXT_AGENT/${CUT(from,-,1)})})}))',
    'Set(LOCAL(extension)=${DB(AGENT_EXT/${ARG1})})',
    'GotoIf($["${DB(AGENT_STATUS/${ARG1})}" != "READY" | "${extension}" = ""]?oml-sorry,s,1)',
    'Gosub(oml-log,s,1(${IF($[${ARG2} = 1]?BT-TRY:CT-TRY)},${ARG1},${OMLOUTNUM}))',
    'Dial(PJSIP/${extension},90,tTcm(ringback)b(oml-head-transfer^s^1)U(oml-answered-agent))',
    'Goto(oml-sorry,s,1)',
  ]),
  /** ARG1 = campaign id. */
  routine('oml-to-campaign', [
    'GotoIf($["${DB(CAMP/${ARG1}/NAME)}" = ""]?oml-sorry,s,1)',
    'StopMixMonitor()',
    'Gosub(oml-campaign,s,1(${ARG1}))',
    'Gosub(oml-recording-name,s,1(transfer))',
    'Gosub(oml-record,s,1(${OMLRECFILENAME}))',
    'Gosub(oml-log,s,1(ENTERQUEUE-TRANSFER,,${OMLOUTNUM}))',
    'Queue(${DB(CAMP/${ARG1}/NAME)},tTCb(oml-head-campaign-transfer^s^1),,,${DB(CAMP/${ARG1}/QUEUE_TIMEOUT)},,oml-answered-agent)',
    'Goto(oml-failover,s,1)',
  ]),
  /** Nobody took the customer in time. */
  routine('oml-failover', [
    'Gosub(oml-log,s,1(EXITWITHTIMEOUT,,${OMLOUTNUM}))',
    'Set(next=${DB(CAMP/${OMLIDCAMP}/FAILOVER)})',
    'GotoIf($["${next}" = ""]?oml-sorry,s,1)',
    'Goto(oml-dial-out,${next},1)',
  ]),
  /** The survey module: speaks 260 Hz for five seconds, so that a test hears where the customer is. */
  routine('oml-survey', [
    'GotoIf($["${OMLSURVEY}" = ""]?oml-sorry,s,1)',
    'Answer()',
    'UserEvent(OmlSurvey,Survey: ${OMLSURVEY},CallId: ${OMLCALLID})',
    'Playtones(260)',
    'Wait(5)',
    'Hangup()',
  ]),
];
