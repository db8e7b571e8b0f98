type Scalar = string | number | boolean | null;

/** A condition on one metadata field: equality, or a range and a set of values. */
export type Condition =
  Scalar | { readonly gte?: number | string; readonly lte?: number | string; readonly in?: readonly Scalar[] };

/** Structured filter, applied inside the search: `{ field: condition }`, `and`, `or`, `not`. */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly [field: string]: Condition };
