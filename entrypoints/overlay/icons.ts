/** Icons drawn as SVG elements, never from a string of HTML. The shape tells the state, not the colour alone. */
import type { LauncherView } from '@/lib/bridge/messages';

const HANDSET =
  'M22 16.9v3a2 2 0 0 1-2.2 2A19.8 19.8 0 0 1 2.1 4.2 2 2 0 0 1 4.1 2h3a2 2 0 0 1 2 1.7l.7 2.8a2 2 0 0 1-.5 2.1L8.1 9.9a16 16 0 0 0 6 6l1.3-1.2a2 2 0 0 1 2.1-.5l2.8.7a2 2 0 0 1 1.7 2z';
export type IconName = LauncherView['tone'];
const ICONS: Readonly<Record<IconName, string>> = {
  ready: HANDSET,
  ringing: `${HANDSET}M15 1.5a8 8 0 0 1 7.5 7.5M15 5.5a4 4 0 0 1 3.5 3.5`,
  talking: `${HANDSET}M15 3v5M18.5 1.5v8M22 3.5v4`,
  held: 'M8 4v16M16 4v16',
  paused: 'M4 9h13v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM17 10h2a2.5 2.5 0 0 1 0 5h-2M8 2v3M12.5 2v3',
  offline: `${HANDSET}M2 22 22 2`,
};

const SVG = 'http://www.w3.org/2000/svg';

/** Appends an icon and returns the function that changes it. */
export function setIcon(parent: Element, first: IconName, px: number): (name: IconName) => void {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  for (const [name, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: px,
    height: px,
    'aria-hidden': true,
  }))
    svg.setAttribute(name, String(value));
  svg.append(path);
  parent.append(svg);
  const change = (name: IconName): void => path.setAttribute('d', ICONS[name]);
  change(first);
  return change;
}
