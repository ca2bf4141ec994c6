import type { Context } from './context';

export const INCOMING_CONTEXTS: readonly Context[] = [
  /** Calls of the outside world to one of the company's numbers. */
  {
    name: 'from-carrier',
    extensions: {
      '_X.': [
        'Set(campaign=${DB(DID/${EXTEN}/CAMP)})',
        'GotoIf($["${campaign}" = ""]?nobody)',
        'Answer()',
        'Set(__OMLCALLID=${UNIQUEID})',
        'Set(__OMLORIGIN=IN)',
        'Set(__OMLOUTNUM=${CALLERID(num)})',
        'Set(__OMLDID=${EXTEN})',
        'Set(__OMLINROUTENAME=${DB(DID/${EXTEN}/ROUTE)})',
        // -1 unless an identifier module knows the caller
        'Set(__OMLCLIENT=${IF($["${DB(CONTACT/${CALLERID(num)})}" = ""]?-1:${DB(CONTACT/${CALLERID(num)})})})',
        'Set(__OMLCAMPTYPE=3)',
        'Set(__OMLCALLTYPE=3)',
        'Gosub(oml-campaign,s,1(${campaign}))',
        'Gosub(oml-recording-name,s,1(inbound))',
        'Gosub(oml-record,s,1(${OMLRECFILENAME}))',
        'Gosub(oml-log,s,1(ENTERQUEUE,,${OMLOUTNUM}))',
        'Queue(${DB(CAMP/${campaign}/NAME)},tTCb(oml-head-inbound^s^1),,,${DB(CAMP/${campaign}/QUEUE_TIMEOUT)},,oml-answered-agent)',
        'Goto(oml-failover,s,1)',
        'nobody: Hangup(1)',
      ],
    },
  },
  /** A customer that the dialer has called and who has answered; the extension is the campaign id. */
  {
    name: 'oml-dialer',
    extensions: {
      '_X!': [
        'Set(__OMLCALLID=${UNIQUEID})',
        'Set(__OMLORIGIN=DIALER-FORM)',
        'Set(__OMLOUTNUM=${NUMBER})',
        'Set(__OMLCLIENT=${codCli})',
        'Set(__OMLDIALERID=${DIALERID})',
        'Set(__OMLCAMPTYPE=2)',
        'Set(__OMLCALLTYPE=2)',
        'Gosub(oml-campaign,s,1(${EXTEN}))',
        'Gosub(oml-recording-name,s,1(dialer))',
        'Gosub(oml-record,s,1(${OMLRECFILENAME}))',
        'Gosub(oml-log,s,1(ENTERQUEUE,,${OMLOUTNUM}))',
        'Queue(${DB(CAMP/${EXTEN}/NAME)},tTCb(oml-head-dialer^s^1),,,${DB(CAMP/${EXTEN}/QUEUE_TIMEOUT)},,oml-answered-agent)',
        'Goto(oml-failover,s,1)',
      ],
    },
  },
];
