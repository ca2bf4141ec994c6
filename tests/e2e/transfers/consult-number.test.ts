/** Consulting somebody outside, by number. */
import { consultations, OUTSIDE } from './consultation';
import { floorOf } from './floor';

consultations('a number', floorOf(2), OUTSIDE);
