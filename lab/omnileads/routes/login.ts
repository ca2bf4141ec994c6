/** Web login and logout, and the token login of REST. */
import {
  ApiError,
  csrfToken,
  html,
  isRecord,
  json,
  markup,
  page,
  pathOf,
  redirect,
  restView,
  rotateCsrf,
  say,
  type Route,
  type View,
  type WebRequest,
  type WebResponse,
} from '@/lab/omnileads/http';
import type { Site } from '@/lab/omnileads/site';
import {
  closeSession,
  countLoginFailure,
  findAgentByUser,
  findUser,
  forgetLoginFailures,
  isLockedOut,
  issueToken,
  LOCKOUT_SLACK,
  openSession,
  record,
  tokenSecondsLeft,
  type User,
} from '@/lab/omnileads/store';

import { closeAgentSession } from './agent-session';

const LANGUAGES = [
  ['pt-br', 'Português Brasileiro'],
  ['en', 'English'],
  ['es', 'español'],
  ['fa', 'فارسی'],
] as const;

function loginPage(request: WebRequest, failed: boolean): string {
  const token = csrfToken(request);
  return page(
    'Logueo Usuario',
    markup`${failed ? markup`<div class="alert alert-danger" role="alert">Username/password incorrecto ingrese nuevamente los datos</div>` : ''}
<form action="/i18n/setlang/" method="post"><input type="hidden" name="csrfmiddlewaretoken" value="${token}"><input name="next" type="hidden" value="">
<select name="language" id="cambiarIdiomaSelect">${LANGUAGES.map(([code, name]) => markup`<option value="${code}"${code === request.language ? markup` selected` : ''}>${name} (${code})</option>`)}</select></form>
<form method="post" action=""><input type="hidden" name="csrfmiddlewaretoken" value="${token}">
<label for="id_username">Usuario</label><input type="text" name="username" id="id_username" required>
<label for="id_password">Clave</label><input type="password" name="password" id="id_password" required>
<button type="submit">Ingresar</button></form>`,
  );
}
const lockedPage = (site: Site): string =>
  page(
    'Logueo Usuario',
    markup`<p>Haz tratado de loguearte ${site.world.settings.loginFailureLimit + LOCKOUT_SLACK} veces, sin exito. Tu cuenta y dirección IP permanecerán bloqueadas por ${site.world.settings.lockoutCooloffS} segundos. Contacta al Administrador</p>`,
  );

const landing = (site: Site, user: User): string =>
  findAgentByUser(site.world, user.id) ? '/consola/' : '/';

function signIn(request: WebRequest, site: Site, user: User): WebResponse {
  forgetLoginFailures(site.world, user.username);
  const agent = findAgentByUser(site.world, user.id);
  if (agent) {
    closeAgentSession(site.world, agent);
    record(site.world, agent, 'LOGIN');
  }
  request.state.session = openSession(site.world, user);
  rotateCsrf(request);
  return redirect(landing(site, user));
}

const loginView: View = (request, site) => {
  if (request.method !== 'POST')
    return request.user ? redirect(landing(site, request.user)) : html(loginPage(request, false));
  const username = request.form.get('username') ?? '';
  const user = findUser(site.world, username);
  const right = user?.isActive === true && user.password === (request.form.get('password') ?? '');
  if (isLockedOut(site.world, username)) return html(lockedPage(site));
  if (right) return signIn(request, site, user);
  countLoginFailure(site.world, username);
  return isLockedOut(site.world, username) ? html(lockedPage(site)) : html(loginPage(request, true));
};

const logoutView: View = (request, site) => {
  if (request.state.session) closeSession(site.world, request.state.session);
  request.state.session = null;
  return redirect('/accounts/login/');
};

/** One field of the token login: DRF's CharField, trimmed. */
function field(
  data: Record<string, unknown>,
  name: string,
  request: WebRequest,
  errors: Record<string, string[]>,
): string {
  const value = data[name];
  if (value === undefined) errors[name] = [say(request.language, 'required')];
  else if (value === null) errors[name] = [say(request.language, 'null')];
  else if (String(value).trim() === '') errors[name] = [say(request.language, 'blank')];
  return value === undefined || value === null ? '' : String(value).trim();
}

const tokenLogin = restView({
  name: 'api_login',
  path: '/api/v1/login',
  allow: 'OPTIONS, POST',
  negotiates: true,
  access: 'open',
  title: 'Login',
  methods: {
    POST({ request, site, data }) {
      const body = data();
      const errors: Record<string, string[]> = {};
      const given = isRecord(body) ? body : {};
      const username = field(given, 'username', request, errors);
      const password = field(given, 'password', request, errors);
      if (Object.keys(errors).length > 0) throw new ApiError(400, errors);
      const user = findUser(site.world, username);
      if (!user?.isActive || user.password !== password)
        throw new ApiError(404, { detail: 'Invalid Credentials or activate account' });
      const token = issueToken(site.world, user.id);
      const agent = findAgentByUser(site.world, user.id);
      return json({
        user: {
          first_name: user.firstName,
          last_name: user.lastName,
          email: user.email,
          agent_id: agent?.id,
        },
        expires_in: tokenSecondsLeft(site.world, token).toFixed(6),
        token: token.key,
      });
    },
  },
});

export const loginRoutes: readonly Route[] = [
  { name: 'login', path: pathOf('/accounts/login/'), view: loginView, csrfExempt: false, kind: 'html' },
  { name: 'logout', path: pathOf('/accounts/logout/'), view: logoutView, csrfExempt: false, kind: 'html' },
  tokenLogin,
];
