import { routine, type Context } from './context';

// AMI's Originate makes a Local channel with two halves. Its second half (;2) runs click2call and rings the agent; once
// the agent has answered, the first half (;1) runs from-oml, oml-dial-out or oml-dial-internal.
const OTHER_HALF_1 = '${CHANNEL(name):0:-1}1';

export const OUTGOING_CONTEXTS: readonly Context[] = [
  {
    name: 'click2call',
    extensions: {
      _XXXX: [
        'Set(__OMLCALLID=${UNIQUEID})',
        // The caller id is no number when several numbers are joined by "_", and for calls to AGENT.
        'Set(__OMLOUTNUM=${CALLERID(num)})',
        'ExecIf($["${OMLOUTNUM}" = "" & "${origin}" != "withoutCamp"]?Set(__OMLOUTNUM=${CALLERID(name)}))',
        'Set(__OMLCLIENT=${codCli})',
        'Set(__OMLCAMPTYPE=${IF($["${origin}" = "withoutCamp"]?0:${Tipocamp})})',
        'Set(__OMLCALLTYPE=${IF($["${origin}" = "preview"]?4:1)})',
        'Set(__OMLORIGIN=${IF($["${origin}" = "preview"]?CLICK2CALLPREVIEW:CLICK2CALL)})',
        'ExecIf($["${origin}" = "withoutCamp"]?Set(__OMLORIGIN=withoutCamp))',
        'Set(__FTSAGENTE=${FTSAGENTE})',
        'Gosub(oml-campaign,s,1(${IF($["${origin}" = "withoutCamp"]?0:${IdCamp})}))',
        'Gosub(oml-recording-name,s,1(${IF($["${origin}" = "preview"]?preview:manual)}))',
        `Set(SHARED(OMLCALLID,${OTHER_HALF_1})=\${OMLCALLID})`,
        `Set(SHARED(OMLORIGIN,${OTHER_HALF_1})=\${OMLORIGIN})`,
        `Set(SHARED(OMLRECFILENAME,${OTHER_HALF_1})=\${OMLRECFILENAME})`,
        `Set(SHARED(OMLOUTNUM,${OTHER_HALF_1})=\${OMLOUTNUM})`,
        'Dial(PJSIP/${EXTEN},15,tTcb(oml-head-click^s^1)U(oml-answered-click))',
        'Hangup()',
      ],
    },
  },
  { name: 'from-oml', includes: ['oml-internal', 'oml-dial-internal', 'oml-dial-out'] },
  /** What click2call decided, fetched by the other half. */
  routine('oml-adopt', [
    'GotoIf($["${SHARED(OMLCALLID)}" = ""]?done)',
    'Set(__OMLCALLID=${SHARED(OMLCALLID)})',
    'Set(__OMLORIGIN=${SHARED(OMLORIGIN)})',
    'Set(__OMLRECFILENAME=${SHARED(OMLRECFILENAME)})',
    'Set(__OMLOUTNUM=${SHARED(OMLOUTNUM)})',
    'Set(__OMLIDCAMP=${IF($["${OMLORIGIN}" = "withoutCamp"]?0:${IdCamp})})',
    'done: Return()',
  ]),
  {
    name: 'oml-dial-out',
    extensions: {
      '_X.': [
        'Gosub(oml-adopt,s,1)',
        // Only a call that OMniLeads or an agent's transfer started may leave the house.
        'GotoIf($["${OMLORIGIN}${OMLAGENT}${BLINDTRANSFER}" = ""]?oml-sorry,s,1)',
        'Set(number=${FILTER(0-9_,${EXTEN})})', // "_" joins the numbers of a multi-number call
        'GotoIf($["${DB(BLACKLIST/${number})}" != ""]?oml-sorry,s,1)',
        'Set(agent=${IF($["${origin}" = ""]?:${CUT(FTSAGENTE,_,1)})})', // empty in transfers
        'Gosub(oml-presence,s,1(${agent},DIALING))',
        'Gosub(oml-log,s,1(DIAL,${agent},${number}))',
        'Dial(PJSIP/${STRREPLACE(number,_,@carrier&PJSIP/)}@carrier,60,U(oml-answered-customer^${agent}))',
        'Gosub(oml-log,s,1(${DIALSTATUS},${agent},${number}))',
        'GotoIf($["${DIALSTATUS}" = "NOANSWER"]?end)',
        'ExecIf($["${DIALSTATUS}" = "BUSY"]?Busy(3))',
        'Congestion(3)',
        'end: Hangup()',
      ],
    },
  },
  /** On the customer's leg; ARG1 = agent id when this is the agent's own call, empty in transfers. */
  routine('oml-answered-customer', [
    'GotoIf($["${ARG1}" = ""]?consult)',
    'Gosub(oml-presence,s,1(${ARG1},ONCALL))',
    'Gosub(oml-log,s,1(ANSWER,${ARG1},${CUT(DIALEDPEERNUMBER,@,1)}))',
    'Gosub(oml-record,s,1(${OMLRECFILENAME}))',
    'GotoIf($["${CUT(OMLOUTNUM,_,2)}" = ""]?done)',
    'UserEvent(OmlMultinumber,Agent: ${ARG1},Phone: ${CUT(DIALEDPEERNUMBER,@,1)})',
    'Return()',
    // a consultation is recorded on its own
    'consult: ExecIf($["${OMLRECFILENAME}" != ""]?Gosub(oml-record,s,1(consult-${UNIQUEID}-${OMLRECFILENAME})))',
    'done: Return()',
  ]),
  {
    name: 'oml-dial-internal',
    extensions: {
      AGENT: [
        'Gosub(oml-adopt,s,1)',
        'Set(__OMLFROMAGENT=${FTSAGENTE})',
        'Set(agent=${CUT(FTSAGENTE,_,1)})',
        'Set(extension=${DB(AGENT_EXT/${agent2Call})})',
        'GotoIf($["${DB(AGENT_STATUS/${agent2Call})}" != "READY" | "${extension}" = ""]?oml-sorry,s,1)',
        'Gosub(oml-presence,s,1(${agent},DIALING))',
        'Dial(PJSIP/${extension},45,tTcm(ringback)b(oml-head-agent-call^s^1)U(oml-answered-colleague^${agent}))',
        'ExecIf($["${DIALSTATUS}" = "BUSY"]?Busy(3))',
        'Hangup()',
      ],
    },
  },
  routine('oml-answered-colleague', [
    'Gosub(oml-presence,s,1(${ARG1},ONCALL))',
    'Gosub(oml-answered-agent,s,1)',
    'Return()',
  ]),
];
