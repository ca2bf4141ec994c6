import { routine, type Context } from './context';

// Pre-dial handlers: they run on the agent's new channel, the only place where headers can be added to its INVITE.
// Spelling and sets are those of interface §3.5.

const header = (name: string, value: string): string => `Set(PJSIP_HEADER(add,${name})=${value})`;

/** A header that is only sent when its variable has a value. */
const optional = (name: string, variable: string): string[] => [
  `GotoIf($[\${LEN(\${${variable}})} = 0]?no-${name})`,
  header(name, `\${${variable}}`),
  `no-${name}: NoOp()`,
];

const BASE = [
  header('OMLCALLID', '${OMLCALLID}'),
  header('IDCliente', '${OMLCLIENT}'),
  header('IDCamp', '${OMLIDCAMP}'),
  header('OMLCAMPTYPE', '${OMLCAMPTYPE}'),
  header('OMLCALLTYPEIDTYPE', '${OMLCALLTYPE}'),
  header('OMLOUTNUM', '${OMLOUTNUM}'),
  header('OMLSURVEY', '${OMLSURVEY}'),
];
const FORCED = [...optional('FORCE_DISPOSITION', 'OMLFORCE'), ...optional('AUTO_UNPAUSE', 'OMLUNPAUSE')];
const RECORDING = header('Omlrecfilename', '${OMLRECFILENAME}'); // empty when the campaign doesn't record
const COMMON = 'Gosub(oml-agent-leg,s,1)';

export const HEADER_CONTEXTS: readonly Context[] = [
  routine('oml-agent-leg', [
    // Who this leg belongs to; inherited by the legs it creates, so that a consultation knows who asks.
    'Set(__OMLAGENT=${DB(AGENT_NAME/${DB(EXT_AGENT/${CHANNEL(endpoint)})})})',
    'Set(__DYNAMIC_FEATURES=oml-record-start#oml-record-stop)',
    'Return()',
  ]),
  routine('oml-head-click', [
    COMMON,
    ...BASE,
    header('Origin', '${OMLORIGIN}'),
    ...FORCED,
    RECORDING,
    'Return()',
  ]),
  routine('oml-head-inbound', [
    COMMON,
    ...BASE,
    header('Origin', 'IN'),
    header('OMLVIDEO', '${OMLVIDEO}'),
    ...optional('OMLDID', 'OMLDID'),
    ...optional('OMLINROUTENAME', 'OMLINROUTENAME'),
    ...optional('OMLCAMPNAME', 'OMLCAMPNAME'),
    ...FORCED,
    ...optional('AUTO_ATTEND_INBOUND', 'OMLATTENDIN'),
    ...optional('OMLCODCRM', 'OMLCODCRM'),
    ...optional('OML_RETRIEVE_CRM_DATA', 'OMLCRMDATA'),
    'Gosub(oml-head-crm,s,1)',
    RECORDING,
    'Return()',
  ]),
  routine('oml-head-dialer', [
    COMMON,
    ...BASE,
    header('Origin', 'DIALER-FORM'),
    header('OMLDIALERID', '${OMLDIALERID}'),
    ...FORCED,
    ...optional('AUTO_ATTEND_DIALER', 'OMLATTENDDIALER'),
    RECORDING,
    'Return()',
  ]),
  routine('oml-head-transfer', [
    COMMON,
    ...BASE,
    header('Origin', 'transfer'),
    header('Transfer', '${OMLTRANSFER}'),
    header('OMLFROMAGENT', '${OMLFROMAGENT}'),
    header('OMLCAMPRECFILENAME', '${OMLRECFILENAME}'),
    'Return()',
  ]),
  routine('oml-head-campaign-transfer', [
    COMMON,
    header('Origin', 'transfer'),
    header('Transfer', '3'),
    header('uidGrabacion', '${OMLRECFILENAME}'),
    header('OMLCALLID', '${OMLCALLID}'),
    header('IDCliente', '${OMLCLIENT}'),
    header('IDCamp', '${OMLIDCAMP}'),
    header('OMLOUTNUM', '${OMLOUTNUM}'),
    header('OMLCALLTYPEIDTYPE', '8'),
    header('OMLFROMAGENT', '${OMLOUTNUM}'), // the customer's number, in the real thing too
    header('OMLSURVEY', '${OMLSURVEY}'),
    ...FORCED,
    ...optional('AUTO_ATTEND_INBOUND', 'OMLATTENDIN'),
    'Return()',
  ]),
  routine('oml-head-agent-call', [
    COMMON,
    header('Origin', 'agentCall'),
    header('OMLFROMAGENT', '${OMLFROMAGENT}'),
    'Return()',
  ]),
  // CAMP/<id>/CRMHEADERS lists names; CAMP/<id>/CRM/<name> has each value.
  routine('oml-head-crm', [
    'Set(LOCAL(names)=${DB(CAMP/${OMLIDCAMP}/CRMHEADERS)})',
    'Set(LOCAL(left)=${FIELDQTY(names,-)})',
    'next: GotoIf($[${LEN(${names})} = 0 | ${left} = 0]?done)',
    'Set(LOCAL(name)=${CUT(names,-,${left})})',
    header('${name}', '${DB(CAMP/${OMLIDCAMP}/CRM/${name})}'),
    'Set(LOCAL(left)=${MATH(${left}-1,int)})',
    'Goto(next)',
    'done: Return()',
  ]),
];
