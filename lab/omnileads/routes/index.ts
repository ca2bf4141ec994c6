/** Every route of the stand-in, in the order they are tried. */
import { formsRoutes } from '@/lab/omnileads/forms';
import type { Route } from '@/lab/omnileads/http';

import { agentRoutes } from './agent-asterisk';
import { consoleRoutes } from './console';
import { credentialRoutes } from './credentials';
import { callRoutes } from './calls';
import { directoryRoutes } from './directory';
import { inCallRoutes } from './in-call';
import { loginRoutes } from './login';
import { nextRoutes } from './next';
import { supervisionRoutes } from './supervision';
import { webCallRoutes } from './web-calls';

const released: readonly Route[] = [
  ...formsRoutes,
  ...loginRoutes,
  ...consoleRoutes,
  ...credentialRoutes,
  ...agentRoutes,
  ...callRoutes,
  ...webCallRoutes,
  ...inCallRoutes,
  ...directoryRoutes,
  ...supervisionRoutes,
];

/** '2.6' is the recorded release; 'next' adds what later ones offer (interface Appendix F). */
export const routesOf = (mode: '2.6' | 'next'): readonly Route[] =>
  mode === 'next' ? [...released, ...nextRoutes] : released;
