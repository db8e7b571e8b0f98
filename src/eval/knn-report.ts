import { barChart, confusionChart, dotChart, escaped } from './charts';
import type { KnnReport } from './knn';
import type { KnnResult } from './knn-classifier';
import type { MeanFigure } from './retrieval-measures';
import { textTable } from './text-table';
import { voteName } from './vote';

const HEADER = ['method', 'error %', '- L1', '- BM25', 'P@1 %', 'P@16 %', 'P@128 %', 'ms/query', 'solved'];

const VOTE_HEADER = ['method', 'best vote', 'error %'];

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:860px;margin:2rem auto;padding:0 1rem;color:#1c2733;background:#fff}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{white-space:nowrap;padding:.25rem .6rem;text-align:right;border-bottom:1px solid #d8dee6}
th:first-child,td:first-child{text-align:left}figure{margin:2rem 0}figcaption{font-weight:600;margin-bottom:.5rem}svg{width:100%;height:auto}
text{font:12px system-ui,sans-serif;fill:#1c2733}.bar{fill:#7aa6d8}.dot{fill:#1f5fa8}.path{fill:none;stroke:#1f5fa8;stroke-width:1.5}
.whisker{stroke:#1c2733;stroke-width:1.5}.grid{stroke:#e3e8ee}.right{fill:#1f5fa8}.wrong{fill:#b3392b}dt{font-weight:600;float:left;clear:left;width:9rem}dd{margin-left:9.5rem}`;

/** The report as a table. */
export function knnTable(report: KnnReport): string {
  const tables = [textTable(HEADER, report.results.map(cells))];
  if (report.curve.length > 0) tables.push(textTable(HEADER, report.curve.map(curveCells)));
  if (voteRows(report).length > 0) tables.push(textTable(VOTE_HEADER, voteRows(report)));
  return `${summary(report)}\n${protocolLines(report)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}\n\n${tables.join('\n\n')}`;
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
      { title: 'ms a query', isLogarithmic: true },
      { title: 'error, per cent' },
    ),
    ...(curve.length > 1 ? [curveChart(curve)] : []),
    ...results.flatMap((result) => (result.stages ? [funnelChart(result)] : [])),
    confusionChart(`What ${best.method} takes for what`, report.labels, confusions(report, best)),
  ];
  const protocol = protocolLines(report).map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  const body = [
    '<h1>Classification by nearest neighbours</h1>',
    `<p>${escaped(summary(report))}</p>`,
    `<dl>${protocol.join('')}</dl>`,
    htmlTable(HEADER, results.map(cells)),
    curve.length > 0 ? `<h2>Balanced transport by threshold</h2>${htmlTable(HEADER, curve.map(curveCells))}` : '',
    voteRows(report).length > 0
      ? `<h2>Best of many votes over the same neighbours</h2>${htmlTable(VOTE_HEADER, voteRows(report))}`
      : '',
    ...pictures,
  ];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>k-NN report</title><style>${STYLE}</style>${body.join('\n')}</html>\n`;
}

function summary({ train, test, vectors, threads }: KnnReport): string {
  return `${test} test documents, ${train} training documents, vectors ${vectors}, ${threads} thread${threads > 1 ? 's' : ''}; ± is one standard error, differences are paired`;
}

function protocolLines({ protocol }: KnnReport): [string, string][] {
  const { vote, text, subjectWeight, tf, idfPower, joined, lemmas, threshold } = protocol;
  return [
    ['vote', voteName(vote)],
    ['text', text === 'subject-body' ? `${text}, subject x ${subjectWeight}` : text],
    ['tf', tf],
    ['idf power', String(idfPower)],
    ['joined tokens', joined],
    ['words', lemmas ? 'lemmas' : 'as they stand'],
    ['threshold', thresholdName(Number(threshold))],
  ];
}

function cells({ method, error, overL1, overBm25, precision, msPerQuery, stages }: KnnResult): string[] {
  return [
    method,
    percent(error),
    overL1 ? percent(overL1) : '',
    overBm25 ? percent(overBm25) : '',
    ...([1, 16, 128] as const).map((cutoff) => (100 * precision[cutoff]).toFixed(1)),
    msPerQuery.toFixed(1),
    stages ? stages.solved.toFixed(0) : '',
  ];
}

function voteRows({ results }: KnnReport): string[][] {
  return results.flatMap(({ method, bestVote }) =>
    bestVote ? [[method, voteName(bestVote.vote), percent(bestVote.error)]] : [],
  );
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

const speedDot = ({ method, error, msPerQuery }: KnnResult) => ({
  name: method,
  x: msPerQuery,
  y: 100 * error.mean,
  error: 100 * error.error,
});

/** Without a threshold distances of unit vectors end at 2. */
function curveChart(curve: readonly KnnResult[]): string {
  const dots = curve
    .map((result) => ({ ...speedDot(result), name: `${result.msPerQuery.toFixed(1)} ms`, x: Math.min(2, result.threshold!) }))
    .sort((a, b) => a.x - b.x);
  return dotChart('Balanced transport by threshold', dots, { title: 'threshold (2: none)' }, { title: 'error, per cent' }, true);
}

function funnelChart({ method, stages }: KnnResult): string {
  const bars = Object.entries(stages!).map(([name, value]: [string, number]) => ({ name, value, label: value.toFixed(1) }));
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
