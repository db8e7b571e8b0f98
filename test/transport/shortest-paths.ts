/**
 * Oracle, slow and plain: moves min(total supply, total demand) along shortest augmenting paths (Bellman-Ford on the residual graph).
 * Exact for whole-number masses and costs; shares nothing with the network simplex.
 */
export function leastCost(supply: Float64Array, demand: Float64Array, cost: Float64Array): number {
  const n = supply.length;
  const m = demand.length;
  const left = Float64Array.from(supply);
  const missing = Float64Array.from(demand);
  const flow = new Float64Array(n * m);
  let paid = 0;
  for (;;) {
    const { distance, from } = shortestPaths(n, m, left, flow, cost);
    let end = -1;
    for (let j = 0; j < m; j++) {
      if (missing[j] > 0 && distance[n + j] < Infinity && (end < 0 || distance[n + j] < distance[n + end])) end = j;
    }
    if (end < 0) return paid;
    let amount = missing[end];
    let node = n + end;
    for (; from[node] >= 0; node = from[node]) if (node < n) amount = Math.min(amount, flow[node * m + from[node] - n]);
    amount = Math.min(amount, left[node]);
    left[node] -= amount;
    missing[end] -= amount;
    paid += amount * distance[n + end];
    for (node = n + end; from[node] >= 0; node = from[node]) {
      if (node < n) flow[node * m + from[node] - n] -= amount;
      else flow[from[node] * m + node - n] += amount;
    }
  }
}

function shortestPaths(n: number, m: number, left: Float64Array, flow: Float64Array, cost: Float64Array) {
  const distance = new Float64Array(n + m).fill(Infinity);
  const from = new Int32Array(n + m).fill(-1);
  for (let i = 0; i < n; i++) if (left[i] > 0) distance[i] = 0;
  for (let changed = true; changed;) {
    changed = false;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < m; j++) {
        const arc = cost[i * m + j];
        if (distance[i] + arc < distance[n + j]) {
          distance[n + j] = distance[i] + arc;
          from[n + j] = i;
          changed = true;
        }
        if (flow[i * m + j] > 0 && distance[n + j] - arc < distance[i]) {
          distance[i] = distance[n + j] - arc;
          from[i] = n + j;
          changed = true;
        }
      }
    }
  }
  return { distance, from };
}
