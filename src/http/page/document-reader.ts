/** A document as the server takes it. */
export interface UploadedDocument {
  readonly id?: string;
  readonly text: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A file's documents as NDJSON lines, by its ending: JSONL as it is, CSV by its header, anything else one document a file. */
export async function readDocuments(file: File): Promise<string[]> {
  const text = (await file.text()).replace(/^\uFEFF/, '');
  const name = file.name.toLowerCase();
  if (/\.(jsonl|ndjson)$/.test(name))
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map(reshape);
  if (name.endsWith('.json')) return jsonArray(text, file.name);
  if (name.endsWith('.csv')) return csvDocuments(text, file.name).map((document) => JSON.stringify(document));
  return [JSON.stringify({ id: file.name, text })];
}

function jsonArray(text: string, name: string): string[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error(`${name} is JSON but no array of documents.`);
  return value.map((document) => reshape(JSON.stringify(document)));
}

/** Fields beside id, text and terms become metadata; a line that is no object is left for the server to name. */
function reshape(line: string): string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return line;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return line;
  const { id, text, terms, metadata, ...others } = value as Record<string, unknown>;
  const gathered = { ...others, ...(typeof metadata === 'object' ? metadata : {}) };
  return JSON.stringify({
    ...(id === undefined ? {} : { id: String(id) }),
    ...(text === undefined ? {} : { text }),
    ...(terms === undefined ? {} : { terms }),
    ...(Object.keys(gathered).length > 0 ? { metadata: gathered } : {}),
  });
}

function csvDocuments(text: string, name: string): UploadedDocument[] {
  const [head = [], ...rows] = parseCsv(text);
  const names = head.map((cell) => cell.trim());
  const at = (wanted: string) => names.findIndex((cell) => cell.toLowerCase() === wanted);
  const [textAt, idAt] = [at('text'), at('id')];
  if (textAt < 0) throw new Error(`${name} has no column "text"; its columns are ${names.join(', ')}.`);
  return rows.map((cells) => {
    const others = names.flatMap((key, i) => (i === textAt || i === idAt || key === '' ? [] : [[key, cells[i] ?? ''] as const]));
    return {
      ...(idAt >= 0 && cells[idAt] ? { id: cells[idAt] } : {}),
      text: cells[textAt] ?? '',
      metadata: Object.fromEntries(others),
    };
  });
}

/** RFC 4180: quoted cells may hold commas, line ends and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) throw new Error(`The CSV is malformed near character ${at}: a quote inside an unquoted cell.`);
    row.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : (match[2] ?? ''));
    if (match[3] === ',' && cell.lastIndex < text.length) continue;
    if (match[3] === ',') row.push('');
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
