/** What every view works with. */
import type { Hub } from './channels/hub';
import type { PbxDriver } from './pbx-driver';
import type { World } from './store';

export interface Site {
  readonly world: World;
  readonly pbx: PbxDriver;
  /** Messages to open console sockets. */
  readonly hub: Hub;
  /** Secret shared with Kamailio's auth_ephemeral. */
  readonly secret: string;
  /** Ordinary SIP credentials of a PBX without an edge; ephemeral ones otherwise. */
  readonly fixedCredentials?: (extension: number) => { readonly user: string; readonly password: string };
  /** KAMAILIO_HOSTNAME: the SIP domain. */
  readonly sipDomain: string;
  /** CUSTOM_CORS_ALLOWED_ORIGINS, or null when unset (then nothing about CORS is answered). */
  readonly cors: readonly string[] | null;
  /** Notes what the real server would write to its log; tests read it. */
  readonly log: (line: string) => void;
}
