import { call } from './call';
import { errors } from './errors';
import { form } from './form';
import { options } from './options';
import { phone } from './phone';

/** The source of keys: the other languages are typed against it. */
export const en = { ...phone, ...call, ...form, ...options, ...errors } as const;
