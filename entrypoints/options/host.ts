/** What views may ask of the browser: it goes through the worker, which alone may open tabs. */
import type { HostActions } from '@/components';
import { askHost } from '@/lib/bridge/client';

/** @param server the server's origin at the moment of asking, '' = none */
export function createHost(server: () => string): HostActions {
  const ask = (request: Parameters<typeof askHost>[0]): void => {
    askHost(request).catch((thrown: unknown) => console.warn(request.type, String(thrown)));
  };
  return {
    openOptions: (section) => ask({ type: 'openOptions', ...(section ? { section } : {}) }),
    openServer: (path = '') => {
      if (server()) ask({ type: 'openTab', url: new URL(path, server()).href });
    },
    openPage: (url) => ask({ type: 'openTab', url }),
    download: save,
  };
}

/** Long enough for the browser to have taken the file over. */
const FILE_LIFE_MS = 60_000;

/** A link clicked by the program: works in the panel's frame too, and asks for no permission. */
function save(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), FILE_LIFE_MS);
}
