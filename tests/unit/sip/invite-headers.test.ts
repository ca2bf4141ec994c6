import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInviteHeaders, type HeaderPair } from '@/lib/sip';
import { userOf } from '@/lib/sip/invite-headers';

const INBOUND: HeaderPair[] = [
  ['Origin', 'IN'],
  ['IDCamp', '3'],
  ['OMLCAMPTYPE', '3'],
  ['OMLOUTNUM', '3515551234'],
  ['OMLCALLID', '1767225600.42'],
  ['OMLCALLTYPEIDTYPE', '3'],
  ['IDCliente', '-1'],
  ['OMLSURVEY', ''],
  ['Omlrecfilename', ''],
  ['FORCE_DISPOSITION', 'True'],
  ['AUTO_UNPAUSE', '30'],
  ['AUTO_ATTEND_INBOUND', 'True'],
  ['AUTO_ATTEND_DIALER', 'False'],
  ['OMLCAMPNAME', 'Ventas entrantes'],
  ['OMLCRM_cliente_vip', '1'],
  ['OML_RETRIEVE_CRM_DATA', '{"nombre":"Ana"}'],
  ['From', '"0351 555 1234" <sip:03515551234@pbx>;tag=x'],
];

describe('the headers of an INVITE', () => {
  it('tell an inbound campaign call', () => {
    expect(readInviteHeaders(INBOUND)).toMatchObject({
      origin: 'inbound',
      transfer: 'none',
      campaignId: '3',
      campaignType: '3',
      campaignName: 'Ventas entrantes',
      phone: '3515551234',
      callId: '1767225600.42',
      contactId: '-1',
      callType: '3',
      recordingFile: '',
      surveyId: null,
      forceDisposition: true,
      autoUnpauseS: 30,
      autoAttend: true,
      crmContactData: '{"nombre":"Ana"}',
      remoteNumber: '03515551234',
    });
  });

  it('become the call data of the disposition form, raw and under the form’s own keys', () => {
    expect(readInviteHeaders(INBOUND).callData).toEqual({
      id_campana: '3',
      campana_type: '3',
      telefono: '3515551234',
      call_id: '1767225600.42',
      call_type: '3',
      id_contacto: '-1',
      rec_filename: '',
      call_wait_duration: '',
      force_disposition: 'True',
      auto_unpause: '30',
      auto_attend: 'True',
      Omlcampname: 'Ventas entrantes',
      CRM_contact_data: '{"nombre":"Ana"}',
      'Omlcrm-Cliente-Vip': '1',
    });
  });

  it.each([
    ['CLICK2CALL', 'click2call'],
    ['CLICK2CALLPREVIEW', 'preview'],
    ['DIALER-FORM', 'dialer'],
    ['withoutCamp', 'withoutCampaign'],
    ['agentCall', 'agent'],
    ['transfer', 'transfer'],
    ['INBOUND', 'inbound'],
    ['MANUAL', 'click2call'],
    ['OUTCAMPAIGN', 'withoutCampaign'],
    ['AGENT', 'agent'],
    ['', 'unknown'],
    ['nonsense', 'unknown'],
  ])('with Origin "%s" mean a call of kind %s', (origin, kind) => {
    expect(readInviteHeaders([['Origin', origin]]).origin).toBe(kind);
  });

  it('of the later release are read too', () => {
    const details = readInviteHeaders([
      ['X-Oml-Campid', '9'],
      ['X-Oml-Phonenumber', '555'],
      ['X-Oml-Callid', 'abc'],
      ['X-Oml-Calltype', '1'],
      ['X-Oml-Customerid', '77'],
    ]);
    expect(details).toMatchObject({
      campaignId: '9',
      phone: '555',
      callId: 'abc',
      callType: '1',
      contactId: '77',
    });
    expect(details.callData).toMatchObject({
      id_campana: '9',
      telefono: '555',
      call_id: 'abc',
      id_contacto: '77',
    });
  });

  it('may be written in any case and with _ or -, and the first of two wins', () => {
    const details = readInviteHeaders([
      ['force-disposition', 'False'],
      ['FORCE_DISPOSITION', 'True'],
      ['oMlOuTnUm', '1'],
      ['OMLOUTNUM', '2'],
    ]);
    expect(details.forceDisposition).toBe(false);
    expect(details.phone).toBe('1');
  });

  it('that are absent are null, those that are empty are empty', () => {
    const absent = readInviteHeaders([]);
    expect(absent).toMatchObject({
      campaignId: null,
      recordingFile: null,
      callType: null,
      forceDisposition: null,
      autoAttend: null,
      callId: '',
    });
    expect(readInviteHeaders([['Omlrecfilename', '']]).recordingFile).toBe('');
  });

  it('of auto-attend count only for the matching origin', () => {
    expect(
      readInviteHeaders([
        ['Origin', 'DIALER-FORM'],
        ['AUTO_ATTEND_INBOUND', 'True'],
      ]).autoAttend,
    ).toBeNull();
    expect(
      readInviteHeaders([
        ['Origin', 'DIALER-FORM'],
        ['AUTO_ATTEND_DIALER', 'true'],
      ]).autoAttend,
    ).toBe(false);
  });

  it('give the user of an address whole, colon and escapes included', () => {
    expect(userOf('"A <b>" <sip:1767225600:1005@h>')).toBe('1767225600:1005');
    expect(userOf('sip:%2B54351@h;user=phone')).toBe('+54351');
    expect(userOf('<tel:+54351;phone-context=x>')).toBe('+54351');
    expect(userOf('<sip:100%@h>')).toBe('100%');
    expect(userOf('nothing')).toBe('');
  });

  const anyValue = fc.string({
    unit: fc.constantFrom(
      '\0',
      '\r',
      '\n',
      '\t',
      '"',
      '<',
      '>',
      '@',
      ':',
      ';',
      '%',
      '%zz',
      'sip:',
      'tel:',
      'é',
      '💥',
      '\ud800',
      '_',
      '1',
    ),
  });
  const anyName = fc.oneof(
    fc.string(),
    fc.constantFrom(...INBOUND.map(([name]) => name), 'OMLCRM_x', '__proto__', 'constructor'),
  );
  it('never throw, and every value that is told was sent', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyName, anyValue)), (pairs) => {
        const details = readInviteHeaders(pairs);
        const sent = new Set(['', ...pairs.map(([, value]) => value.trim())]);
        return (
          'id_campana' in details.callData &&
          Object.values(details.callData).every((value) => sent.has(value))
        );
      }),
    );
  });
});
