/** HTML text with everything put into it escaped, and the pages Django shows on errors. */
export class Markup {
  constructor(readonly text: string) {}
}
type Part = string | number | boolean | null | undefined | Markup | readonly Part[];

export const escapeHtml = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#x27;');

function render(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(render).join('');
  if (part === null || part === undefined) return '';
  if (typeof part === 'boolean') return part ? 'True' : 'False';
  return escapeHtml(String(part));
}
/** Tagged template: `markup`<b>${name}</b>`` escapes `name`; nested markup is kept. */
export const markup = (strings: TemplateStringsArray, ...parts: Part[]): Markup =>
  new Markup(
    strings.reduce((text, piece, at) => text + piece + (at < parts.length ? render(parts[at]) : ''), ''),
  );

export const page = (title: string, content: Markup): string =>
  `<!DOCTYPE html>\n<html lang="es">\n<head>\n<meta charset="utf-8">\n<title>${escapeHtml(title)}</title>\n</head>\n<body>\n${content.text}\n</body>\n</html>\n`;

export const notFoundPage = (): string =>
  page(
    'OMniLeads - No Encontrado',
    markup`<h1>Oops!</h1><h2>404</h2><p>La página u objeto que está buscando no existe.</p><p>Puede <a href="">reintentar</a> o <a href="/">volver a inicio</a> .</p>`,
  );
export const permissionPage = (): string =>
  page(
    'OMniLeads - Permiso Denegado',
    markup`<h1>Permiso denegado</h1><h2>403</h2><p>Ud. no posee los permisos requeridos para acceder a esta pagina.</p><p>Puede <a href="">reintentar</a> o <a href="/">volver a inicio</a> .</p>`,
  );
export const crashPage = (): string =>
  page(
    '- Error Interno',
    markup`<p>Se ha producido un error</p><h1>500</h1><p>Puede <a href="">reintentar</a> o <a href="/">volver a inicio</a>.</p>`,
  );
