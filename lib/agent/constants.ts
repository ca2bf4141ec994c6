/** A refused asterisk_login is tried again: the PBX may be starting. Not sooner, because every try rewrites queue membership. */
export const PBX_LOGIN_RETRY_MS = 15_000;
