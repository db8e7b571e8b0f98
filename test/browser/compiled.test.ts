import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { executable } from './open-page';

const root = path.join(__dirname, '../..');
const needed = [executable, path.join(root, 'dist/cli.js'), path.join(root, 'dist/http/page/index.html')];
const missing = needed.find((file) => !existsSync(file));
const compiledTest = missing === undefined ? test : test.skip;
const data = mkdtempSync(path.join(tmpdir(), 'wordmover-browser-'));

let server: ChildProcess | undefined;
let browser: Browser | undefined;

/** `wordmover serve` as it ships, on a free port; resolves to its address once it says it. */
function serve(): Promise<string> {
  const started = spawn(process.execPath, ['dist/cli.js', 'serve', '--port', '0', '--data', data], { cwd: root });
  server = started;
  return new Promise((resolve, reject) => {
    let said = '';
    started.stdout.on('data', (chunk) => {
      said += String(chunk);
      const url = /listens on (\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    started.stderr.on('data', (chunk) => (said += String(chunk)));
    started.on('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
}

afterAll(async () => {
  await browser?.close();
  if (server?.exitCode === null) {
    const ended = new Promise<number | null>((resolve) => server?.on('exit', resolve));
    server.kill('SIGTERM');
    expect(await ended).toBe(0);
  }
  rmSync(data, { recursive: true, force: true });
});

compiledTest(
  `the compiled server finds by meaning in its sample documents${missing ? ` (${missing} is missing)` : ''}`,
  async () => {
    const url = await serve();
    browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-background-networking'] });
    const page = await browser.newPage();
    await page.goto(`${url}/?q=doctor+for+children`);
    await page.locator('.hit').first().waitFor();
    expect(await page.locator('.badge.good').innerText()).toBe('exact');
    expect(await page.locator('.hit mark').count()).toBeGreaterThan(0);
    expect(await page.locator('.panel .flow-drawing').count()).toBe(1);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('button', { name: 'Example 1' }).click();
    await page.locator('.verdict-card').waitFor();
    await page.getByRole('tab', { name: 'Distances' }).click();
    expect(await page.locator('.bounds tr').count()).toBeGreaterThan(3);
  },
);
