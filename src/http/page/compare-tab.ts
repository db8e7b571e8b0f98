import { boundsChart } from './bounds-chart';
import { element } from './element';
import { flowDrawing } from './flow-drawing';
import { heatMap } from './heat-map';
import { metWords } from './met-words';
import { chosenModel, modelChoice } from './model-choice';
import { nearnessLegend } from './nearness';
import { emptyNotice, errorNotice } from './notice';
import { pairWords } from './pairing';
import { compare, type ComparisonAnswer } from './server-api';
import { thresholdOf } from './contributions';
import { tintedText } from './tinted-text';
import { readState, writeState } from './url-state';
import { viewSwitch } from './views';

const pauseMs = 250;
const examples = [
  ['Obama speaks to the media in Illinois', 'The president greets the press in Chicago'],
  ['The band gave a concert in Japan', 'A musician performed a song in Tokyo'],
] as const;
let opened = 'Flow';

/** Two texts held against each other: distance, who met whom, and every bound against the exact value. */
export class CompareTab {
  readonly root = element('div.compare-tab');
  private readonly a = textBox('First text', 'a');
  private readonly b = textBox('Second text', 'b');
  private readonly transport = element(
    'select',
    { 'aria-label': 'Transport' },
    element('option', { value: 'balanced' }, 'Are they about the same? (balanced)'),
    element('option', { value: 'partial' }, 'Does the second answer the first? (partial)'),
  ) as HTMLSelectElement;
  private readonly answer = element('div.comparison', { 'aria-live': 'polite' });
  private timer = 0;
  private running: AbortController | undefined;

  constructor() {
    const tries = examples.map(([a, b], i) =>
      element('button.quiet', { type: 'button', onclick: () => this.fill(a, b) }, `Example ${i + 1}`),
    );
    this.root.append(
      element('div.two-texts', {}, label('First text', this.a), label('Second text', this.b)),
      element('div.row', {}, this.transport, ...tries),
      modelChoice(() => void this.ask(), ['refine']),
      this.answer,
    );
    for (const box of [this.a, this.b]) box.addEventListener('input', () => this.typed());
    this.transport.addEventListener('change', () => void this.ask());
    pairWords(this.root);
  }

  async open(): Promise<void> {
    const { a, b } = readState();
    this.a.value = a;
    this.b.value = b;
    await this.ask();
  }

  focus(): void {
    this.a.focus();
  }

  private fill(a: string, b: string): void {
    this.a.value = a;
    this.b.value = b;
    this.typed();
  }

  private typed(): void {
    writeState({ a: this.a.value, b: this.b.value });
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), pauseMs);
  }

  private async ask(): Promise<void> {
    const [a, b] = [this.a.value, this.b.value];
    this.running?.abort();
    if (a.trim() === '' || b.trim() === '') {
      this.answer.replaceChildren(emptyNotice('Write two texts, or take an example'));
      return;
    }
    const running = new AbortController();
    this.running = running;
    try {
      const result = await compare(
        a,
        b,
        { transport: this.transport.value as 'balanced' | 'partial', refine: chosenModel().refine },
        running.signal,
      );
      if (this.running === running) this.answer.replaceChildren(...comparison(result, a, b));
    } catch (error) {
      if (!running.signal.aborted) this.answer.replaceChildren(errorNotice(error, () => void this.ask()));
    }
  }
}

function comparison(result: ComparisonAnswer, a: string, b: string): HTMLElement[] {
  const { refined } = result;
  const threshold = thresholdOf(result.flows, refined?.threshold);
  const bar = element('span.bar');
  bar.style.width = `${100 * result.score}%`;
  const unknown =
    result.unknownWords.length > 0 ? element('p.hint', {}, `Without a vector: ${result.unknownWords.join(', ')}`) : null;
  const head = element(
    'section.verdict-card',
    {},
    element('output.big', { 'aria-label': 'Score' }, result.score.toFixed(3)),
    element(
      'div',
      {},
      element('div.meter', {}, bar),
      element('p', {}, `${likeness(result.score)} Their distance is ${result.distance.toFixed(4)}.`),
      unknown ?? '',
      refined ? inContext(refined) : '',
    ),
  );
  const texts = element(
    'section.two-texts',
    {},
    tintedText(a, metWords(a, result.flows, 'from'), threshold),
    tintedText(b, metWords(b, result.flows, 'to'), threshold),
  );
  const views = [
    { name: 'Flow', draw: () => withLegend(flowDrawing(result.flows, threshold)) },
    { name: 'Heat map', draw: () => withLegend(heatMap(result.flows, threshold)) },
    ...(refined ? [] : [{ name: 'Distances', draw: () => boundsChart(result.bounds, result.distance) }]),
  ];
  const why = element(
    'section.why',
    {},
    viewSwitch('Ways to look at it', views, opened, (name) => (opened = name)),
  );
  return [head, texts, why];
}

function inContext({ model, occurrences, ms, before }: NonNullable<ComparisonAnswer['refined']>): HTMLElement {
  const alone = before ? `; words alone give ${before.score.toFixed(3)}` : '';
  return element('p.hint', {}, `In context: ${occurrences} words as ${model} sees them, ${Math.round(ms)} ms${alone}.`);
}

function withLegend(drawing: HTMLElement): HTMLElement {
  return element('div', {}, drawing, nearnessLegend());
}

function likeness(score: number): string {
  if (score > 0.999) return 'The same words.';
  if (score > 0.6) return 'Much alike.';
  if (score > 0.3) return 'Related.';
  return score > 0.1 ? 'Loosely related.' : 'Hardly anything in common.';
}

function textBox(name: string, id: string): HTMLTextAreaElement {
  return element('textarea', { id: `text-${id}`, rows: 3, placeholder: name }) as HTMLTextAreaElement;
}

function label(text: string, box: HTMLElement): HTMLElement {
  return element('label', { for: box.id }, element('span', {}, text), box);
}
