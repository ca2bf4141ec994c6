/** One section of an Asterisk configuration file; a key may come several times. */
export interface Section {
  name: string;
  lines: readonly (readonly [key: string, value: string | number])[];
}

export function section(name: string, values: Readonly<Record<string, string | number>> = {}): Section {
  return { name, lines: Object.entries(values) };
}

export function render(sections: readonly Section[]): string {
  return sections
    .map(({ name, lines }) =>
      [`[${name}]`, ...lines.map(([key, value]) => `${key} = ${value}`), ''].join('\n'),
    )
    .join('\n');
}
