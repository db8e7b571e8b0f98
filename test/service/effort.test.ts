import { Effort } from '../../src/service/effort';

describe('an effort', () => {
  it('asks at every pause whether to go on', async () => {
    let asked = 0;
    const effort = new Effort(() => {
      if (++asked > 2) throw new Error('enough');
    });
    await effort.pause();
    await effort.pause();
    await expect(effort.pause()).rejects.toThrow('enough');
  });

  it('gives other work its turn when it has been busy', async () => {
    const effort = new Effort();
    let hadTurn = false;
    setImmediate(() => (hadTurn = true));
    const started = performance.now();
    while (performance.now() - started < 20) await effort.pause();
    await effort.pause();
    expect(hadTurn).toBe(true);
  });
});
