import { readFileSync } from 'node:fs';
import path from 'node:path';
import { serverSettings } from '../../src/http/settings';
import { testApp } from './test-app';

const page = readFileSync(path.join(__dirname, '../../docs/operations.md'), 'utf8');

test.each(Object.values(serverSettings).map((setting) => [setting.flag, setting] as const))(
  'docs/operations.md tells the setting --%s, its variable and its default',
  (flag, { env, value }) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`--${flag}\` |`)) ?? '';
    expect(row).toContain(`| \`${env}\` |`);
    expect(row).toContain(`| ${value === '' ? 'none' : String(value)} |`);
  },
);

test('docs/operations.md tells every metric of its own', async () => {
  const { text } = await testApp().client.get('/metrics');
  const names = [...text.matchAll(/^# HELP (wordmover_\S+)/gm)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(6);
  for (const name of names) expect(page).toContain(`\`${name}\``);
});
