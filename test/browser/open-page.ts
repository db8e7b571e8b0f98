import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startServer, type RunningServer } from '../../src/http/server';
import type { ServerConfig } from '../../src/http/settings';
import { FakeService } from '../http/fake-service';
import { sample } from '../http/test-app';

export const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const built = path.join(__dirname, '../../dist/http/page/index.html');
const screenshots = process.env['SCREENSHOTS'];

/** A test that needs a browser and the built page; skipped, with the reason in its name, where one is missing. */
export function browserTest(name: string, run: () => Promise<void>): void {
  if (!existsSync(executable)) test.skip(`${name} (no browser at ${executable}; CHROMIUM names another)`, () => undefined);
  else if (!existsSync(built)) test.skip(`${name} (the page is not built; run npm run build)`, () => undefined);
  else test(name, run);
}

/** The server, with a service in memory, and a browser. */
export class Stage {
  readonly service = new FakeService(sample);
  /** What the browser complained about: errors of scripts, refused content, answers that failed. */
  readonly complaints: string[] = [];
  private server: RunningServer | undefined;
  private browser: Browser | undefined;

  constructor(private readonly settings: Partial<ServerConfig> = {}) {}

  async open(): Promise<void> {
    if (!existsSync(executable)) return;
    this.server = await startServer({
      ...this.settings,
      port: 0,
      service: this.service,
      logLevel: 'silent',
      announce: () => undefined,
    });
    const args = ['--no-sandbox', '--disable-background-networking'];
    this.browser = await chromium.launch({ executablePath: executable, args });
  }

  async page(address = '/', size = { width: 1360, height: 900 }): Promise<Page> {
    if (!this.browser || !this.server) throw new Error('the stage is not open');
    const context = await this.browser.newContext({ viewport: size, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('console', (line) => {
      if (line.type() === 'error') this.complaints.push(line.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    await page.goto(this.server.url + address);
    return page;
  }

  /** Keeps a picture to look at where SCREENSHOTS names a folder. */
  async picture(page: Page, name: string): Promise<void> {
    if (screenshots === undefined) return;
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
  }

  async close(): Promise<void> {
    await this.browser?.close();
    await this.server?.close();
  }
}
