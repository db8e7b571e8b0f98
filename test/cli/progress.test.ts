import { lines } from '../../src/cli/progress';

test('off a terminal, long work says every half minute how far it is, short work nothing', () => {
  let written = '';
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((written += String(text)), true));
  let ms = 0;
  const progress = lines('searching', () => ms);
  for (let done = 0; done <= 100; done++, ms += 1000) progress.update(done, 100);
  progress.stop();
  stderr.mockRestore();
  expect(written).toBe('searching 30 %, about 70 s left\nsearching 60 %, about 40 s left\nsearching 90 %, about 10 s left\n');
});
