/** DRF's browsable API: what a client gets that forgot `Accept: application/json`. */
import { STATUS_CODES } from 'node:http';

import { csrfToken } from './csrf';
import { escapeHtml } from './html';
import type { WebRequest } from './request';
import { HTML, type WebResponse } from './response';

export function browsablePage(
  request: WebRequest,
  view: {
    readonly allow: string;
    readonly name: string;
    readonly title?: string;
    readonly browsableTitle?: string;
    readonly browsableDescription?: string;
  },
  username: string,
  answer: WebResponse,
): WebResponse {
  const token = csrfToken(request);
  const title = view.browsableTitle ?? view.title ?? view.name;
  const body = `<!DOCTYPE html>\n<html><head><title>${escapeHtml(title)} – Django REST framework</title></head><body>
<h1>${escapeHtml(title)}</h1><a href="https://www.django-rest-framework.org/">Django REST framework</a> ${escapeHtml(username)}
<ul><li>${escapeHtml(title)}</li></ul><a href="?format=json">GET</a> <a href="?format=json">json</a> <a href="?format=api">api</a>
<p>${escapeHtml(view.browsableDescription ?? '')}</p>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="${token}"></form>
<pre class="prettyprint">${escapeHtml(`${request.method} ${request.path}`)}</pre>
<pre class="prettyprint"><b>HTTP ${answer.status} ${STATUS_CODES[answer.status] ?? ''}</b>\nAllow: ${escapeHtml(view.allow)}\nContent-Type: application/json\nVary: Accept\n\n${escapeHtml(answer.body.toString())}</pre>
</body></html>\n`;
  return { ...answer, contentType: HTML, body };
}
