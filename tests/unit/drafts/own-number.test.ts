import { describe, expect, it } from 'vitest';
import { newDraft, type DraftCall } from '@/lib/drafts';
import { ownNumber } from '@/lib/drafts/server/own-number';

const of = (phone: string, newContact = false) => ({
  ...newDraft('d', { server: 'https://oml.example', agentId: '1' }, { phone } as DraftCall, 1),
  newContact,
});

describe("the call's number in a new contact's form", () => {
  it('stays as the server put it', () => {
    expect(ownNumber('3515550001', of('3515550001'))).toBe('3515550001');
    expect(ownNumber('3515550002', of('3515550001'))).toBe('3515550002');
    expect(ownNumber('', of('3515550001'))).toBe(''); // a contact without a number keeps having none
  });
  it('is put in where the form was asked for without one', () => {
    expect(ownNumber('', of('3515550001', true))).toBe('3515550001');
    expect(ownNumber('', of('anonymous', true))).toBe('');
  });
  it('is left out when it is withheld: the server would refuse it', () => {
    expect(ownNumber('anonymous', of('anonymous'))).toBe('');
  });
});
