/** Drawings of a report as SVG text: nothing is loaded, nothing runs. */

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Half the length of the whisker. */
  readonly error?: number;
  /** What is written behind the bar. */
  readonly label: string;
}

export interface Dot {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly error?: number;
}

export interface Axis {
  readonly title: string;
  readonly isLogarithmic?: boolean;
}

const WIDTH = 720;
const NAMES = 130;
const LABELS = 150;
const ROW = 30;
/** Widest of most letters, and the distance of lines. */
const LETTER = 7.5;
const LINE = 14;
const PLOT = { left: 70, top: 20, width: 600, height: 260 };

/** Bars from zero, one below the other, in the order given. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value, error = 0 }) => value + error), Number.MIN_VALUE);
  const scale = (WIDTH - NAMES - LABELS) / most;
  const rows = bars.map(({ name, value, error, label }, i) => {
    const y = i * ROW + 5;
    const end = NAMES + value * scale;
    const whisker = error === undefined ? '' : line(end - error * scale, y + 10, end + error * scale, y + 10, 'whisker');
    const labelAt = end + (error ?? 0) * scale + 8;
    return `${text(NAMES - 8, y + 14, name, 'end')}<rect class="bar" x="${NAMES}" y="${y}" width="${px(value * scale)}" height="20"/>${whisker}${text(labelAt, y + 14, label)}`;
  });
  return svg(title, bars.length * ROW + 10, rows.join(''));
}

/** Named points with whiskers; joined in the order given where `isLine`. */
export function dotChart(title: string, dots: readonly Dot[], x: Axis, y: Axis, isLine = false): string {
  const { left, top, width, height } = PLOT;
  const across = scaleOf(
    dots.map((dot) => dot.x),
    x.isLogarithmic,
  );
  const up = scaleOf(
    dots.flatMap((dot) => [dot.y - (dot.error ?? 0), dot.y + (dot.error ?? 0)]),
    y.isLogarithmic,
  );
  const at = (value: number): number => left + across.at(value) * width;
  const rise = (value: number): number => top + (1 - up.at(value)) * height;
  const ticks = [
    ...across.ticks.map(
      (tick) => line(at(tick), top, at(tick), top + height, 'grid') + text(at(tick), top + height + 18, number(tick), 'middle'),
    ),
    ...up.ticks.map(
      (tick) => line(left, rise(tick), left + width, rise(tick), 'grid') + text(left - 8, rise(tick) + 4, number(tick), 'end'),
    ),
  ];
  const path = isLine
    ? `<polyline class="path" points="${dots.map((dot) => `${px(at(dot.x))},${px(rise(dot.y))}`).join(' ')}"/>`
    : '';
  const marks = dots.map((dot) => {
    const [cx, cy] = [at(dot.x), rise(dot.y)];
    const whisker = dot.error === undefined ? '' : line(cx, rise(dot.y - dot.error), cx, rise(dot.y + dot.error), 'whisker');
    return `${whisker}<circle class="dot" cx="${px(cx)}" cy="${px(cy)}" r="5"/>`;
  });
  const names = placed(
    dots.map((dot) => ({ name: dot.name, x: at(dot.x), y: rise(dot.y), isRight: at(dot.x) > left + width * 0.8 })),
  );
  marks.push(...names.map(({ name, textX, y, isRight }) => text(textX, y, name, isRight ? 'end' : 'start')));
  const titles = text(left + width / 2, top + height + 40, x.title, 'middle') + text(left, top - 6, y.title);
  return svg(title, height + 80, [...ticks, path, ...marks, titles].join(''));
}

interface Name {
  readonly name: string;
  /** Where its dot is. */
  readonly x: number;
  readonly y: number;
  /** Written to the left of its dot. */
  readonly isRight: boolean;
}

/** What is taken of a line of text. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

const ASIDE = 9;

/** Names beside their dots, from above down, each as far below its place as it takes to be clear of all dots and of those before. */
function placed(names: readonly Name[]): (Name & { readonly textX: number })[] {
  const taken: Span[] = names.map(({ x, y }) => ({ from: x - ASIDE + 2, to: x + ASIDE - 2, y: y + 4 }));
  return [...names]
    .sort((a, b) => a.y - b.y)
    .map((each) => {
      const length = each.name.length * LETTER;
      const textX = each.x + (each.isRight ? -ASIDE : ASIDE);
      const from = each.isRight ? textX - length : textX;
      const y = taken
        .filter((span) => span.from < from + length && from < span.to)
        .sort((a, b) => a.y - b.y)
        .reduce((free, span) => (Math.abs(span.y - free) < LINE ? span.y + LINE : free), each.y - 4);
      taken.push({ from, to: from + length, y });
      return { ...each, textX, y };
    });
}

/** Counts by true label (rows) and given label (columns); darker is a larger share of its row. */
export function confusionChart(title: string, labels: readonly string[], counts: readonly (readonly number[])[]): string {
  const left = 190;
  const size = Math.min(26, (WIDTH - left) / labels.length);
  const cells = counts.flatMap((row, r) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, c) => {
      const share = total > 0 ? count / total : 0;
      const tip = `${labels[r]} taken for ${labels[c]}: ${count} of ${total}`;
      return `<rect class="${r === c ? 'right' : 'wrong'}" fill-opacity="${share.toFixed(3)}" x="${px(left + c * size)}" y="${px(r * size)}" width="${px(size - 1)}" height="${px(size - 1)}"><title>${escaped(tip)}</title></rect>`;
    });
  });
  const height = labels.length * size;
  const names = labels.flatMap((label, r) => [
    text(left - 8, (r + 0.7) * size, label, 'end'),
    `<g transform="translate(${px(left + (r + 0.7) * size)} ${px(height + 6)}) rotate(-60)">${text(0, 0, label, 'end')}</g>`,
  ]);
  const longest = Math.max(...labels.map(({ length }) => length));
  return svg(title, height + 16 + longest * LETTER, [...cells, ...names].join(''));
}

/** Text as it may stand between tags and in attributes. */
export function escaped(plain: string): string {
  return plain.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

interface Scale {
  /** Place of a value, 0 to 1. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

function scaleOf(values: readonly number[], isLogarithmic = false): Scale {
  const forward = (value: number): number => (isLogarithmic ? Math.log10(Math.max(value, 1e-3)) : value);
  const least = Math.min(...values.map(forward));
  const most = Math.max(...values.map(forward));
  const margin = (most - least) * 0.08 || 0.5;
  const [from, to] = [least - margin, most + margin];
  const ticks = isLogarithmic ? logarithmicTicks(from, to) : evenTicks(from, to);
  return { at: (value) => (forward(value) - from) / (to - from), ticks };
}

/** 1, 2, 5 times the powers of ten between 10^from and 10^to; the powers alone of a wide range, even steps of a narrow one. */
function logarithmicTicks(from: number, to: number): number[] {
  const powers = Array.from({ length: Math.ceil(to) - Math.floor(from) + 1 }, (_, i) => 10 ** (Math.floor(from) + i));
  const ticks = powers.flatMap((power) => (to - from > 2 ? [power] : [power, 2 * power, 5 * power]));
  const within = ticks.filter((tick) => tick >= 10 ** from && tick <= 10 ** to);
  return within.length > 2 ? within : evenTicks(10 ** from, 10 ** to);
}

function evenTicks(from: number, to: number): number[] {
  const step = roundStep((to - from) / 5);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
}

/** 1, 2 or 5 times a power of ten, at least `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * ([1, 2, 5].find((factor) => factor * power >= step) ?? 10);
}

const px = (value: number): string => value.toFixed(1);
const number = (value: number): string => String(Number(value.toPrecision(3)));

const line = (x1: number, y1: number, x2: number, y2: number, kind: string): string =>
  `<line class="${kind}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"/>`;

const text = (x: number, y: number, plain: string, anchor = 'start'): string =>
  `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${escaped(plain)}</text>`;

const svg = (title: string, height: number, content: string): string =>
  `<figure><figcaption>${escaped(title)}</figcaption><svg viewBox="0 0 ${WIDTH} ${px(height)}" role="img" aria-label="${escaped(title)}">${content}</svg></figure>`;
