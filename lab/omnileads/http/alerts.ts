/** Flash messages as the pages show them; showing uses them up. */
import { markup, type Markup } from './html';
import { takeFlashes } from './messages';
import type { FlashMessage, WebRequest } from './request';

const HEADINGS: Record<FlashMessage['level'], readonly [className: string, heading: string]> = {
  success: ['alert-success', 'Finalizado'],
  warning: ['alert-warning', '¡Atención!'],
  error: ['alert-danger', '¡Error!'],
  info: ['alert-info', ''],
};

export function alerts(request: WebRequest): Markup {
  const shown = takeFlashes(request).map(({ level, text }) => {
    const [className, heading] = HEADINGS[level];
    return markup`<div class="alert ${className} alert-dismissible" role="alert"><button type="button" class="close">×</button><strong>${heading}</strong> ${text}</div>\n`;
  });
  return markup`${shown}`;
}
