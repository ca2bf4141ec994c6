/**
 * The door for views: connecting and asking, without what serves and checks. The schemas of the whole bridge weigh more than
 * the views themselves, and every visible tab parses its own panel.
 */
export { connectPanel, type PanelLink } from './panel-client';
export { askHost } from './host-client';
