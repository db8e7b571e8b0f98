import { sankey, sankeyLinkHorizontal, type SankeyLink, type SankeyNode } from 'd3-sankey';
import type { WordFlow } from '../../service/search-options';
import { element, svg } from './element';
import { nearnessColour, nearnessName } from './nearness';

interface Word {
  readonly key: string;
  readonly label: string;
  readonly side: 'from' | 'to' | 'none';
}

interface Ribbon {
  readonly flow: WordFlow;
}

type Node = SankeyNode<Word, Ribbon>;
type Link = SankeyLink<Word, Ribbon>;

const rowHeight = 30;
/** Room for a word at either side. */
const margin = 118;
/** More ribbons than this are a thicket; those that give least are left out and counted. */
const mostRibbons = 26;

/** Query words left, document words right; ribbons as thick as the mass that moved, coloured by what it cost. */
export function flowDrawing(flows: readonly WordFlow[], threshold: number): HTMLElement {
  const gives = (flow: WordFlow) => (flow.to === null ? 0 : flow.mass * (threshold - flow.distance));
  const moving = flows.filter((flow) => flow.mass > 0);
  const shown = moving.sort((a, b) => gives(b) - gives(a) || b.mass - a.mass).slice(0, mostRibbons);
  if (shown.length === 0) return element('p.hint', {}, 'No word of the query met a word of this document.');
  // Drawn at the size it is shown, so that words keep their size on a phone.
  const width = matchMedia('(max-width: 40rem)').matches ? 330 : 480;
  const { nodes, links, height } = layOut(shown, width);
  const ribbons = links.map((link) => ribbon(link, threshold));
  const drawing = svg(
    'svg.flow-drawing',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': describe(shown) },
    svg('g.ribbons', {}, ...ribbons),
    svg('g', {}, ...nodes.map(block)),
  );
  const left = moving.length - shown.length;
  return element(
    'figure',
    {},
    drawing,
    left > 0 ? element('figcaption.hint', {}, `${left} flows that give less are not drawn.`) : null,
  );
}

function layOut(flows: readonly WordFlow[], width: number): { nodes: Node[]; links: Link[]; height: number } {
  const words = new Map<string, Word>();
  const links = flows.map((flow) => {
    const source = `from ${flow.from}`;
    const target = flow.to === null ? 'none' : `to ${flow.to}`;
    words.set(source, { key: source, label: flow.from, side: 'from' });
    words.set(target, { key: target, label: flow.to ?? 'nothing near', side: flow.to === null ? 'none' : 'to' });
    return { source, target, value: flow.mass, flow };
  });
  const nodes = [...words.values()];
  const place = placesOf(flows, nodes);
  const left = nodes.filter(({ side }) => side === 'from').length;
  const height = Math.max(120, Math.max(left, nodes.length - left) * rowHeight);
  const layout = sankey<Word, Ribbon>()
    .nodeId(({ key }) => key)
    .nodeWidth(8)
    .nodePadding(12)
    .nodeSort((a, b) => place(a) - place(b))
    .extent([
      [margin, 6],
      [width - margin, height - 6],
    ]);
  return { ...layout({ nodes, links }), height };
}

/** Left words as they come, right words beside their partners: few crossings. Mass that met nothing goes to the foot. */
function placesOf(flows: readonly WordFlow[], words: readonly Word[]): (word: Word) => number {
  const left = new Map(words.filter(({ side }) => side === 'from').map(({ label }, i) => [label, i]));
  return (word) => {
    if (word.side === 'none') return Infinity;
    if (word.side === 'from') return left.get(word.label) ?? 0;
    const partners = flows.filter((flow) => flow.to === word.label);
    const mass = partners.reduce((sum, flow) => sum + flow.mass, 0);
    return partners.reduce((sum, flow) => sum + flow.mass * (left.get(flow.from) ?? 0), 0) / mass;
  };
}

function ribbon(link: Link, threshold: number): SVGElement {
  const { flow } = link;
  const says = `${flow.from} → ${flow.to ?? 'nothing near'}: ${nearnessName(flow.distance, threshold)} (${flow.distance.toFixed(2)}), mass ${flow.mass.toFixed(3)}`;
  const colour = flow.to === null ? 'var(--unmet)' : nearnessColour(flow.distance, threshold);
  const d = sankeyLinkHorizontal<Word, Ribbon>()(link) ?? '';
  const path = svg(
    'path',
    { d, 'data-from': flow.from, stroke: colour, 'stroke-width': Math.max(1, link.width ?? 1) },
    svg('title', {}, says),
  );
  return path;
}

function block(node: Node): SVGElement {
  const { x0 = 0, x1 = 0, y0 = 0, y1 = 0, side, label } = node;
  const onLeft = side === 'from';
  const text = svg(
    'text',
    { x: onLeft ? x0 - 8 : x1 + 8, y: (y0 + y1) / 2, dy: '.35em', 'text-anchor': onLeft ? 'end' : 'start' },
    label.length > 16 ? `${label.slice(0, 15)}…` : label,
  );
  const box = svg('rect', { x: x0, y: y0, width: x1 - x0, height: Math.max(1, y1 - y0), rx: 2 });
  return svg(`g.word.${side}`, onLeft ? { 'data-from': label, tabindex: 0 } : {}, svg('title', {}, label), box, text);
}

function describe(flows: readonly WordFlow[]): string {
  return flows
    .slice(0, 10)
    .map(({ from, to }) => `${from} meets ${to ?? 'nothing'}`)
    .join(', ');
}
