/** Open console sockets by user, and what is pushed to them. */
export type ConsoleFrame =
  { readonly type: 'logout' } | { readonly type: string; readonly args: Readonly<Record<string, unknown>> };

export interface Hub {
  /** Sends to every open console socket of the user; a closed or missing socket loses the message, as in the real thing. */
  push(userId: number, frame: ConsoleFrame): void;
  /** Adds a socket; the returned function forgets it. */
  join(userId: number, send: (text: string) => void): () => void;
  /** Frames pushed so far, for tests. */
  readonly sent: readonly {
    readonly userId: number;
    readonly frame: ConsoleFrame;
    readonly sockets: number;
  }[];
}

export function createHub(text: (frame: ConsoleFrame) => string): Hub {
  const sockets = new Map<number, Set<(text: string) => void>>();
  const sent: { userId: number; frame: ConsoleFrame; sockets: number }[] = [];
  return {
    sent,
    push(userId, frame) {
      const open = [...(sockets.get(userId) ?? [])];
      sent.push({ userId, frame, sockets: open.length });
      for (const send of open) send(text(frame));
    },
    join(userId, send) {
      const open = sockets.get(userId) ?? new Set();
      sockets.set(userId, open);
      open.add(send);
      return () => open.delete(send);
    },
  };
}
