/** ONNX is protocol buffers; here is just enough of them to write a graph of a few nodes. */
type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]];

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A model from token ids (batch x sequence) to floats (batch x sequence x dim), opset 13. */
export function onnxModel(
  input: string,
  output: string,
  dim: number,
  constants: Readonly<Record<string, { readonly dims: readonly number[]; readonly data: Float32Array }>>,
  nodes: readonly OnnxNode[],
): Uint8Array {
  const FLOAT = 1;
  const INT64 = 7;
  const graph: Field[] = [
    ...nodes.map((node): Field => [1, nodeFields(node)]),
    [2, 'tiny'],
    ...Object.entries(constants).map(([name, { dims, data }]): Field => [
      5,
      [...dims.map((size): Field => [1, size]), [2, FLOAT], [8, name], [9, new Uint8Array(data.buffer.slice(0))]],
    ]),
    [11, valueInfo(input, INT64, ['batch', 'sequence'])],
    [12, valueInfo(output, FLOAT, ['batch', 'sequence', dim])],
  ];
  const opset: Field[] = [
    [1, ''],
    [2, 13],
  ];
  return encode([
    [1, 8],
    [7, graph],
    [8, opset],
  ]);
}

function nodeFields({ op, inputs, output, attributes = {} }: OnnxNode): Field[] {
  return [
    ...inputs.map((name): Field => [1, name]),
    [2, output],
    [4, op],
    ...Object.entries(attributes).map(([name, value]): Field => [
      5,
      typeof value === 'number'
        ? [
            [1, name],
            [3, value],
            [20, 2],
          ]
        : [[1, name], ...value.map((each): Field => [8, each]), [20, 7]],
    ]),
  ];
}

function valueInfo(name: string, element: number, shape: readonly (string | number)[]): Field[] {
  const dims = shape.map((size): Field => [1, [typeof size === 'string' ? [2, size] : [1, size]]]);
  return [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, element],
            [2, dims],
          ],
        ],
      ],
    ],
  ];
}

function encode(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.concat([varint(number << 3), varint(value)]);
      const bytes =
        typeof value === 'string' ? Buffer.from(value) : value instanceof Array ? encode(value) : (value as Uint8Array);
      return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
    }),
  );
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}
