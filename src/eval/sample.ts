/** So many of the items, drawn without repeats and in random order; all in their own order where there are no more. */
export function sample<T>(items: readonly T[], size: number | undefined, random: () => number): T[] {
  if (size === undefined || size >= items.length) return [...items];
  const keys = items.map((item) => ({ item, key: random() }));
  return keys
    .sort((a, b) => a.key - b.key)
    .slice(0, size)
    .map(({ item }) => item);
}
