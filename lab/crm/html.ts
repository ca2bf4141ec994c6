/** Server-side HTML for the demo CRM: an escaping template tag and the frame that all pages share. */
export class Html {
  constructor(readonly text: string) {}
}
const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const shown = values.map((v) =>
    v instanceof Html ? v.text : typeof v === 'string' ? escape(v) : v.map((h) => h.text).join(''),
  );
  return new Html(parts.map((part, i) => part + (shown[i] ?? '')).join(''));
}
export const raw = (text: string): Html => new Html(text);

const ICONS: Readonly<Record<string, string>> = {
  contacts: 'M12 12a4 4 0 1 0-4-4 4 4 0 0 0 4 4zm0 2c-4 0-7 2-7 4.5V20h14v-1.5C19 16 16 14 12 14z',
  deals: 'M4 5h16v3H4zm0 5h11v3H4zm0 5h7v3H4z',
  tasks: 'M9 16.2 4.8 12l-1.4 1.4L9 19 21 7l-1.4-1.4z',
  reports: 'M5 20V10h3v10zm5.5 0V4h3v16zm5.5 0v-7h3v7z',
};
export const icon = (name: string): Html =>
  raw(
    `<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path fill="currentColor" d="${ICONS[name] ?? ''}"/></svg>`,
  );

export const initials = (name: string): string =>
  name
    .split(' ')
    .slice(0, 2)
    .map((word) => word.charAt(0))
    .join('');

export interface Shell {
  readonly title: string;
  readonly active: 'list' | 'spa' | 'strict';
  readonly style: string;
  readonly body: Html;
  readonly script?: string;
}

export function shell({ title, active, style, body, script }: Shell): string {
  const item = (href: string, key: Shell['active'], name: string, glyph: string): Html =>
    html`<a class="nav-item${key === active ? ' on' : ''}" href="${href}"
      >${icon(glyph)}<span>${name}</span></a
    >`;
  return (
    '<!doctype html>' +
    html`<html lang="es">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${title} · Andina CRM</title>
        <link rel="icon" href="data:," />
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <aside class="side">
          <div class="brand"><b>A</b><span>Andina CRM</span></div>
          <nav>
            ${item('/', 'list', 'Contactos', 'contacts')}${item('/app', 'spa', 'Oportunidades', 'deals')}${item('/seguro', 'strict', 'Ficha segura', 'tasks')}
          </nav>
          <p class="side-foot">Equipo Ventas Sur<br />Campaña primavera 2026</p>
        </aside>
        <div class="main">${body}</div>
        ${raw(script ? `<script>${script}</script>` : '')}
      </body>
    </html>`.text
  );
}
