import fc, { type Arbitrary } from 'fast-check';

/** The part of JSON Schema that the contract uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

const depthLimit = 4;

/** Values that fit a schema of the contract; references are looked up in it. */
export function valuesOf(contract: object, schema: Schema, depth = 0): Arbitrary<unknown> {
  const inner = (part: Schema) => valuesOf(contract, part, depth + 1);
  if (schema.$ref !== undefined) return valuesOf(contract, resolve(contract, schema.$ref), depth);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((part) => valuesOf(contract, part, depth)));
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map((part) => objects(oneOf(schema, part), inner, depth)));
  const types = ([] as string[]).concat((schema.type as string | string[]) ?? 'object');
  return fc.oneof(...types.map((type) => byType(type, schema, inner, depth)));
}

export function resolve(contract: object, ref: string): Schema {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], contract) as Schema;
}

/** A choice between required fields: the fields of the other choices are left out. */
function oneOf(schema: Schema, part: Schema): Schema {
  const others = (schema.oneOf ?? []).flatMap(({ required }) => required ?? []).filter((name) => !part.required?.includes(name));
  const kept = Object.entries(schema.properties ?? {}).filter(([name]) => !others.includes(name));
  return { ...schema, properties: Object.fromEntries(kept), required: part.required };
}

function byType(type: string, schema: Schema, inner: (part: Schema) => Arbitrary<unknown>, depth: number): Arbitrary<unknown> {
  if (type === 'null') return fc.constant(null);
  if (type === 'boolean') return fc.boolean();
  if (type === 'string') return strings(schema);
  if (type === 'integer') return fc.integer({ min: schema.minimum ?? -1000, max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1) });
  if (type === 'number') return numbers(schema);
  if (type === 'array') {
    return fc.array(inner(schema.items ?? { type: 'string' }), {
      minLength: schema.minItems ?? 0,
      maxLength: depth > depthLimit ? 1 : 4,
    });
  }
  return objects(schema, inner, depth);
}

function strings({ pattern, minLength = 0, maxLength = 60 }: Schema): Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const words = fc.array(fc.constantFrom('career', 'science', 'the', 'München', '😀', 'C++', '3.14', '\u0000', '__proto__'), {
    minLength: 1,
  });
  const sentence = words.map((all) => all.join(' ').slice(0, maxLength));
  return fc.oneof(fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 60) }), sentence);
}

function numbers({ minimum, exclusiveMinimum, maximum }: Schema): Arbitrary<number> {
  const min = minimum ?? exclusiveMinimum ?? -1e6;
  return fc.double({ min, max: maximum ?? 1e6, minExcluded: exclusiveMinimum !== undefined, noNaN: true });
}

function objects(schema: Schema, inner: (part: Schema) => Arbitrary<unknown>, depth: number): Arbitrary<object> {
  const { properties = {}, required = [], additionalProperties = true, minProperties = 0 } = schema;
  const kept = Object.entries(properties).filter(([name]) => required.includes(name) || depth < depthLimit);
  const known = fc.record(Object.fromEntries(kept.map(([name, part]) => [name, inner(part)])), { requiredKeys: [...required] });
  if (additionalProperties === false) return known;
  const values = typeof additionalProperties === 'object' ? inner(additionalProperties) : fc.jsonValue({ maxDepth: 1 });
  const keys = fc.string({ minLength: 1, maxLength: 8 }).filter((key) => !Object.hasOwn(properties, key));
  const others = fc.dictionary(keys, values, { minKeys: minProperties, maxKeys: Math.max(2, minProperties) });
  return fc.tuple(known, others).map(([a, b]) => ({ ...b, ...a }));
}
