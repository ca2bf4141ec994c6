/** The callback's form (interface §7.3). */
export const CALLBACK_KINDS = { personal: '1', global: '2' } as const;
