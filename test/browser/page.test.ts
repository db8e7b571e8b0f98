import { WordmoverError } from '../../src/errors';
import { browserTest, Stage } from './open-page';

const stage = new Stage();
const phone = { width: 390, height: 844 };
const question = 'how do I start a career in data science?';

beforeAll(() => stage.open());
afterAll(() => stage.close());
beforeEach(() => void (stage.complaints.length = 0));

describe('search', () => {
  browserTest('finds as one types, best first, and keeps the address', async () => {
    const page = await stage.page();
    await page.getByRole('searchbox').pressSequentially('career in data science');
    await page.locator('.hit').first().waitFor();
    expect(await page.locator('.hit').first().getAttribute('data-id')).toBe('career');
    expect(page.url()).toContain('q=career+in+data+science');
    expect(await page.locator('.funnel').innerText()).toContain('solved exactly');
    await page.reload();
    await page.locator('.hit').first().waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('career in data science');
    await stage.picture(page, 'search');
    expect(stage.complaints).toEqual([]);
  });

  browserTest('pointing at a word of the query lights up what it met', async () => {
    const page = await stage.page(`/?q=${encodeURIComponent(question)}`);
    await page.locator('.query-word', { hasText: 'career' }).hover();
    const lit = page.locator('mark.paired');
    await lit.first().waitFor();
    expect((await lit.allInnerTexts()).map((word) => word.toLowerCase()).sort()).toEqual(['career', 'job']);
    expect(await page.locator('.ribbons path.paired').count()).toBe(1);
    await stage.picture(page, 'hover');
    await page.locator('.masthead').hover();
    expect(await lit.count()).toBe(0);
  });

  browserTest('says why a hit stands above the next', async () => {
    const page = await stage.page(`/?q=${encodeURIComponent(question)}`);
    const why = page.locator('.panel .why');
    await why.waitFor();
    expect(await why.locator('.verdict').innerText()).toMatch(/^Hit 1 is above hit 2 by 0\.\d{3}: “career” is in its text/);
    expect(await why.locator('.flow-drawing').getAttribute('aria-label')).toContain('career meets career');
    await why.getByRole('tab', { name: 'Side by side' }).click();
    const row = why.locator('tr', { has: page.locator('th', { hasText: 'career' }) }).last();
    expect(await row.innerText()).toMatch(/= career.*≈ job/s);
    await stage.picture(page, 'side-by-side');
    await why.getByRole('tab', { name: 'Heat map' }).click();
    expect(await why.locator('.heat-map td i').count()).toBe(3);
  });

  browserTest('goes by keyboard alone', async () => {
    const page = await stage.page(`/?q=${encodeURIComponent(question)}`);
    await page.locator('.hit').first().waitFor();
    await page.locator('body').press('/');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('.hit.selected').getAttribute('data-id')).toBe('guide');
    expect(await page.locator('.panel h2').innerText()).toContain('guide');
    await page.keyboard.press('Escape');
    await page.locator('.notice').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  browserTest('more like this, and back', async () => {
    const page = await stage.page(`/?q=${encodeURIComponent(question)}`);
    await page.locator('.hit[data-id=cook]').getByRole('button', { name: 'More like this' }).click();
    await page.locator('.like', { hasText: 'cook' }).waitFor();
    expect(await page.locator('.hit').first().getAttribute('data-id')).toBe('cook');
    await page.goBack();
    await page.locator('.hit[data-id=career].selected').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe(question);
  });

  browserTest('fits a phone', async () => {
    const page = await stage.page(`/?q=${encodeURIComponent(question)}`, phone);
    await page.locator('.hit .why').waitFor();
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(phone.width);
    await stage.picture(page, 'phone');
  });

  browserTest('an error is said, and gone when it works again', async () => {
    const page = await stage.page('/');
    stage.service.failure = new WordmoverError('QUEUE_FULL', 'All threads are busy.');
    await page.getByRole('searchbox').fill('career');
    const notice = page.getByRole('alert');
    await notice.waitFor();
    expect(await notice.innerText()).toContain('All threads are busy.');
    await stage.picture(page, 'error');
    await notice.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.hit').first().waitFor();
  });

  browserTest('a collection that is being made is waited for', async () => {
    stage.service.unmade.add('sample');
    stage.service.failure = new WordmoverError('DEADLINE_EXCEEDED', 'the dictionary is being made (7 %)');
    const page = await stage.page(`/?q=${encodeURIComponent(question)}`);
    await page.locator('.hit').first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(stage.service.failure).toBeUndefined();
    stage.service.unmade.clear();
  });

  browserTest('markup in a document is shown, not run', async () => {
    const text = 'career <img src=x onerror="document.title=\'run\'"> <b>bold</b>';
    await stage.service.upsert('sample', [{ id: '<script>', text, metadata: { title: '<i>title</i>' } }]);
    const page = await stage.page('/?q=career');
    await page.locator('.hit', { hasText: '<i>title</i>' }).waitFor();
    expect(await page.title()).toBe('wordmover');
    expect(await page.locator('.hit img').count()).toBe(0);
    await stage.service.deleteDocument('sample', '<script>');
  });
});

describe('with a sentence model', () => {
  afterEach(() => void (stage.service.model = null));

  browserTest('ranks in context and fuses, and says what each gave', async () => {
    stage.service.model = 'tiny';
    const page = await stage.page(`/?q=${encodeURIComponent(question)}`);
    await page.locator('.hit[data-id=career].selected').waitFor();
    await page.getByLabel('Words in context').check();
    await page.locator('.hit[data-id=guide].selected').waitFor();
    expect(await page.locator('.hit').first().locator('.places').innerText()).toMatch(/in context.*words alone 0\.\d\d/s);
    expect(await page.locator('.funnel').innerText()).toContain('ranked again in context · 1 text read by tiny');
    await page.getByLabel('Whole texts').check();
    await page.locator('.place', { hasText: 'by whole text' }).first().waitFor();
    expect(await page.locator('.panel .verdict').innerText()).toMatch(
      /it is 2nd by words, 1st by whole text; hit 2 is 1st by words/,
    );
    expect(page.url()).toMatch(/refine=context.*fuse=sentence/);
    await page.reload();
    await page.locator('.place', { hasText: 'by whole text' }).first().waitFor();
    expect(await page.getByLabel('Words in context').isChecked()).toBe(true);
    await stage.picture(page, 'model');
    expect(stage.complaints).toEqual([]);
  });

  browserTest('compares in context', async () => {
    stage.service.model = 'tiny';
    const page = await stage.page('/?tab=compare&a=a+job&b=a+career');
    await page.locator('.verdict-card').waitFor();
    await page.getByLabel('Words in context').check();
    await page.locator('.verdict-card', { hasText: 'as tiny sees them' }).waitFor();
    expect(await page.getByRole('tab', { name: 'Distances' }).count()).toBe(0);
    expect(await page.getByLabel('Whole texts').count()).toBe(0);
  });

  browserTest('nothing of it without one', async () => {
    const page = await stage.page(`/?q=${encodeURIComponent(question)}`);
    await page.locator('.hit').first().waitFor();
    expect(await page.locator('.model-choice').isVisible()).toBe(false);
  });
});

browserTest('compare shows the distance, who met whom, and every bound', async () => {
  const page = await stage.page('/?tab=compare');
  await page.getByLabel('First text').fill('a career in data');
  await page.getByLabel('Second text').fill('a job with data');
  await page.locator('.verdict-card').waitFor();
  expect(await page.locator('.tinted mark').allInnerTexts()).toEqual(['career', 'data', 'job', 'data']);
  await page.locator('.tinted mark', { hasText: 'career' }).hover();
  expect(await page.locator('mark.paired').allInnerTexts()).toEqual(['career', 'job']);
  await page.getByRole('tab', { name: 'Distances' }).click();
  expect(await page.locator('.bounds tr').allInnerTexts()).toEqual([
    expect.stringMatching(/rwmd.*80\.0 %/s),
    expect.stringMatching(/ict.*95\.0 %/s),
    expect.stringMatching(/wmd.*exact/s),
  ]);
  await stage.picture(page, 'compare');
  expect(stage.complaints).toEqual([]);
});

describe('collections', () => {
  browserTest('make one, upload JSONL, CSV and text, see faults, search it', async () => {
    const page = await stage.page('/?tab=collections');
    await page.getByLabel('Name of a new collection').fill('news');
    await page.getByRole('button', { name: 'Make a collection' }).click();
    const card = page.locator('.collection[data-name=news]');
    await card.waitFor();
    const jsonl = '{"id": "a", "text": "a career at sea", "year": 1999}\nnot json\n{"id": "b", "text": "a job on land"}\n';
    const csv = 'id,text,mood\r\nc,"sea, wind and ""waves""",calm\r\nd,"two\nlines",odd\r\n';
    await card.locator('input[type=file]').setInputFiles([
      { name: 'two.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(jsonl) },
      { name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) },
      { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('a note of its own') },
    ]);
    await card.locator('.good').waitFor();
    expect(await card.locator('.good').innerText()).toBe('5 documents stored.');
    expect(await card.locator('.faults').innerText()).toContain('two.jsonl:2: The line is no valid JSON.');
    await page.waitForFunction(`document.querySelector('[data-name=news] dd').textContent === '5'`);
    expect((await stage.service.document('news', 'c')).text).toBe('sea, wind and "waves"');
    expect((await stage.service.document('news', 'a')).metadata).toEqual({ year: 1999 });
    await stage.picture(page, 'collections');
    await card.getByRole('button', { name: 'Search it' }).click();
    await page.getByRole('searchbox').fill('career');
    await page.locator('.hit').first().waitFor();
    expect(await page.locator('.hit').first().getAttribute('data-id')).toBe('a');
  });

  browserTest('a slow list from before does not take away a new collection', async () => {
    const page = await stage.page('/?tab=collections');
    await page.locator('.collection').first().waitFor();
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    await page.route(
      '**/v1/collections',
      async (route) => {
        const answer = await route.fetch();
        await gate;
        await route.fulfill({ response: answer });
      },
      { times: 1 },
    );
    const slow = page.waitForResponse('**/v1/collections');
    await page.getByRole('button', { name: 'Collections' }).click();
    await page.getByLabel('Name of a new collection').fill('late');
    await page.getByRole('button', { name: 'Make a collection' }).click();
    await page.locator('.collection[data-name=late]').waitFor();
    letGo();
    await (await slow).finished();
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    expect(await page.locator('.collection[data-name=late]').count()).toBe(1);
    await stage.service.deleteCollection('late');
  });

  browserTest('deleting asks first', async () => {
    await stage.service.putCollection('gone', {});
    const page = await stage.page('/?tab=collections');
    const card = page.locator('.collection[data-name=gone]');
    await card.getByRole('button', { name: 'Delete' }).click();
    expect((await stage.service.collections()).map(({ name }) => name)).toContain('gone');
    await card.getByRole('button', { name: 'Really delete gone?' }).click();
    await card.waitFor({ state: 'detached' });
    expect((await stage.service.collections()).map(({ name }) => name)).not.toContain('gone');
  });
});

browserTest('the dark side keeps its contrast, and is remembered', async () => {
  const page = await stage.page(`/?q=${encodeURIComponent(question)}`);
  await page.getByRole('button', { name: 'Switch between light and dark' }).click();
  await page.reload();
  await page.locator('.hit').first().waitFor();
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  await stage.picture(page, 'dark');
});

browserTest('the contract is browsable under the content policy', async () => {
  const page = await stage.page('/docs');
  await page.locator('.opblock').first().waitFor();
  expect(await page.locator('.opblock').count()).toBeGreaterThan(15);
  await page.locator('.opblock', { hasText: '/v1/compare' }).click();
  await page.getByText('Try it out').first().waitFor();
  expect(stage.complaints.filter((line) => line.includes('Content Security Policy'))).toEqual([]);
});

describe('with API keys', () => {
  const locked = new Stage({ keys: 'read:reader-key' });
  beforeAll(() => locked.open());
  afterAll(() => locked.close());

  browserTest('the page asks for a key, and goes on with it', async () => {
    const page = await locked.page(`/?q=${encodeURIComponent(question)}`);
    await page.getByLabel('API key').fill('reader-key');
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.locator('.hit').first().waitFor();
  });
});
