import type { Catalogue } from '../catalogue';
import { call } from './call';
import { errors } from './errors';
import { form } from './form';
import { options } from './options';
import { phone } from './phone';

/** Typed against English: a missing or unknown key does not compile. */
export const es: Catalogue = { ...phone, ...call, ...form, ...options, ...errors };
