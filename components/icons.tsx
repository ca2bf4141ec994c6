/** Our own drawings: 24 × 24, 2 px strokes in the text's colour, so that forced colours and both schemes need nothing more. */
const DRAWINGS = {
  handset: 'M5 4h4l2 5-2.6 1.6a12 12 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1Z',
  hangUp: 'M3 14c0-3 4-5 9-5s9 2 9 5v2h-5v-3a16 16 0 0 0-8 0v3H3Z',
  ring: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4ZM10 20.5a2 2 0 0 0 4 0',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  pause: 'M8.5 5v14M15.5 5v14',
  play: 'M8 5l11 7-11 7Z',
  mic: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  micOff:
    'M9 6a3 3 0 0 1 6 0v5M12 14a3 3 0 0 1-3-3M5.5 11a6.5 6.5 0 0 0 10.5 5M18.5 11c0 .9-.2 1.8-.5 2.5M12 17.5V21M4 3l16 18',
  keypad: 'M6 5h.01M12 5h.01M18 5h.01M6 11h.01M12 11h.01M18 11h.01M6 17h.01M12 17h.01M18 17h.01',
  transfer: 'M4 8h13m-4-4 4 4-4 4M20 16H7m4-4-4 4 4 4',
  record: 'M12 5a7 7 0 1 0 0 14a7 7 0 0 0 0-14ZM12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5Z',
  stop: 'M7 7h10v10H7Z',
  note: 'M5 4h14v11l-5 5H5ZM14 20v-5h5M8.5 9h7M8.5 12.5h4',
  audio: 'M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v6H5.5A1.5 1.5 0 0 1 4 18.5ZM20 14h-3v6h1.5a1.5 1.5 0 0 0 1.5-1.5Z',
  agent: 'M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8ZM4.5 20a7.5 6.5 0 0 1 15 0',
  people:
    'M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7ZM2.5 19.5a6.5 5.5 0 0 1 13 0M16 5.3a3.5 3.5 0 0 1 0 6.4M18 14.5a6 5.5 0 0 1 3.5 5',
  book: 'M6 4h13v16H6a1.5 1.5 0 0 1 0-3h13M10 8.5h5',
  redial: 'M20 11a8 8 0 1 0-2 6M20 4v7h-7',
  arrowIn: 'M18 6 7 17M7 9v8h8',
  arrowOut: 'M6 18 17 7M9 7h8v8',
  missed: 'm5 6 7 7 7-7M5 6v5M5 6h5M6 19h12',
  calendar: 'M4 6h16v14H4ZM4 10h16M8 3.5V8M16 3.5V8',
  clock: 'M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16ZM12 8v4.5l3 2',
  offline:
    'M4 9a12 12 0 0 1 3.5-2.2M20 9a12 12 0 0 0-8-3M7 13a7.5 7.5 0 0 1 3-1.8M17 13a7.5 7.5 0 0 0-1.5-1M12 18h.01M4 3l16 18',
  link: 'M9.5 14.5 14.5 9.5M10 7l2-2a4 4 0 0 1 6 6l-2 2M14 17l-2 2a4 4 0 0 1-6-6l2-2',
  warning: 'M12 4 2.5 20h19ZM12 10v4.5M12 17.3h.01',
  info: 'M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16ZM12 11v5M12 8h.01',
  message: 'M4 5h16v11H10l-4 4v-4H4Z',
  close: 'm6 6 12 12M18 6 6 18',
  forward: 'm10 6 6 6-6 6',
  fork: 'M4 12h5l5-6h5M9 12l5 6h5M16 3l3 3-3 3M16 15l3 3-3 3',
  back: 'm14 6-6 6 6 6',
  gear: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 0 0 0-4.4ZM9 14.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 0 0 0-4.4Z',
  lock: 'M6 11h12v9H6ZM9 11V8a3 3 0 0 1 6 0v3',
  spinner: 'M12 4a8 8 0 1 1-8 8',
  video: 'M4 7h11v10H4ZM15 11l5-3v8l-5-3',
  survey: 'M5 4h14v16H5ZM8.5 9l1.5 1.5L13 7.5M8.5 15h7',
} as const;

export type IconName = keyof typeof DRAWINGS;

/** Always beside a text: hidden from assistive technology. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      class={`icon icon-${name}`}
      style={{ '--size': size / 16 }}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={DRAWINGS[name]} />
    </svg>
  );
}
