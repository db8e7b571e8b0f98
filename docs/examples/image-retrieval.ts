import { emd } from '../../src';

/** Image as text: '#' is ink, '+' half as much. */
type Drawing = readonly string[];

const query: Drawing = ['........', '...#....', '...#....', '...#....', '...#....', '...+....', '........'];

const drawings: Record<string, Drawing> = {
  dash: ['........', '........', '........', '.#####..', '........', '........', '........'],
  'the line, a pixel to the right': ['........', '....#...', '....#...', '....#...', '....#...', '....+...', '........'],
  'slanted line': ['........', '.....#..', '....#...', '....#...', '....#...', '...#....', '........'],
};

/** Ink per pixel in row-major order, one in all: images of different darkness can be compared. */
function histogram(drawing: Drawing): number[] {
  const ink = [...drawing.join('')].map((pixel) => ({ '#': 1, '+': 0.5 })[pixel] ?? 0);
  const total = ink.reduce((sum, x) => sum + x, 0);
  return ink.map((x) => x / total);
}

/** Distance of every pixel to every other, in pixels. */
function pixelDistances({ length: rows, 0: { length: columns } }: Drawing): number[] {
  const pixels = Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns]);
  return pixels.flatMap(([y, x]) => pixels.map(([v, u]) => Math.hypot(y - v, x - u)));
}

/** Names of the drawings, the most similar first, by how far the ink must travel. */
export function nearestDrawings(): { name: string; travel: number; pixelDifference: number }[] {
  const cost = pixelDistances(query);
  const wanted = histogram(query);
  return Object.entries(drawings)
    .map(([name, drawing]) => {
      const ink = histogram(drawing);
      const pixelDifference = ink.reduce((sum, x, i) => sum + Math.abs(x - wanted[i]), 0);
      return { name, travel: emd(wanted, ink, cost).cost, pixelDifference };
    })
    .sort((a, b) => a.travel - b.travel);
}
