/** A dialplan context: extensions with their steps in order; `label: ` before a step names it for a GotoIf. */
export interface Context {
  name: string;
  includes?: readonly string[];
  extensions?: Readonly<Record<string, readonly string[]>>;
}

/** The common case: a subroutine or hook, entered at `s`. */
export function routine(name: string, steps: readonly string[]): Context {
  return { name, extensions: { s: steps } };
}

export function extensionLines(context: Context): string {
  const lines = [`[${context.name}]`];
  for (const [pattern, steps] of Object.entries(context.extensions ?? {})) {
    steps.forEach((step, index) => {
      const [, label, app = step] = /^(?:([\w-]+): )?(.*)$/s.exec(step) ?? [];
      const start = index === 0 ? `exten => ${pattern},1` : ' same => n';
      lines.push(`${start}${label ? `(${label})` : ''},${app.replaceAll(';', '\\;')}`); // ; starts a comment
    });
  }
  for (const name of context.includes ?? []) lines.push(`include => ${name}`);
  return `${lines.join('\n')}\n`;
}
