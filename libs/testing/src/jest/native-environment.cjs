/**
 * Jest's Node environment, with the typed arrays and errors of the outer realm.
 *
 * Native add-ons (TensorFlow, onnxruntime, sharp) check `instanceof Float32Array` against the realm
 * that loaded them; inside Jest's sandbox that check fails without this.
 */
const { TestEnvironment } = require('jest-environment-node');

const SHARED = [
  'ArrayBuffer',
  'SharedArrayBuffer',
  'DataView',
  'Float32Array',
  'Float64Array',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
];

class NativeEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of SHARED) this.global[name] = globalThis[name];
  }
}

module.exports = NativeEnvironment;
