import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalise } from './canonical-json';

/** SHA-256 of the canonical JSON of a value, 64 lower-case hex digits: its identity. */
export function digestJson(value: unknown): string {
  return bytesToHex(sha256(new TextEncoder().encode(canonicalise(value))));
}
