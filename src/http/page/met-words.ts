import type { Highlight, WordFlow } from '../../service/search-options';

/** Where the words of `side` stand in a text, each with its nearest partner on the other side. */
export function metWords(text: string, flows: readonly WordFlow[], side: 'from' | 'to'): Highlight[] {
  const nearest = new Map<string, WordFlow>();
  for (const flow of flows) {
    const word = side === 'from' ? flow.from : flow.to;
    if (word === null || flow.to === null) continue;
    const best = nearest.get(word);
    if (!best || flow.mass > best.mass) nearest.set(word, flow);
  }
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’]*/gu)].flatMap((match) => {
    const flow = lookUp(match[0].toLowerCase(), nearest);
    if (!flow) return [];
    return [
      { start: match.index, end: match.index + match[0].length, from: flow.from, distance: flow.distance, share: flow.mass },
    ];
  });
}

/** Words of flows are lemmas ("greet", "study"), words of a text are not ("greeting", "studies"): the beginning must agree. */
function lookUp(token: string, nearest: ReadonlyMap<string, WordFlow>): WordFlow | undefined {
  const same = nearest.get(token);
  if (same) return same;
  for (const [word, flow] of nearest) {
    const stem = /[ey]$/.test(word) ? word.slice(0, -1) : word;
    const longestEnding = word.length >= 4 ? 3 : 1;
    if (word.length >= 3 && token.startsWith(stem) && token.length - word.length <= longestEnding) return flow;
  }
  return undefined;
}
