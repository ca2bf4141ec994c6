import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TransferKind, TransferTarget } from '@/lib/call/types';
import { PhoneError } from '@/lib/diagnostics';
import { transferNumber, transferTones, TRANSFER_PROMPT_MS, validTones } from '@/lib/sip';

const agent = (agentId: string): TransferTarget => ({ to: 'agent', agentId, name: 'Bea' });
const campaign = (campaignId: string): TransferTarget => ({ to: 'campaign', campaignId, name: 'Ventas' });
const number = (n: string): TransferTarget => ({ to: 'number', number: n });

/** What would be sent, or the code of the refusal. */
const attempt = (typed: string): string => {
  try {
    return transferNumber(typed);
  } catch (error) {
    return error instanceof PhoneError ? error.code : String(error);
  }
};

describe('the tones of a transfer', () => {
  it.each<[TransferKind, TransferTarget, string, string]>([
    ['blind', agent('5'), '##', '00005'],
    ['blind', campaign('12'), '##', '999912'],
    ['blind', number('3515551234'), '##', '3515551234'],
    ['blind', { to: 'survey' }, '##', '098*'],
    ['consultative', agent('5'), '*2', '11115'],
    ['consultative', number('+54 (351) 555-1234'), '*2', '543515551234'],
  ])('%s to %o start with %s… and dial the destination', (kind, target, feature, destination) => {
    expect(transferTones(kind, target)).toEqual({ feature, destination });
  });

  it('wait for the prompt as long as the stock phone', () => {
    expect(TRANSFER_PROMPT_MS).toBe(2500);
  });

  it.each<[string, TransferKind, TransferTarget, string]>([
    [
      'a consultation with a campaign: the digits would be dialled outside',
      'consultative',
      campaign('3'),
      'transferTargetInvalid',
    ],
    ['a consultation with the survey', 'consultative', { to: 'survey' }, 'surveyNotHere'],
    ['an agent id of five digits', 'blind', agent('12345'), 'transferTargetInvalid'],
    ['a campaign id of five digits', 'blind', campaign('12345'), 'transferTargetInvalid'],
    ['an agent id with letters', 'blind', agent('5a'), 'agentUnknown'],
    ['an empty agent id', 'blind', agent(''), 'agentUnknown'],
    ['an empty campaign id', 'blind', campaign(''), 'campaignUnknown'],
    ['letters', 'blind', number('35a5'), 'transferTargetInvalid'],
    ['a single digit', 'blind', number('5'), 'transferTargetInvalid'],
    ['26 digits', 'blind', number('1'.repeat(26)), 'transferTargetInvalid'],
    ['nothing', 'blind', number(''), 'transferTargetInvalid'],
    ['what looks like a blind transfer to an agent', 'blind', number('00005'), 'transferLooksLikePrefix'],
    ['what looks like a consultation', 'blind', number('1111 5'), 'transferLooksLikePrefix'],
    [
      'what looks like a campaign, plus or not',
      'consultative',
      number('+8888123'),
      'transferLooksLikePrefix',
    ],
  ])('refuse %s before any tone', (_what, kind, target, code) => {
    expect(() => transferTones(kind, target)).toThrowError(expect.objectContaining({ code }));
  });

  it('let extensions, stars and hashes through, and prefixes followed by more than four digits', () => {
    expect(['101', '*72', '00#', '000012345', '0000'].map(transferNumber)).toEqual([
      '101',
      '*72',
      '00#',
      '000012345',
      '0000',
    ]);
  });

  it('hold nothing but tones, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+*# -()a,') }), (typed) => {
        const sent = attempt(typed);
        const refused = sent === 'transferTargetInvalid' || sent === 'transferLooksLikePrefix';
        return refused || (/^[0-9*#]{2,25}$/.test(sent) && !/^(0000|1111|8888|9999)\d{1,4}$/.test(sent));
      }),
    );
  });

  it('typed on the keypad are 0-9 A-D * # and the comma, in upper case, or refused as a whole', () => {
    expect(validTones('12,ab*#')).toBe('12,AB*#');
    for (const bad of ['', '12;3', '1 2', 'R', 'é']) {
      expect(() => validTones(bad)).toThrowError(expect.objectContaining({ code: 'toneFailed' }));
    }
  });
});
