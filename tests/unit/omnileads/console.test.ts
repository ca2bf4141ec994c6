import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhoneError } from '@/lib/diagnostics';
import { parseConsole } from '@/lib/omnileads/console';
import { sipCredentials } from '@/lib/omnileads/credentials';
import { consoleHtml, NOW } from './fake';

/** Shaped like the product's page: typed and untyped inputs, selects, a JSON script (interface §2.2, session.md §2). */
const PAGE = `<!doctype html><html><body>
<input type="hidden" id="idagt" value="1"><input type="hidden" id="user" value="ag1"><input type="hidden" id="user" value="ag1">
<input type="hidden" id="sipExt" value="1795447473:1003"><input type="hidden" id="sipSec" value="H/0jBZNR5v/J992o75KxD0XeNI4=">
<input id="kamailiohost" value="pbx.example"><input id="nginxhost" value="oml.example"><input id="externalport" value="443">
<input type="hidden" id="max_session_age" value="3600"><input type="hidden" id="auto_attend_IN" value="True">
<input type="hidden" id="auto_attend_DIALER" value="False"><input type="hidden" id="auto_unpause" value="15">
<input type="hidden" id="obligar-calificacion" value="True"><input type="hidden" id="call_off_camp" value="True">
<input type="hidden" id="call_another_agent" value="False"><input type="hidden" id="on_hold" value="True">
<input type="hidden" id="video_domain" value="meet.example"><input type="hidden" id="asterisk_tm" value="Asterisk">
<script id="agendas_dates_json" type="application/json">["2026-11-23T11:59:00-03:00"]</script>
<select id="pauseType"><option value="1,break,0">break</option><option value="2,coffee, tea, water,600">coffee</option>
  <option value="OW,On-WhatsApp,0">On-WhatsApp</option><option value="">-</option></select>
<select id="cmpList"><option value="1" campana_type="1">manual_01</option><option value="3" campana_type="3"> entrante_01 </option>
  <option value="9" campana_type="7">other</option><option value="">-</option></select>
<select id="agente_off_camp"><option value="2">Beto Núñez</option><option value="">-</option></select>
<select id="lista_rapida_off_camp"><option value="5551234">Lista A: Recepcion</option></select>
<select id="quickNumToTransfer"><option value="5551234">Lista A: Recepcion</option><option value="">-</option></select>
</body></html>`;

/** 'read', 'refused' by a PhoneError, or whatever else escaped. */
function outcomeOf(act: () => unknown): unknown {
  try {
    act();
    return 'read';
  } catch (thrown) {
    return thrown instanceof PhoneError ? 'refused' : thrown;
  }
}

describe('the console page', () => {
  it('is read whole', () => {
    expect(parseConsole(PAGE, 'oml.example')).toEqual({
      agentId: '1',
      userName: 'ag1',
      sipUser: '1795447473:1003',
      sipPassword: 'H/0jBZNR5v/J992o75KxD0XeNI4=',
      sipDomain: 'pbx.example',
      wsHost: 'oml.example',
      externalPort: '443',
      maxSessionAgeS: 3600,
      flags: {
        autoAttendInbound: true,
        autoAttendDialer: false,
        autoUnpauseS: 15,
        callOutsideCampaigns: true,
        callAnotherAgent: false,
        hold: true,
        forceDisposition: true,
      },
      pauses: [
        { id: '1', name: 'break', maxS: 0 },
        { id: '2', name: 'coffee, tea, water', maxS: 600 },
        { id: 'OW', name: 'On-WhatsApp', maxS: 0 },
      ],
      campaigns: [
        { id: '1', name: 'manual_01', type: '1' },
        { id: '3', name: 'entrante_01', type: '3' },
      ],
      agents: [{ id: '2', name: 'Beto Núñez' }],
      quickContacts: [{ number: '5551234', name: 'Lista A: Recepcion' }],
      quickTransfers: [{ number: '5551234', name: 'Lista A: Recepcion' }],
      callbackTimes: ['2026-11-23T11:59:00-03:00'],
      videoDomain: 'meet.example',
      pbxName: 'Asterisk',
    });
  });

  it('does without everything but the agent and its SIP pair', () => {
    const console = parseConsole(
      '<input id="idagt" value="7"><input id="sipExt" value="1:1009"><input id="sipSec" value="x=">',
      'fallback.example',
    );
    expect(console).toMatchObject({
      sipDomain: 'fallback.example',
      wsHost: 'fallback.example',
      maxSessionAgeS: 600,
      pauses: [],
    });
    expect(console.flags.callOutsideCampaigns).toBe(false);
  });

  it.each(['idagt', 'sipExt', 'sipSec'])('is none without #%s', (id) => {
    expect(() => parseConsole(consoleHtml({ [id]: '' }), 'x')).toThrow(
      expect.objectContaining({ code: 'notOmnileads' }) as Error,
    );
  });

  it.each([
    ['[]', []],
    ['"[\\"2026-11-23T11:59:00-03:00\\"]"', ['2026-11-23T11:59:00-03:00']],
    ['["not a date"]', []],
    ['{"a": 1}', []],
    ['broken', []],
  ])('reads the callbacks %s as %j', (json, times) => {
    const page = consoleHtml({ agendas_dates_json: json.replaceAll('"', '&quot;') });
    expect(parseConsole(page, 'x').callbackTimes).toEqual(times);
  });

  it('never throws anything but PhoneError, whatever the page holds', () => {
    const ids = [
      'idagt',
      'sipExt',
      'sipSec',
      'auto_unpause',
      'max_session_age',
      'agendas_dates_json',
      'user',
    ];
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('1', '1:2', '[1,null]', '"[', '999999999999999999', '<b>', '&#0;'),
    );
    const element = fc.oneof(
      fc
        .record({ id: fc.constantFrom(...ids), value: text })
        .map(({ id, value }) => `<input id="${id}" value="${value}">`),
      fc
        .record({
          id: fc.constantFrom('pauseType', 'cmpList', 'agente_off_camp', 'quickNumToTransfer'),
          value: text,
          type: text,
        })
        .map(
          ({ id, value, type }) =>
            `<select id="${id}"><option campana_type="${type}" value="${value}">${type}</option></select>`,
        ),
      fc.string(),
    );
    let read = 0;
    fc.assert(
      fc.property(fc.array(element, { maxLength: 8 }), (elements) => {
        const outcome = outcomeOf(() => parseConsole(elements.join(''), 'host'));
        if (outcome === 'read') read += 1;
        expect(['read', 'refused']).toContain(outcome);
      }),
      {
        numRuns: 300,
        examples: [
          [['<input id="idagt" value="1"><input id="sipExt" value="1:2"><input id="sipSec" value="x">']],
        ],
      },
    );
    expect(read).toBeGreaterThan(0);
  });

  it('keeps any pause name, with commas and colons, between the first and the last comma', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9,:; -]{1,30}$/).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(fc.nat(9999), name, fc.nat(86_400), (id, text, maxS) => {
        const page = `${consoleHtml()}<select id="pauseType"><option value="${id},${text},${maxS}">x</option></select>`;
        expect(parseConsole(page, 'x').pauses).toEqual([{ id: String(id), name: text, maxS }]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a pair of SIP credentials', () => {
  it('is renewed before it expires, whatever its life', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1000, max: 99_999 }),
        (lifeS, extension) => {
          const pair = sipCredentials(`${NOW / 1000 + lifeS}:${extension}`, 'p', NOW);
          expect(pair.extension).toBe(String(extension));
          expect(pair.renewAt).toBeGreaterThan(NOW);
          expect(pair.renewAt).toBeLessThan(pair.expiresAt);
        },
      ),
    );
  });

  it('that has expired already is renewed at once', () => {
    expect(sipCredentials('1:1003', 'p', NOW).renewAt).toBe(NOW);
  });

  it.each(['', '1003', 'abc:1003', '1:', '1:2:3', '-1:3'])('of the form %j is refused', (user) => {
    expect(() => sipCredentials(user, 'p', NOW)).toThrow(PhoneError);
  });
});
