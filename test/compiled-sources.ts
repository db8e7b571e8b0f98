import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.join(__dirname, '..');

/** The sources as JavaScript in a temporary package folder, for child processes: starting one is 20 times faster than through ts-node. */
export function compiledSources(): { readonly dist: string; readonly remove: () => void } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-dist-'));
  for (const name of ['node_modules', 'package.json', 'data']) fs.symlinkSync(path.join(ROOT, name), path.join(folder, name));
  const dist = path.join(folder, 'dist');
  const sources = fs.readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  for (const source of sources.filter((name) => name.endsWith('.ts') && !/page|assembly/.test(name))) {
    const target = path.join(dist, source.replace(/\.ts$/, '.js'));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const { outputText } = ts.transpileModule(fs.readFileSync(path.join(ROOT, 'src', source), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    fs.writeFileSync(target, outputText);
  }
  return { dist, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}
