import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { emd } from '../../src/transport/emd';
import type { TransportPlan } from '../../src/transport/transport-plan';
import { expectOptimal, sum } from '../transport/certificate';

/**
 * 106 problems with their optimum, in exact rational arithmetic where `exact_rational` is given, else by POT 0.8.2, HiGHS and
 * LEMON agreeing. `balanced`: all mass moves, b normalised to the sum of a; `partial`: the lesser sum moves; `emdhat`: partial
 * plus alpha |sum a - sum b|, where alpha already holds the largest cost.
 */
interface GoldenCase {
  readonly id: number;
  readonly kind: string;
  readonly mode: 'balanced' | 'partial' | 'emdhat';
  readonly a: number[];
  readonly b: number[];
  readonly cost: number[];
  readonly alpha: number | null;
  readonly expected: number;
  readonly tolerance: number;
}

const file = path.join(__dirname, 'emd-golden.json.gz');
const { cases } = JSON.parse(gunzipSync(fs.readFileSync(file)).toString('utf8')) as { cases: GoldenCase[] };

function solve(golden: GoldenCase): { plan: TransportPlan; supply: Float64Array; demand: Float64Array; cost: Float64Array } {
  const supply = Float64Array.from(golden.a);
  let demand = Float64Array.from(golden.b);
  if (golden.mode === 'balanced') {
    const scale = sum(supply) / sum(demand);
    demand = demand.map((mass) => mass * scale);
  }
  const cost = Float64Array.from(golden.cost);
  return { plan: emd(supply, demand, cost), supply, demand, cost };
}

describe('golden transport problems', () => {
  test('there are 106', () => expect(cases).toHaveLength(106));

  test.each(cases.map((golden) => [golden.id, golden.kind, golden.mode, golden] as const))(
    '%i %s, %s',
    (_id, _kind, _mode, golden) => {
      const { plan, supply, demand, cost } = solve(golden);
      const unmatched = golden.mode === 'emdhat' ? (golden.alpha ?? 0) * Math.abs(sum(supply) - sum(demand)) : 0;
      expect(Math.abs(plan.cost + unmatched - golden.expected)).toBeLessThanOrEqual(golden.tolerance);
      expectOptimal(plan, supply, demand, cost);
    },
  );
});
