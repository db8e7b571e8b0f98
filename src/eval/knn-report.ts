import { barChart, confusionChart, dotChart, escaped } from './charts';
import type { KnnReport } from './knn';
import type { KnnResult } from './knn-classifier';
import type { MeanFigure } from './retrieval-measures';
import { textTable } from './text-table';
import { voteName } from './vote';

const HEADER = ['method', 'vote', 'error %', '- L1', '- BM25', 'P@1 %', 'P@16 %', 'P@128 %', 'ms/query', 'CPU ms', 'solved'];

const STEP_HEADER = ['option', 'by', 'value: error %', 'chosen'];

const VOTE_HEADER = ['method', 'vote', 'error % on the split'];

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:1180px;margin:2rem auto;padding:0 1rem;color:#1c2733;background:#fff}
table{display:block;overflow-x:auto;border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{white-space:nowrap;padding:.25rem .6rem;text-align:right;border-bottom:1px solid #d8dee6}
th:first-child,td:first-child{text-align:left}figure{margin:2rem 0;max-width:860px}figcaption{font-weight:600;margin-bottom:.5rem}svg{width:100%;height:auto}
text{font:12px system-ui,sans-serif;fill:#1c2733}.bar{fill:#7aa6d8}.dot{fill:#1f5fa8}.path{fill:none;stroke:#1f5fa8;stroke-width:1.5}
.whisker{stroke:#1c2733;stroke-width:1.5}.grid{stroke:#e3e8ee}.right{fill:#1f5fa8}.wrong{fill:#b3392b}dt{font-weight:600;float:left;clear:left;width:9rem}dd{margin-left:9.5rem}`;

interface Section {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The report as tables. */
export function knnTable(report: KnnReport): string {
  const protocol = protocolLines(report).map(([name, value]) => `${name} ${value}`);
  const tables = sections(report).map(({ title, header, rows }) => `${title}\n${textTable(header, rows)}`);
  return `${summary(report)}\n${protocol.join(', ')}\n\n${tables.join('\n\n')}`;
}

/** The report as one page that loads nothing else: error by method, error against time, thresholds, funnel, confusions. */
export function knnHtml(report: KnnReport): string {
  const { results, curve } = report;
  const best = results.reduce((a, b) => (b.error.mean < a.error.mean ? b : a));
  const pictures = [
    barChart('Error by method, per cent, with standard error', results.map(errorBar)),
    dotChart(
      'Error against time',
      results.map(speedDot),
      { title: 'processor ms a query', isLogarithmic: true },
      { title: 'error, per cent', isLogarithmic: results.every(({ error }) => error.mean > error.error) },
    ),
    ...(curve.length > 1 ? [curveChart(curve)] : []),
    ...thresholdCharts(report),
    ...results.flatMap((result) => (result.stages ? [funnelChart(result)] : [])),
    confusionChart(`What ${best.method} takes for what`, report.labels, confusions(report, best)),
  ];
  const protocol = protocolLines(report).map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  const body = [
    '<h1>Classification by nearest neighbours</h1>',
    `<p>${escaped(summary(report))}</p>`,
    `<dl>${protocol.join('')}</dl>`,
    ...sections(report).map(({ title, header, rows }) => `<h2>${escaped(title)}</h2>${htmlTable(header, rows)}`),
    ...pictures,
  ];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>k-NN report</title><style>${STYLE}</style>${body.join('\n')}</html>\n`;
}

function sections({ results, sameVote, curve, choice, protocol }: KnnReport): Section[] {
  const all = [
    { title: 'Methods', header: HEADER, rows: results.map(cells) },
    { title: `All by ${voteName(protocol.vote)}`, header: HEADER, rows: sameVote.map(cells) },
    { title: 'Balanced transport by threshold', header: HEADER, rows: curve.map(curveCells) },
    {
      title: `Chosen on training documents${choice ? `: ${choice.test} of them by ${choice.train} others` : ''}`,
      header: STEP_HEADER,
      rows: (choice?.steps ?? []).map(({ option, method, tried, chosen }) => [
        option,
        method,
        tried.map(({ value, error }) => `${value}: ${percent(error)}`).join(', '),
        chosen,
      ]),
    },
    {
      title: 'Votes chosen',
      header: VOTE_HEADER,
      rows: (choice?.votes ?? []).map(({ method, vote, share, error }) => [named(method, share), voteName(vote), percent(error)]),
    },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

const named = (method: string, share?: number): string => (share === undefined ? method : `${method} (${share})`);

function summary({ train, test, vectors, threads, seconds }: KnnReport): string {
  const documents = `${test} test documents, ${train} training documents, vectors ${vectors}`;
  return `${documents}, ${threads} thread${threads > 1 ? 's' : ''}, ${seconds.toFixed(0)} s; ± is one standard error, differences are paired`;
}

function protocolLines({ protocol }: KnnReport): [string, string][] {
  const { vote, text, subjectWeight, tf, idfPower, classWeight, joined, lemmas, threshold } = protocol;
  return [
    ['vote', voteName(vote)],
    ['text', text === 'subject-body' ? `${text}, subject x ${subjectWeight}` : text],
    ['tf', tf],
    ['idf power', String(idfPower)],
    ['class weight', String(classWeight)],
    ['joined tokens', joined],
    ['words', lemmas ? 'lemmas' : 'as they stand'],
    ['threshold', thresholdName(Number(threshold))],
  ];
}

function cells(result: KnnResult): string[] {
  const { method, share, vote, error, overL1, overBm25, precision, msPerQuery, cpuMsPerQuery, stages } = result;
  return [
    named(method, share),
    voteName(vote),
    percent(error),
    overL1 ? percent(overL1) : '',
    overBm25 ? percent(overBm25) : '',
    ...([1, 16, 128] as const).map((cutoff) => (100 * precision[cutoff]).toFixed(1)),
    msPerQuery.toFixed(1),
    cpuMsPerQuery.toFixed(1),
    stages ? stages.solved.toFixed(0) : '',
  ];
}

const curveCells = (result: KnnResult): string[] => [`T = ${thresholdName(result.threshold!)}`, ...cells(result).slice(1)];

const percent = ({ mean, error }: MeanFigure): string => `${(100 * mean).toFixed(2)} ± ${(100 * error).toFixed(2)}`;

const thresholdName = (threshold: number): string => (threshold === Infinity ? 'none' : String(Number(threshold.toFixed(3))));

const errorBar = ({ method, error }: KnnResult) => ({
  name: method,
  value: 100 * error.mean,
  error: 100 * error.error,
  label: percent(error),
});

const speedDot = ({ method, error, cpuMsPerQuery }: KnnResult) => ({
  name: method,
  x: cpuMsPerQuery,
  y: 100 * error.mean,
  error: 100 * error.error,
});

/** Without a threshold distances of unit vectors end at 2. */
function curveChart(curve: readonly KnnResult[]): string {
  const dots = curve
    .map((result) => ({ ...speedDot(result), name: `${result.cpuMsPerQuery.toFixed(1)} ms`, x: Math.min(2, result.threshold!) }))
    .sort((a, b) => a.x - b.x);
  return dotChart('Balanced transport by threshold', dots, { title: 'threshold (2: none)' }, { title: 'error, per cent' }, true);
}

/** Error of balanced transport on training documents, by which its threshold was chosen. */
function thresholdCharts({ choice }: KnnReport): string[] {
  const step = choice?.steps.find(({ option }) => option === 'threshold');
  if (!step || step.tried.length < 2) return [];
  const dots = step.tried.map(({ value, error }) => ({
    name: value,
    x: Number(value),
    y: 100 * error.mean,
    error: 100 * error.error,
  }));
  return [dotChart('Thresholds tried on training documents', dots, { title: 'threshold' }, { title: 'error, per cent' }, true)];
}

const countLabel = (count: number): string => (count < 100 ? count.toFixed(1) : Math.round(count).toLocaleString('en'));

function funnelChart({ method, stages }: KnnResult): string {
  const bars = Object.entries(stages!).map(([name, value]: [string, number]) => ({ name, value, label: countLabel(value) }));
  return barChart(`Documents that each stage of ${method} touches, a query`, bars);
}

function confusions({ labels, truth }: KnnReport, { predicted }: KnnResult): number[][] {
  const at = new Map(labels.map((label, i) => [label, i]));
  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  truth.forEach((label, q) => {
    const row = at.get(label);
    if (row !== undefined) counts[row][at.get(predicted[q])!]++;
  });
  return counts;
}

function htmlTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (each: readonly string[], tag: string): string =>
    `<tr>${each.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${row(header, 'th')}${rows.map((each) => row(each, 'td')).join('')}</table>`;
}
