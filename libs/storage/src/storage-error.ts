import { GraftError, OperationalError } from '@graft/errors';

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** What the file system threw, as one of Graft's roots. No path leaves this function. */
export function toStorageError(thrown: unknown): GraftError {
  if (thrown instanceof GraftError) return thrown;
  const code = errorCode(thrown) ?? 'unknown';
  if (FULL.has(code)) {
    return new OperationalError({
      code: 'storage.full',
      message: 'The disk is full: nothing was stored. Free some space and try again.',
      cause: thrown,
    });
  }
  return new OperationalError({
    code: 'storage.failed',
    message: `The disk refused to store or read a file (${code}).`,
    details: { reason: code },
    cause: thrown,
  });
}

export function errorCode(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}

export function missingBlob(digest: string): OperationalError {
  return new OperationalError({
    code: 'blob.missing',
    message: `The stored file ${digest.slice(0, 12)} is not there any more.`,
    details: { digest },
  });
}

export function corruptBlob(digest: string): OperationalError {
  return new OperationalError({
    code: 'blob.corrupt',
    message: `The stored file ${digest.slice(0, 12)} is damaged. It was set aside and is not used.`,
    details: { digest },
  });
}
