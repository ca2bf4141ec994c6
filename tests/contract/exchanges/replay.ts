/** The whole recording, in order, against fresh stand-ins. */
import { readFile } from 'node:fs/promises';

import { compare } from './compare';
import { parseExchanges, type Exchange } from './parse';
import { createPlayer } from './player';
import { placeOf, prepare } from './setup';

export interface Outcome {
  readonly exchange: Exchange;
  readonly differences: readonly string[];
}
export const readRecording = async (): Promise<Exchange[]> =>
  parseExchanges(await readFile(new URL('exchanges.md', import.meta.url), 'utf8'));

export async function replay(exchanges: readonly Exchange[]): Promise<Outcome[]> {
  const player = createPlayer();
  const outcomes: Outcome[] = [];
  try {
    for (const exchange of exchanges) {
      const { deployment, https } = placeOf(exchange);
      const problems: string[] = [];
      try {
        await prepare(exchange, player);
      } catch (error) {
        problems.push(`set-up failed: ${String(error)}`);
      }
      const answer = await player.play(exchange, deployment, https);
      outcomes.push({ exchange, differences: [...problems, ...compare(exchange, answer)] });
    }
  } finally {
    await player.stop();
  }
  return outcomes;
}
