export type Scalar = string | number | boolean | null;

/** A condition on one metadata field: equality, or a range and a set of values. */
export type Condition =
  | Scalar
  | {
      readonly gte?: number | string;
      readonly lte?: number | string;
      readonly gt?: number | string;
      readonly lt?: number | string;
      readonly in?: readonly Scalar[];
    };

/**
 * Structured filter, applied inside the search: `{ field: condition }` (all of several fields), `and`, `or`, `not`.
 * `null` also matches a missing field. Of a list the condition holds when it holds for any element. Ranges compare numbers
 * with numbers and strings with strings, by code unit, which orders ISO dates.
 */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly [field: string]: Condition };
