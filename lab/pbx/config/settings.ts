import type { AmiAddress } from '../ami';
import type { PbxWorld } from '../world';

export interface AsteriskPorts {
  sip: number;
  ami: number;
  /** Asterisk's own WebSocket, used when the edge is left out. */
  coreWs: number;
  rtp: { min: number; max: number };
}

export interface AsteriskSettings {
  /** Run folder; everything Asterisk writes is below it. */
  dir: string;
  moduleDir: string;
  ports: AsteriskPorts;
  ami: AmiAddress;
  world: PbxWorld;
  /** No edge: browsers register here, with a password derived from the secret. */
  core: boolean;
  secret: string;
  /** UDP port of the simulated world. */
  carrierPort: number;
}
