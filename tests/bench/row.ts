/** One measurement: the figure, what it is held against in the same run, and the bar. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** Measured in the same run; null where the bar is absolute. */
  readonly baseline: number | null;
  readonly ratio: number | null;
  /** In words: "≤ 250 ms and ≤ 0.01 × baseline". */
  readonly bar: string;
  readonly ok: boolean;
}

const round = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000;

export interface Bar {
  readonly max?: number;
  readonly maxRatio?: number;
  /** Name of what the baseline is. */
  readonly baselineName?: string;
}

export function row(
  name: string,
  unit: string,
  value: number,
  bar: Bar,
  baseline: number | null = null,
): Row {
  const ratio = baseline === null || baseline === 0 ? null : value / baseline;
  const bars = [
    ...(bar.max === undefined ? [] : [`≤ ${bar.max} ${unit}`]),
    ...(bar.maxRatio === undefined ? [] : [`≤ ${bar.maxRatio} × ${bar.baselineName ?? 'baseline'}`]),
  ];
  const ok =
    Number.isFinite(value) &&
    (bar.max === undefined || value <= bar.max) &&
    (bar.maxRatio === undefined || (ratio !== null && ratio <= bar.maxRatio));
  return {
    name,
    unit,
    value: round(value),
    baseline: baseline === null ? null : round(baseline),
    ratio: ratio === null ? null : Number(ratio.toPrecision(3)),
    bar: bars.join(' and '),
    ok,
  };
}

/** Nearest rank; `values` must not be empty. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** For the screen: what was measured, and whether it holds. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map((r) => [
    r.ok ? 'ok' : 'MISSED',
    r.name,
    `${r.value} ${r.unit}`,
    r.baseline === null ? '' : String(r.baseline),
    r.ratio === null ? '' : String(r.ratio),
    r.bar,
  ]);
  const all = [['', 'what', 'value', 'baseline', 'ratio', 'bar'], ...cells];
  const widths = all[0]?.map((_, i) => Math.max(...all.map((line) => line[i]?.length ?? 0))) ?? [];
  return all
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
