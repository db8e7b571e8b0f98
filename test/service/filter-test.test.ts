import fc from 'fast-check';
import type { Filter } from '../../src/service/filter';
import { FilterCache } from '../../src/service/filter-cache';
import { compileFilter } from '../../src/service/filter-test';
import { MetadataColumns } from '../../src/service/metadata-columns';

const ROWS: readonly (Record<string, unknown> | undefined)[] = [
  { year: 1990, lang: 'en', tags: ['a', 'b'], date: '2020-01-31' },
  { year: 2001, lang: 'de', tags: [], open: true },
  { year: '1990', lang: null, nested: { year: 1990 } },
  undefined,
  JSON.parse('{"__proto__": 7, "constructor": "x"}') as Record<string, unknown>,
];

function passing(filter: Filter): number[] {
  const columns = new MetadataColumns();
  ROWS.forEach((row) => columns.append(row));
  const test = compileFilter(filter);
  return ROWS.flatMap((_, doc) => (test(columns, doc) ? [doc] : []));
}

test.each<[Filter, number[]]>([
  [{ year: 1990 }, [0]],
  [{ year: '1990' }, [2]],
  [{ lang: null }, [2, 3, 4]],
  [{ tags: 'b' }, [0]],
  [{ tags: { in: ['b', 'z'] } }, [0]],
  [{ open: true }, [1]],
  [{ open: { in: [true, null] } }, [0, 1, 2, 3, 4]],
  [{ year: { gte: 1990 } }, [0, 1]],
  [{ year: { gt: 1990, lte: 2001 } }, [1]],
  [{ year: { gte: '1' } }, [2]],
  [{ date: { gte: '2020-01-01', lt: '2020-02-01' } }, [0]],
  [{ nested: null }, [0, 1, 2, 3, 4]],
  [{ year: 1990, lang: 'de' }, []],
  [{ and: [{ year: { gte: 1 } }, { lang: 'de' }] }, [1]],
  [{ or: [{ year: 1990 }, { open: true }] }, [0, 1]],
  [{ not: { year: { gte: 1 } } }, [2, 3, 4]],
  [{ and: [] }, [0, 1, 2, 3, 4]],
  [{ or: [] }, []],
  [{}, [0, 1, 2, 3, 4]],
  [{ constructor: 'x' }, [4]],
  [{ ['__proto__']: 7 }, [4]],
  [{ toString: null } as Filter, [0, 1, 2, 3, 4]],
])('%j passes %j', (filter, expected) => {
  expect(passing(filter)).toEqual(expected);
});

test.each<[unknown, string]>([
  [7, 'filter is 7'],
  [null, 'filter is null'],
  [[], 'filter is []'],
  [{ and: { year: 1 } }, 'filter.and takes a list'],
  [{ or: [{ year: 1 }, 'x'] }, 'filter.or[1] is "x"'],
  [{ not: [] }, 'filter.not is []'],
  [{ year: {} }, 'filter.year is an empty condition'],
  [{ year: [1] }, 'filter.year takes'],
  [{ year: { near: 3 } }, 'filter.year.near is no condition'],
  [{ year: { gte: NaN } }, 'filter.year.gte takes a finite number'],
  [{ year: { gte: null } }, 'filter.year.gte'],
  [{ year: { in: 3 } }, 'filter.year.in takes a list'],
  [{ year: { in: [{}] } }, 'filter.year.in takes a list'],
])('%j is refused', (filter, message) => {
  expect(() => compileFilter(filter as Filter)).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining(message) as string }) as Error,
  );
});

test('nesting has an end', () => {
  let filter: Filter = { year: 1 };
  for (let i = 0; i < 40; i++) filter = { not: filter };
  expect(() => compileFilter(filter)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }) as Error);
});

test('kept answers take in documents that come later', () => {
  const value = fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined });
  fc.assert(
    fc.property(
      fc.array(fc.array(value, { maxLength: 40 }), { maxLength: 5 }),
      fc.integer({ min: 0, max: 3 }),
      (batches, wanted) => {
        const columns = new MetadataColumns();
        const cache = new FilterCache(columns);
        const all: (number | undefined)[] = [];
        for (const batch of batches) {
          batch.forEach((x) => columns.append(x === undefined ? undefined : { x }));
          all.push(...batch);
          const accept = cache.accept({ x: { lte: wanted } });
          expect(all.map((x) => (x !== undefined && x <= wanted ? 1 : 0))).toEqual(Array.from(accept.subarray(0, all.length)));
        }
      },
    ),
  );
});
