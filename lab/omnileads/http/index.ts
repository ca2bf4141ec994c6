/** Django and DRF semantics as far as an agent's client can see them. */
export { isRecord, parseForm, restData } from './body';
export { csrfToken, csrfFailure, rotateCsrf } from './csrf';
export { ApiError, PageNotFound, PermissionDenied, ServerCrash } from './errors';
export { crashPage, escapeHtml, Markup, markup, page } from './html';
export { say, sayMethod, type Language } from './language';
export { alerts } from './alerts';
export { flash, takeFlashes } from './messages';
export { QueryDict } from './query-dict';
export type { FlashMessage, WebRequest } from './request';
export { html, HTML, json, pythonJson, redirect, type WebResponse } from './response';
export { authenticate } from './rest-auth';
export { pathOf, type Params, type Route, type View } from './route';
export { pageView, restView, type Method, type PageContext, type RestContext } from './views';
export { handle, type Arrival } from './handle';
