/** Commands of the edge about its WebSockets: JSON-RPC over the port that browsers connect to. */
import { LOOPBACK } from '@/lab/ports';
import { EDGE_RPC_PATH } from './config/kamailio';

const ANSWER_TIMEOUT_MS = 10_000; // milliseconds on an idle machine
/** How the edge lists a connection: `2: ws:127.0.0.1:58758 -> …`. */
const LISTED = /^(\d+): /;

interface Answer {
  readonly result?: { readonly connections?: readonly string[] };
  readonly error?: { readonly message: string };
}

export class EdgeSockets {
  constructor(private readonly port: number) {}

  /** Closes every WebSocket as a server does that goes away: a close frame, then the connection. Returns how many. */
  async closeAll(): Promise<number> {
    const { result } = await this.#ask('ws.dump', []);
    const open = (result?.connections ?? []).map((line) => Number(LISTED.exec(line)?.[1]));
    for (const id of open) await this.#ask('ws.close', [id]);
    return open.length;
  }

  async #ask(method: string, params: readonly number[]): Promise<Answer> {
    const response = await fetch(`http://${LOOPBACK}:${this.port}${EDGE_RPC_PATH}`, {
      method: 'POST',
      body: JSON.stringify({ jsonrpc: '2.0', method, params, id: 1 }),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const answer = (await response.json()) as Answer;
    if (answer.error) throw new Error(`the edge refused ${method}: ${answer.error.message}`);
    return answer;
  }
}
