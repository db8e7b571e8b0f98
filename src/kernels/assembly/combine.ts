const STRIP_BYTES: usize = 128;
const LANES_BYTES: usize = 16;

/** Strip by strip, so that sums stay in registers: eight of them, a broadcast and a product; what is left over by fours and ones. */
export function combineRows(columns: usize, values: usize, count: i32, rows: usize, stride: i32, width: i32, out: usize): void {
  const end = columns + ((<usize>count) << 2);
  const shift = values - columns;
  const rowBytes = (<usize>stride) << 2;
  const last = out + ((<usize>width) << 2);
  while (out + STRIP_BYTES <= last) {
    combineStrip(columns, end, shift, rows, rowBytes, out);
    rows += STRIP_BYTES;
    out += STRIP_BYTES;
  }
  while (out + LANES_BYTES <= last) {
    combineLanes(columns, end, shift, rows, rowBytes, out);
    rows += LANES_BYTES;
    out += LANES_BYTES;
  }
  while (out < last) {
    combineOne(columns, end, shift, rows, rowBytes, out);
    rows += 4;
    out += 4;
  }
}

function combineStrip(column: usize, end: usize, shift: usize, rows: usize, rowBytes: usize, out: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let s4 = f32x4.splat(0);
  let s5 = f32x4.splat(0);
  let s6 = f32x4.splat(0);
  let s7 = f32x4.splat(0);
  for (; column < end; column += 4) {
    const value = v128.load_splat<f32>(column + shift);
    const row = rows + <usize>load<u32>(column) * rowBytes;
    s0 = f32x4.add(s0, f32x4.mul(value, v128.load(row)));
    s1 = f32x4.add(s1, f32x4.mul(value, v128.load(row, 16)));
    s2 = f32x4.add(s2, f32x4.mul(value, v128.load(row, 32)));
    s3 = f32x4.add(s3, f32x4.mul(value, v128.load(row, 48)));
    s4 = f32x4.add(s4, f32x4.mul(value, v128.load(row, 64)));
    s5 = f32x4.add(s5, f32x4.mul(value, v128.load(row, 80)));
    s6 = f32x4.add(s6, f32x4.mul(value, v128.load(row, 96)));
    s7 = f32x4.add(s7, f32x4.mul(value, v128.load(row, 112)));
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
}

function combineLanes(column: usize, end: usize, shift: usize, rows: usize, rowBytes: usize, out: usize): void {
  let sum = f32x4.splat(0);
  for (; column < end; column += 4) {
    const row = rows + <usize>load<u32>(column) * rowBytes;
    sum = f32x4.add(sum, f32x4.mul(v128.load_splat<f32>(column + shift), v128.load(row)));
  }
  v128.store(out, sum);
}

function combineOne(column: usize, end: usize, shift: usize, rows: usize, rowBytes: usize, out: usize): void {
  let sum: f32 = 0;
  for (; column < end; column += 4) {
    sum += load<f32>(column + shift) * load<f32>(rows + <usize>load<u32>(column) * rowBytes);
  }
  store<f32>(out, sum);
}
