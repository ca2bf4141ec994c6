import type { HostilePage } from '../types';
import { CLICKING } from './clicking';
import { LISTENING } from './listening';
import { SHAPING } from './shaping';

export const HOSTILE_PAGES: readonly HostilePage[] = [...LISTENING, ...CLICKING, ...SHAPING];
