/** The console's notification socket (interface §9.1). */
export { createConsoleHub, createConsoles, type Consoles } from './agent-console';
export type { ConsoleFrame, Hub } from './hub';
