import type { Evidence } from '../collect-evidence';

export function checkBlobs({ damagedBlobs }: Evidence): string[] {
  return damagedBlobs.map(
    ({ digest, namedBy }) => `the blob ${digest.slice(0, 12)} of ${namedBy} is gone or wrong`,
  );
}
