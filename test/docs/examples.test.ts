import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nearestDrawings } from '../../docs/examples/image-retrieval';
import {
  closeness,
  diseases,
  groups,
  hierarchicalDistance,
  orderedDistance,
  salaries,
  tableCloseness,
} from '../../docs/examples/t-closeness';

const folder = path.join(__dirname, '../../docs/examples');
const page = (name: string): string => readFileSync(path.join(folder, `${name}.md`), 'utf8');

/** Text of the first fenced block of a language. */
function block(name: string, language: string): string {
  const found = new RegExp('```' + language + '\\n([\\s\\S]*?)```').exec(page(name));
  if (!found) throw new Error(`${name}.md has no ${language} block`);
  return found[1];
}

describe.each(['image-retrieval', 't-closeness'])('%s.md', (name) => {
  test('shows the program that is tested here, but for where it is imported from', () => {
    const source = readFileSync(path.join(folder, `${name}.ts`), 'utf8');
    expect(block(name, 'ts')).toBe(source.replace(/from '.*src.*'/, "from 'wordmover'"));
  });
});

describe('image retrieval', () => {
  const nearest = nearestDrawings();

  test('finds the moved line first, where a comparison pixel by pixel finds it last', () => {
    expect(nearest.map(({ name }) => name)).toEqual(['the line, a pixel to the right', 'slanted line', 'dash']);
    expect(nearest[0].travel).toBeCloseTo(1, 12);
    const byPixel = [...nearest].sort((a, b) => b.pixelDifference - a.pixelDifference);
    expect(byPixel[0]).toBe(nearest[0]);
  });

  test('the page shows its output', () => {
    const lines = nearest.map(
      ({ name, travel, pixelDifference }) => `${name.padEnd(32)}${travel.toFixed(2)}   ${pixelDifference.toFixed(2)}\n`,
    );
    expect(block('image-retrieval', 'text')).toContain(lines.join(''));
  });
});

describe('t-closeness', () => {
  /** EMD of a tree in closed form (Li, Li, Venkatasubramanian 2007): what must cross a category pays for its height. */
  function byCategories(difference: number[], paths: readonly (readonly string[])[]): number {
    const height = paths[0].length;
    let cost = 0;
    for (let level = 0; level < height; level++) {
      for (const category of new Set(paths.map((path) => path.slice(0, level).join('/')))) {
        const children = new Map<string, number>();
        paths.forEach((path, i) => {
          const key = path.slice(0, level + 1).join('/');
          if (path.slice(0, level).join('/') === category) children.set(key, (children.get(key) ?? 0) + difference[i]);
        });
        const [more, less] = [1, -1].map((sign) => [...children.values()].reduce((sum, x) => sum + Math.max(0, sign * x), 0));
        cost += ((height - level) / height) * Math.min(more, less);
      }
    }
    return cost;
  }

  test.each([
    [['3k', '4k', '5k'], 0.375],
    [['6k', '8k', '11k'], 0.167],
  ])('salaries %j are as far from the whole as the paper says', (group, expected) => {
    expect(closeness(group, salaries, salaries, orderedDistance(9))).toBeCloseTo(expected, 3);
  });

  test('diseases are as far apart as the paper says', () => {
    const names = Object.keys(diseases);
    const distance = hierarchicalDistance(Object.values(diseases));
    const between = (a: string, b: string): number => distance[names.indexOf(a) * names.length + names.indexOf(b)];
    expect(between('flu', 'flu')).toBe(0);
    expect(between('flu', 'bronchitis')).toBeCloseTo(1 / 3, 12);
    expect(between('flu', 'pulmonary embolism')).toBeCloseTo(2 / 3, 12);
    expect(between('flu', 'stomach cancer')).toBe(1);
  });

  test('the groups of the table agree with the closed forms of the paper', () => {
    const names = Object.keys(diseases);
    const share = (rows: string[]): number[] => names.map((name) => rows.filter((row) => row === name).length / rows.length);
    const whole = share(groups.flat().map(([, disease]) => disease));
    const expected = groups.map((group) => {
      const own = share(group.map(([, disease]) => disease));
      return byCategories(
        own.map((x, i) => x - whole[i]),
        Object.values(diseases),
      );
    });
    expect(tableCloseness().disease).toBeCloseTo(Math.max(...expected), 12);
    expect(tableCloseness().salary).toBeCloseTo(1 / 6, 12);
  });

  test('the page names its results', () => {
    const { salary, disease } = tableCloseness();
    expect(page('t-closeness')).toContain(`{ salary: ${salary.toFixed(3)}, disease: ${disease.toFixed(3)} }`);
  });
});
