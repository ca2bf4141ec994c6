/**
 * Mends the media path of one call: ICE restart when it has been away for a moment, again and again until it is back.
 * Consent checks (RFC 7675) make the browser say "disconnected" about 5 s after the last answer, so a silently dead path
 * is mended within 12 s.
 */
/** Paths flicker; most come back by themselves within this. */
export const DISCONNECTED_MS = 2000;
/** A restart that hasn't helped by now is repeated. */
export const REPEAT_MS = 5000;

export interface MediaWatch {
  changed(state: RTCPeerConnectionState): void;
  stop(): void;
}

/** `restart` makes an offer with new ICE credentials; it never rejects. It is skipped while `connected` is false. */
export function createMediaWatch(ports: {
  restart: () => Promise<void>;
  connected: () => boolean;
}): MediaWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // Without a socket nobody hears the offer; after its return the new contact is told with a restart anyway.
      if (ports.connected()) void ports.restart();
      later(REPEAT_MS);
    }, ms);
  };
  return {
    changed(state) {
      if (state === 'disconnected') later(DISCONNECTED_MS);
      else if (state === 'failed') later(0);
      else if (state === 'connected') clearTimeout(timer);
    },
    stop: () => clearTimeout(timer),
  };
}
