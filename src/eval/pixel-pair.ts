import { NetworkSimplex } from '../transport/network-simplex';
import type { GridGround } from '../transport/qualified-bins';

export interface PixelPairOptions {
  /** Default L2. */
  readonly ground?: GridGround;
  /** Cap of the ground distance in pixels; default none. */
  readonly threshold?: number;
  /** Hand the whole images to the solver, although ink in both at one place may stay (exact for a metric). */
  readonly keepCommonInk?: boolean;
}

/** Exact EMD between two images of equal total: the dense transport problem between their pixels. */
export class PixelPair {
  readonly #solver = new NetworkSimplex();
  readonly #size: number;
  readonly #keepCommonInk: boolean;
  /** Distance of every pair of pixels. */
  readonly #ground: Float64Array;
  readonly #supply: Float64Array;
  readonly #demand: Float64Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  #cost = new Float64Array(0);
  #n = 0;
  #m = 0;

  /** Points of the pixels, size x 2. */
  constructor(points: Float64Array, { ground = 'L2', threshold = Infinity, keepCommonInk = false }: PixelPairOptions = {}) {
    const size = points.length / 2;
    this.#size = size;
    this.#keepCommonInk = keepCommonInk;
    this.#supply = new Float64Array(size);
    this.#demand = new Float64Array(size);
    this.#from = new Int32Array(size);
    this.#to = new Int32Array(size);
    this.#ground = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const dy = Math.abs(points[2 * i] - points[2 * j]);
        const dx = Math.abs(points[2 * i + 1] - points[2 * j + 1]);
        this.#ground[i * size + j] = Math.min(threshold, ground === 'L1' ? dy + dx : Math.hypot(dy, dx));
      }
    }
  }

  load(p: Float64Array, q: Float64Array): void {
    this.#n = 0;
    this.#m = 0;
    for (let pixel = 0; pixel < this.#size; pixel++) {
      const common = this.#keepCommonInk ? 0 : Math.min(p[pixel], q[pixel]);
      if (p[pixel] > common) {
        this.#supply[this.#n] = p[pixel] - common;
        this.#from[this.#n++] = pixel;
      }
      if (q[pixel] > common) {
        this.#demand[this.#m] = q[pixel] - common;
        this.#to[this.#m++] = pixel;
      }
    }
    const arcs = this.#n * this.#m;
    if (arcs > this.#cost.length) this.#cost = new Float64Array(2 * arcs);
    for (let i = 0, k = 0; i < this.#n; i++) {
      const row = this.#from[i] * this.#size;
      for (let j = 0; j < this.#m; j++) this.#cost[k++] = this.#ground[row + this.#to[j]];
    }
  }

  /** Least cost of the images loaded. */
  solve(): number {
    if (this.#n === 0 || this.#m === 0) return 0;
    return this.#solver.solve(this.#n, this.#m, this.#supply, this.#demand, this.#cost);
  }
}
