import { routine, type Context } from './context';

const AGENT_OF_THIS_LEG = '${DB(EXT_AGENT/${CHANNEL(endpoint)})}';

export const SHARED_CONTEXTS: readonly Context[] = [
  /** ARG1 = campaign id, 0 = none: what the campaign is set to, inherited by every leg of the call. */
  routine('oml-campaign', [
    'Set(__OMLIDCAMP=${ARG1})',
    'Set(__OMLCAMPNAME=${DB(CAMP/${ARG1}/LABEL)})',
    'Set(__OMLSURVEY=${DB(CAMP/${ARG1}/SURVEY)})',
    'Set(__OMLFORCE=${DB(CAMP/${ARG1}/FORCE)})',
    'Set(__OMLUNPAUSE=${DB(CAMP/${ARG1}/UNPAUSE)})',
    'Set(__OMLATTENDIN=${DB(CAMP/${ARG1}/ATTEND_IN)})',
    'Set(__OMLATTENDDIALER=${DB(CAMP/${ARG1}/ATTEND_DIALER)})',
    'Set(__OMLVIDEO=${DB(CAMP/${ARG1}/VIDEO)})',
    'Set(__OMLCODCRM=${DB(CAMP/${ARG1}/CODCRM)})',
    'Set(__OMLCRMDATA=${DB(CAMP/${ARG1}/CRMDATA)})',
    'Return()',
  ]),
  /** ARG1 = agent id, ARG2 = status: kept for the READY check and told to the OMniLeads server. */
  routine('oml-presence', [
    'GotoIf($["${ARG1}" = ""]?done)',
    'Set(DB(AGENT_STATUS/${ARG1})=${ARG2})',
    'UserEvent(OmlPresence,Agent: ${ARG1},Status: ${ARG2})',
    'done: Return()',
  ]),
  /** ARG1 = event of interface A.7, ARG2 = agent id, ARG3 = number. */
  routine('oml-log', [
    'UserEvent(OmlCallLog,CallEvent: ${ARG1},Agent: ${ARG2},Number: ${ARG3},CallId: ${OMLCALLID},Campaign: ${OMLIDCAMP})',
    'Return()',
  ]),
  /** On an agent's leg that was rung for a click-to-call: a paused agent is un-paused by answering. */
  routine('oml-answered-click', [
    `Set(LOCAL(agent)=${AGENT_OF_THIS_LEG})`,
    'Set(LOCAL(status)=${DB(AGENT_STATUS/${agent})})',
    'GotoIf($["${status:0:6}" != "PAUSE-"]?done)',
    'UnpauseQueueMember(,PJSIP/${CHANNEL(endpoint)})',
    'QueueLog(NONE,${UNIQUEID},${agent},UNPAUSEALL,)',
    'done: Return()',
  ]),
  routine('oml-answered-agent', [
    `Gosub(oml-presence,s,1(${AGENT_OF_THIS_LEG},ONCALL))`,
    `Gosub(oml-log,s,1(CONNECT,${AGENT_OF_THIS_LEG},\${OMLOUTNUM}))`,
    'Return()',
  ]),
  /** "Please try again", busy tone, end: heard by whoever waits on this channel. */
  routine('oml-sorry', ['Playback(please-try-again)', 'Playtones(busy)', 'Wait(3)', 'Hangup()']),
];
