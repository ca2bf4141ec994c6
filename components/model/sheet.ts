/** The sheets that may lie over the panel, one at a time. */
export type SheetName =
  'agents' | 'quick' | 'pauses' | 'keypad' | 'transfer' | 'audio' | 'note' | 'outbox' | 'day' | 'contacts';
