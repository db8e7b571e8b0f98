import { WordmoverError } from '../errors';
import type { Filter, Scalar } from './filter';
import { isScalar, type FieldValue, type MetadataColumns } from './metadata-columns';

/** Whether a document passes. */
export type FilterTest = (columns: MetadataColumns, doc: number) => boolean;

type ValueTest = (value: Scalar) => boolean;

const MAX_DEPTH = 32;
const RANGES = ['gte', 'lte', 'gt', 'lt'] as const;

/** Compiles a filter that may come from anywhere. Throws INVALID_OPTION naming the part at fault. */
export function compileFilter(filter: Filter): FilterTest {
  return compile(filter, 'filter', 0);
}

function compile(filter: unknown, path: string, depth: number): FilterTest {
  if (depth > MAX_DEPTH) throw invalid(path, `is nested more than ${MAX_DEPTH} deep`);
  if (!isRecord(filter)) throw invalid(path, `is ${JSON.stringify(filter)}: give an object such as {"year": {"gte": 1990}}`);
  const tests = Object.entries(filter).map(([key, value]) => {
    const at = `${path}.${key}`;
    if (key === 'and') return all(compileList(value, at, depth));
    if (key === 'or') return any(compileList(value, at, depth));
    if (key === 'not') return not(compile(value, at, depth + 1));
    return field(key, valueTest(value, at));
  });
  return tests.length === 1 ? tests[0] : all(tests);
}

function compileList(value: unknown, path: string, depth: number): FilterTest[] {
  if (!Array.isArray(value)) throw invalid(path, 'takes a list of filters');
  return value.map((part, i) => compile(part, `${path}[${i}]`, depth + 1));
}

const all =
  (tests: readonly FilterTest[]): FilterTest =>
  (columns, doc) =>
    tests.every((test) => test(columns, doc));

const any =
  (tests: readonly FilterTest[]): FilterTest =>
  (columns, doc) =>
    tests.some((test) => test(columns, doc));

const not =
  (test: FilterTest): FilterTest =>
  (columns, doc) =>
    !test(columns, doc);

const field =
  (name: string, test: ValueTest): FilterTest =>
  (columns, doc) => {
    const value: FieldValue = columns.value(name, doc);
    if (Array.isArray(value)) return value.some(test);
    return test((value as Scalar | undefined) ?? null);
  };

function valueTest(condition: unknown, path: string): ValueTest {
  if (isScalar(condition)) return (value) => value === condition;
  if (!isRecord(condition)) throw invalid(path, 'takes a value, or an object with gte, lte, gt, lt, in');
  const tests = Object.entries(condition).map(([key, operand]): ValueTest => {
    if (key === 'in') return oneOf(operand, `${path}.in`);
    if ((RANGES as readonly string[]).includes(key)) return range(key as (typeof RANGES)[number], operand, `${path}.${key}`);
    throw invalid(`${path}.${key}`, 'is no condition: use gte, lte, gt, lt, in');
  });
  if (tests.length === 0) throw invalid(path, 'is an empty condition: use gte, lte, gt, lt, in');
  return (value) => tests.every((test) => test(value));
}

function oneOf(operand: unknown, path: string): ValueTest {
  if (!Array.isArray(operand) || !operand.every(isScalar)) throw invalid(path, 'takes a list of values');
  const values = new Set<Scalar>(operand);
  return (value) => values.has(value);
}

function range(key: (typeof RANGES)[number], operand: unknown, path: string): ValueTest {
  if (typeof operand !== 'string' && !Number.isFinite(operand)) throw invalid(path, 'takes a finite number or a string');
  const limit = operand as string | number;
  const holds = {
    gte: (value: string | number) => value >= limit,
    lte: (value: string | number) => value <= limit,
    gt: (value: string | number) => value > limit,
    lt: (value: string | number) => value < limit,
  }[key];
  return (value) => typeof value === typeof limit && holds(value as string | number);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(path: string, fault: string): WordmoverError {
  return new WordmoverError('INVALID_OPTION', `${path} ${fault}`);
}
