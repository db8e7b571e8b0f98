/** Where a command writes: results to stdout, everything else to stderr. */
export interface Output {
  readonly isJson: boolean;
  /** Whether stdout is a terminal that shows colours. */
  readonly isColoured: boolean;
  result(value: unknown, text: () => string): void;
  note(text: string): void;
}

export function createOutput(isJson: boolean): Output {
  return {
    isJson,
    isColoured: !isJson && Boolean(process.stdout.isTTY) && process.env.NO_COLOR === undefined,
    result: (value, text) => void process.stdout.write(`${isJson ? toJson(value) : text()}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** JSON knows no Infinity: a missing threshold is null. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (each === Infinity ? null : each), 2);
}

const STYLES = { bold: [1, 22], dim: [2, 22], underline: [4, 24], cyan: [36, 39], green: [32, 39] } as const;

export function styled(text: string, style: keyof typeof STYLES, { isColoured }: Output): string {
  const [on, off] = STYLES[style];
  return isColoured ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}
