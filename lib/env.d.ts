/** What the build puts into the code: vite's and WXT's constants, and the paths that extension APIs take. */
/// <reference types="vite/client" />

interface ImportMetaEnv {
  readonly FIREFOX: boolean;
  readonly CHROME: boolean;
}
