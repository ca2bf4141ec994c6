import 'wxt/browser';

declare module 'wxt/browser' {
  // WXT narrows both to the paths and names it generated; ours are checked by the build itself.
  interface WxtRuntime {
    getURL(path: string): string;
  }
  interface WxtI18n {
    getMessage(name: string, substitutions?: string | string[]): string;
  }
}
