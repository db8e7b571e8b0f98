import { isBlend, partsOfBlend } from './knn-blend';
import type { KnnMethod } from './knn-protocol';
import type { Found, KnnSpace } from './knn-space';
import type { LabelledDocument } from './labelled-document';
import type { Method } from './rankers';

/** The methods that search, each once: blends stand for what they blend. */
export function withParts(methods: readonly KnnMethod[]): Method[] {
  return [...new Set(methods.flatMap((method) => (isBlend(method) ? partsOfBlend(method) : [method])))];
}

/** What every method that searches found for the test documents. */
export async function foundBy(
  space: KnnSpace,
  test: readonly LabelledDocument[],
  methods: readonly KnnMethod[],
  onQuery: () => void,
): Promise<Map<KnnMethod, Found>> {
  const found = new Map<KnnMethod, Found>();
  for (const method of withParts(methods)) found.set(method, await space.find(method, test, onQuery));
  return found;
}
