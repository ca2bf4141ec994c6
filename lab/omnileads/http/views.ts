/** The two kinds of views: Django's behind login_required, and DRF's. */
import { findAgentByUser, type Agent, type User } from '@/lab/omnileads/store';
import type { Site } from '@/lab/omnileads/site';

import { restData } from './body';
import { browsablePage } from './browsable';
import { ApiError, PageNotFound, PermissionDenied, ServerCrash } from './errors';
import { say, sayMethod } from './language';
import type { WebRequest } from './request';
import { html, json, redirect, type WebResponse } from './response';
import { authenticate, requirePermission } from './rest-auth';
import { pathOf, type Params, type Route } from './route';

type Answer = WebResponse | Promise<WebResponse>;
export interface PageContext {
  readonly request: WebRequest;
  readonly site: Site;
  readonly params: Params;
  /** The signed-in user; views without login_required read request.user. */
  readonly user: User;
  /** The user's agent profile. @throws ServerCrash when the user has none */
  readonly agent: () => Agent;
}
export type PageHandler = (context: PageContext) => Answer;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const profileOf = (site: Site, user: User) => (): Agent => {
  const agent = findAgentByUser(site.world, user.id);
  if (!agent) throw new ServerCrash('User has no agente_profile.');
  return agent;
};

export interface PageOptions {
  readonly name: string;
  /** Template of pathOf, or a ready pattern. */
  readonly path: string | RegExp;
  readonly methods: Partial<Record<Method, PageHandler>>;
}
/** A plain Django view behind login_required: anonymous requests go to the login page. */
export function pageView({ name, path, methods }: PageOptions): Route {
  return {
    name,
    path: typeof path === 'string' ? pathOf(path) : path,
    csrfExempt: false,
    kind: 'html',
    view(request, site, params) {
      if (!request.user) return redirect(`/accounts/login/?next=${request.rawPath}`);
      const handler = methods[(request.method === 'HEAD' ? 'GET' : request.method) as Method];
      if (!handler)
        return html('', 405, [['Allow', [...Object.keys(methods), 'HEAD', 'OPTIONS'].join(', ')]]);
      return handler({ request, site, params, user: request.user, agent: profileOf(site, request.user) });
    },
  };
}

export interface RestContext extends PageContext {
  /** request.data; parsed on first use. @throws ApiError */
  readonly data: () => unknown;
}
export interface RestOptions {
  readonly name: string;
  readonly path: string | RegExp;
  /** Value of the Allow header, in the order the real server sends it. */
  readonly allow: string;
  /** False for views pinned to JSON: no content negotiation, no `Vary: Accept`. */
  readonly negotiates: boolean;
  /** `open`: no credentials needed; otherwise the URL name is the codename asked for. */
  /** Name and description on DRF's browsable page, where OPTIONS tells neither. */
  readonly browsableTitle?: string;
  readonly browsableDescription?: string;
  /** What DRF's OPTIONS calls the view; without it OPTIONS is refused like any other method. */
  readonly title?: string;
  readonly description?: string;
  readonly access?: 'open' | 'codename' | 'authenticated';
  readonly methods: Partial<Record<Method, (context: RestContext) => Answer>>;
}
const ANYBODY: User = {
  id: 0,
  username: '',
  firstName: '',
  lastName: '',
  email: '',
  password: '',
  isActive: false,
  role: 'agent',
  sessionKey: null,
  denied: new Set(),
};

const describe = ({ title, description = '', negotiates }: RestOptions): Record<string, unknown> => ({
  name: title,
  description,
  renders: negotiates ? ['application/json', 'text/html'] : ['application/json'],
  parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
});

async function runRest(
  options: RestOptions,
  request: WebRequest,
  site: Site,
  params: Params,
): Promise<WebResponse> {
  const user = authenticate(request, site);
  const access = options.access ?? 'codename';
  if (access === 'codename') requirePermission(request, site, user, options.name);
  if (access === 'authenticated' && !user)
    throw new ApiError(403, { detail: say(request.language, 'noCredentials') });
  if (request.method === 'OPTIONS' && options.title !== undefined) return json(describe(options));
  const handler = options.methods[request.method as Method];
  if (!handler) throw new ApiError(405, { detail: sayMethod(request.language, request.method) });
  const known = user ?? ANYBODY;
  let data: { value: unknown } | null = null;
  return handler({
    request,
    site,
    params,
    user: known,
    agent: profileOf(site, known),
    data: () => (data ??= { value: restData(request) }).value,
  });
}

/** A DRF view. Its errors are JSON (or DRF's browsable page when a browser asks and the view negotiates). */
export function restView(options: RestOptions): Route {
  const extra: [string, string][] = [['Allow', options.allow]];
  if (options.negotiates) extra.push(['Vary', 'Accept']);
  return {
    name: options.name,
    path: typeof options.path === 'string' ? pathOf(options.path) : options.path,
    csrfExempt: true,
    kind: 'rest',
    async view(request, site, params) {
      const answer = await runRest(options, request, site, params).catch((error: unknown) => {
        if (error instanceof ApiError) return json(error.body, error.status);
        if (error instanceof PageNotFound) return json({ detail: say(request.language, 'notFound') }, 404);
        if (error instanceof PermissionDenied)
          return json({ detail: say(request.language, 'forbidden') }, 403);
        throw error;
      });
      const browsable = options.negotiates && /text\/html/u.test(request.headers.accept ?? '');
      const shown = browsable
        ? browsablePage(request, options, request.user?.username ?? '', answer)
        : answer;
      return { ...shown, headers: [...shown.headers, ...extra] };
    },
  };
}
