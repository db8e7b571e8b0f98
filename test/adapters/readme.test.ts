import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const section = /## LangChain and AI SDK\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
const [pipeline, reranking] = [...section.matchAll(/```js\n([\s\S]*?)```/g)].map(([, program]) => program);
const output = /```\n\n```\n([\s\S]*?)```/.exec(section)?.[1];

/** The package's names, as its `exports` give them to a user. */
const sources: Readonly<Record<string, string>> = {
  wordmover: '../../src/index',
  'wordmover/langchain': '../../src/langchain',
  'wordmover/ai': '../../src/ai',
};

type Program = (load: (name: string) => unknown, console: Pick<Console, 'log'>) => Promise<void>;
const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (...source: string[]) => Program;

/** Runs a module as it is printed, but for the form of its imports; gives what it logs. */
async function run(module: string): Promise<string> {
  const body = module.replace(/^import (\{.*\}) from ('.*');$/gm, 'const $1 = load($2);');
  let said = '';
  const load = (name: string): unknown => jest.requireActual(sources[name] ?? name);
  await new AsyncFunction('load', 'console', body)(load, { log: (text: string) => void (said += `${text}\n`) });
  return said;
}

test('the LangChain pipeline of README is ten lines and says what is printed there', async () => {
  expect(pipeline.trimEnd().split('\n')).toHaveLength(10);
  expect(await run(pipeline)).toBe(output);
});

test('the AI SDK program of README says what is printed there', async () => {
  expect(await run(reranking)).toBe(`${/\/\/ (.*)\n$/.exec(reranking)?.[1]}\n`);
});

/** Here the frameworks' ES modules meet the CommonJS ones that the adapters load. */
const whenBuilt = existsSync(path.join(root, 'dist/langchain.js')) ? test : test.skip;

whenBuilt.each([
  ['LangChain', pipeline, output],
  ['AI SDK', reranking, 'Ask a veterinarian about a limping hound.\n'],
])('the %s program runs as an ES module over the built package (npm run build makes it)', (_name, module, printed) => {
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', module], { cwd: root, encoding: 'utf8' })).toBe(printed);
});
