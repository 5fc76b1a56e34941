import { describe, expect, it } from '@jest/globals';
import { OperationalError, UserError } from '@graft/errors';
import { describeFailure } from './describe-failure';

const systemError = (code: string) => Object.assign(new Error(`${code}: write`), { code });

describe('the class of a failure', () => {
  it.each(['ENOSPC', 'EDQUOT'])('is a shortage when the disk is full (%s)', (code) => {
    expect(describeFailure(systemError(code))).toMatchObject({
      errorClass: 'resource',
      code: 'engine.disk-full',
    });
  });

  it.each([
    'OOM when allocating tensor with shape[32,112,112,96]',
    'Array buffer allocation failed',
    'RESOURCE_EXHAUSTED: failed to allocate',
  ])('is a shortage when memory ran out (%s)', (message) => {
    expect(describeFailure(new Error(message))).toMatchObject({
      errorClass: 'resource',
      code: 'engine.out-of-memory',
    });
  });

  it('is a shortage too when a shortage was the cause', () => {
    const thrown = new OperationalError({
      code: 'engine.file-missing',
      message: 'cannot read',
      cause: systemError('ENOSPC'),
    });
    expect(describeFailure(thrown).code).toBe('engine.disk-full');
  });

  it('is that of the error thrown, with what JSON can carry of its details', () => {
    const thrown = new UserError({
      code: 'train.not-finite',
      message: 'The loss is not a number.',
      details: { epoch: 3, lost: () => 1, nested: { ok: [1, 'a', null] }, big: 1n },
    });
    expect(describeFailure(thrown)).toEqual({
      type: 'failed',
      errorClass: 'user',
      code: 'train.not-finite',
      message: 'The loss is not a number.',
      details: { epoch: 3, nested: { ok: [1, 'a', null] } },
    });
  });

  it('is unexpected for anything else', () => {
    expect(describeFailure(new TypeError('x is undefined')).errorClass).toBe('unexpected');
    expect(describeFailure('a string')).toMatchObject({
      errorClass: 'unexpected',
      message: 'a string',
    });
  });

  it('says what to do when only native TensorFlow could compute it', () => {
    const thrown = new Error("Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'");
    expect(describeFailure(thrown)).toMatchObject({
      errorClass: 'user',
      code: 'engine.needs-native-tensorflow',
    });
  });
});
