import { TestEnvironment } from 'jest-environment-node';

/** onnxruntime takes only the typed arrays of the realm it was loaded in: this environment gives tests those. */
export default class OnnxEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    Object.assign(this.global, { ArrayBuffer, SharedArrayBuffer, Float32Array, BigInt64Array, Uint8Array, Int32Array });
    Object.assign(this.global, { Float64Array, Uint32Array, Int8Array, Int16Array, Uint16Array, BigUint64Array });
  }
}
