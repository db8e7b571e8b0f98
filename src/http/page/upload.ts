import { readDocuments } from './document-reader';
import { element } from './element';
import { uploadDocuments } from './server-api';

const linesPerRequest = 400;

/** A place to drop files; sends them in pieces, so that progress is real and a fault names its file and line. */
export function uploadBox(collection: string, done: () => void): HTMLElement {
  const input = element('input', {
    type: 'file',
    multiple: true,
    accept: '.jsonl,.ndjson,.json,.csv,.txt,.md,text/plain',
    'aria-label': `Files for ${collection}`,
  }) as HTMLInputElement;
  const report = element('div.upload-report', { 'aria-live': 'polite' });
  const box = element(
    'label.drop',
    {},
    input,
    element('span', {}, element('b', {}, 'Add documents: '), 'drop JSONL, CSV or text files here, or click'),
  );
  const start = async (files: readonly File[]) => {
    if (files.length === 0) return;
    await upload(collection, files, report);
    input.value = '';
    done();
  };
  input.addEventListener('change', () => void start([...(input.files ?? [])]));
  box.addEventListener('dragover', (event) => (event.preventDefault(), box.classList.add('over')));
  box.addEventListener('dragleave', () => box.classList.remove('over'));
  box.addEventListener('drop', (event) => {
    event.preventDefault();
    box.classList.remove('over');
    void start([...(event.dataTransfer?.files ?? [])]);
  });
  return element('div', {}, box, report);
}

async function upload(collection: string, files: readonly File[], report: HTMLElement): Promise<void> {
  const faults: string[] = [];
  let stored = 0;
  for (const file of files) {
    try {
      const lines = await readDocuments(file);
      for (let at = 0; at < lines.length; at += linesPerRequest) {
        progress(report, `${file.name}: ${at.toLocaleString('en')} of ${lines.length.toLocaleString('en')}`, at / lines.length);
        const answer = await uploadDocuments(collection, lines.slice(at, at + linesPerRequest).join('\n'));
        stored += answer.stored;
        faults.push(...answer.errors.map(({ line, message }) => `${file.name}:${at + line}: ${message}`));
      }
    } catch (error) {
      faults.push(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  finish(report, stored, faults);
}

function progress(report: HTMLElement, text: string, share: number): void {
  report.replaceChildren(element('progress', { max: 1, value: share }), element('span', {}, text));
}

function finish(report: HTMLElement, stored: number, faults: readonly string[]): void {
  const shown = faults.slice(0, 8).map((fault) => element('li', {}, fault));
  if (faults.length > shown.length) shown.push(element('li', {}, `and ${faults.length - shown.length} more`));
  const says = element('p.good', {}, `${stored.toLocaleString('en')} document${stored === 1 ? '' : 's'} stored.`);
  report.replaceChildren(says, faults.length > 0 ? element('ul.faults', { role: 'alert' }, ...shown) : '');
}
