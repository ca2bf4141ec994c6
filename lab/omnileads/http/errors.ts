/** What a view may throw. Everything else that escapes a view is a crash: Django's 500 page. */
export class PageNotFound extends Error {}
/** Django's PermissionDenied: the "Permiso denegado" page, or DRF's 403 in a REST view. */
export class PermissionDenied extends Error {}
/** An exception the real server also lets escape; `log` is what its log would say. */
export class ServerCrash extends Error {
  constructor(readonly log: string) {
    super(log);
  }
}
/** A DRF APIException: status with a JSON body. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`HTTP ${status}`);
  }
}
