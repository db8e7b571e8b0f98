import type { Scalar } from './filter';

export type FieldValue = Scalar | readonly Scalar[] | undefined;

type Metadata = Readonly<Record<string, unknown>> | undefined;

/** Metadata by field instead of by document, so that a filter reads one array. Nested objects can't be filtered and are left out. */
export class MetadataColumns {
  readonly #columns = new Map<string, FieldValue[]>();
  #size = 0;

  /** Documents held: their numbers are below it. */
  get size(): number {
    return this.#size;
  }

  append(metadata: Metadata): void {
    const doc = this.#size++;
    for (const [field, value] of Object.entries(metadata ?? {})) {
      const held = fieldValue(value);
      if (held === undefined) continue;
      let column = this.#columns.get(field);
      if (!column) this.#columns.set(field, (column = []));
      while (column.length < doc) column.push(undefined);
      column.push(held);
    }
  }

  value(field: string, doc: number): FieldValue {
    return this.#columns.get(field)?.[doc];
  }
}

function fieldValue(value: unknown): FieldValue {
  if (isScalar(value)) return value;
  if (Array.isArray(value)) return value.filter(isScalar);
  return undefined;
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
