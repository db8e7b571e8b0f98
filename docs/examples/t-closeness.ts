import { emd } from '../../src';

/**
 * Height of the lowest category that holds both values, over the height of the whole tree: 0 for the same value, 1 at most.
 * A value is given by its path of categories from the top, itself last.
 */
export function hierarchicalDistance(paths: readonly (readonly string[])[]): number[] {
  return paths.flatMap((a) =>
    paths.map((b) => {
      const shared = a.findIndex((category, level) => category !== b[level]);
      return shared < 0 ? 0 : (a.length - shared) / a.length;
    }),
  );
}

/** Steps between two of `size` ordered values, over the steps from the first to the last. */
export function orderedDistance(size: number): number[] {
  const places = Array.from({ length: size }, (_, i) => i);
  return places.flatMap((i) => places.map((j) => Math.abs(i - j) / (size - 1)));
}

/** A group of an anonymized table is t-close when the sensitive attribute is spread in it as in the whole table, up to t. */
export function closeness(
  group: readonly string[],
  table: readonly string[],
  domain: readonly string[],
  distance: number[],
): number {
  const share = (rows: readonly string[]) => domain.map((value) => rows.filter((row) => row === value).length / rows.length);
  return emd(share(group), share(table), distance).cost;
}

export const salaries = ['3k', '4k', '5k', '6k', '7k', '8k', '9k', '10k', '11k'];

export const diseases: Record<string, readonly string[]> = {
  flu: ['respiratory', 'infection', 'flu'],
  pneumonia: ['respiratory', 'infection', 'pneumonia'],
  bronchitis: ['respiratory', 'infection', 'bronchitis'],
  'pulmonary edema': ['respiratory', 'vascular', 'pulmonary edema'],
  'pulmonary embolism': ['respiratory', 'vascular', 'pulmonary embolism'],
  'gastric ulcer': ['digestive', 'stomach', 'gastric ulcer'],
  'stomach cancer': ['digestive', 'stomach', 'stomach cancer'],
  gastritis: ['digestive', 'stomach', 'gastritis'],
  colitis: ['digestive', 'colon', 'colitis'],
  'colon cancer': ['digestive', 'colon', 'colon cancer'],
};

/** Salary and disease of nine patients, in the three groups that an anonymized table shows. */
export const groups = [
  [
    ['3k', 'gastric ulcer'],
    ['5k', 'stomach cancer'],
    ['9k', 'pneumonia'],
  ],
  [
    ['6k', 'gastritis'],
    ['11k', 'flu'],
    ['8k', 'bronchitis'],
  ],
  [
    ['4k', 'gastritis'],
    ['7k', 'bronchitis'],
    ['10k', 'stomach cancer'],
  ],
];

/** The least t for which every group is t-close. */
export function tableCloseness(): { salary: number; disease: number } {
  const column = (rows: readonly (readonly string[])[], k: number) => rows.map((row) => row[k]);
  const whole = groups.flat();
  const bySalary = orderedDistance(salaries.length);
  const byDisease = hierarchicalDistance(Object.values(diseases));
  return {
    salary: Math.max(...groups.map((group) => closeness(column(group, 0), column(whole, 0), salaries, bySalary))),
    disease: Math.max(...groups.map((group) => closeness(column(group, 1), column(whole, 1), Object.keys(diseases), byDisease))),
  };
}
