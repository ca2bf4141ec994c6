/** A browser as far as these tests need one: cookies kept, redirects left alone. */
import { send, cookiesOf, headerOf, type Answer } from '../exchanges/answer';

export const PASSWORD = '098098ZZZ';

export interface Visitor {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly post: (
    path: string,
    form?: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  readonly signIn: (username: string, password?: string) => Promise<Answer>;
  readonly cookie: () => string;
}

export function visit(base: string, referer: string = `${base}/`): Visitor {
  const jar = new Map<string, string>();
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  async function call(
    method: string,
    path: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const own = { Host: new URL(base).host, ...(jar.size > 0 ? { Cookie: cookie() } : {}) };
    const answer = await send(base, method, path, { ...own, ...headers }, body);
    for (const line of cookiesOf(answer.headers)) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/Max-Age=0/u.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }
  const post: Visitor['post'] = (path, form = {}, headers = {}) => {
    const body = new URLSearchParams({ ...form, csrfmiddlewaretoken: jar.get('csrftoken') ?? '' }).toString();
    return call('POST', path, body, {
      'Content-Type': 'application/x-www-form-urlencoded',
      Referer: referer,
      ...headers,
    });
  };
  const get: Visitor['get'] = (path, headers = {}) => call('GET', path, '', headers);
  return {
    cookie,
    get,
    post,
    async signIn(username, password = PASSWORD) {
      await get('/accounts/login/');
      return post('/accounts/login/', { username, password });
    },
  };
}
/** Token of a user, for REST without cookies. */
export async function tokenFor(base: string, username: string): Promise<string> {
  const body = JSON.stringify({ username, password: PASSWORD });
  const answer = await send(
    base,
    'POST',
    '/api/v1/login',
    { Host: new URL(base).host, 'Content-Type': 'application/json' },
    body,
  );
  return (JSON.parse(answer.body) as { token: string }).token;
}
export const rest = (base: string, token: string, method: string, path: string, body = ''): Promise<Answer> =>
  send(
    base,
    method,
    path,
    { Host: new URL(base).host, 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body,
  );
export const locationOf = (answer: Answer): string | undefined => headerOf(answer.headers, 'Location');
