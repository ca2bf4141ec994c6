/** Waits for a condition, by polling; fails with what was seen last. */
export async function until<T>(
  look: () => T | Promise<T>,
  good: (seen: T) => boolean,
  what: string,
  withinMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  let seen = await look();
  while (!good(seen)) {
    if (Date.now() > deadline) throw new Error(`${what}: after ${withinMs} ms still ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
    seen = await look();
  }
  return seen;
}
