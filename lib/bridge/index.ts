export * from './messages';
export { connectPanel, type PanelLink } from './panel-client';
export { askHost } from './host-client';
export { servePorts, type News, type ServeDeps, type Served } from './serve';
export { serveHost, type HostHandlers } from './host-server';
export { onHostEvent } from './host-events';
export type { PortLike, RuntimeLike, SenderLike, ServingRuntime } from './runtime';
