/** Figures of a soak: percentiles, and the slope of a line with the upper bound that is still believable. Pure. */

/** The value that `share` of all values don't exceed; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export interface Slope {
  /** Per unit of x. */
  readonly slope: number;
  /** 95 % of all repetitions would lie below it (one-sided). */
  readonly upper: number;
}

/** Student's t, one-sided 95 %, by degrees of freedom; beyond the table it is as good as normal. */
const T_95 = [
  6.31, 2.92, 2.35, 2.13, 2.02, 1.94, 1.89, 1.86, 1.83, 1.81, 1.8, 1.78, 1.77, 1.76, 1.75, 1.75, 1.74, 1.73,
  1.73, 1.72,
];
const T_95_MANY = 1.7;

/** Least squares through the points; null of fewer than three, or when all lie at one x. */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): Slope | null {
  const n = points.length;
  if (n < 3) return null;
  const mean = (of: 'x' | 'y'): number => points.reduce((sum, point) => sum + point[of], 0) / n;
  const [meanX, meanY] = [mean('x'), mean('y')];
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) return null;
  const found = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const rest = points.reduce((sum, { x, y }) => sum + (y - meanY - found * (x - meanX)) ** 2, 0);
  const error = Math.sqrt(rest / (n - 2) / spread);
  return { slope: found, upper: found + (T_95[n - 3] ?? T_95_MANY) * error };
}
