import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { checkPart } from './check-part';

const schema = z.strictObject({
  name: z.string(),
  inner: z.strictObject({ size: z.int() }).optional(),
});

describe('checking a part of a request', () => {
  it('gives the parsed value', () => {
    expect(checkPart(schema, { name: 'x' }, 'body')).toEqual({ name: 'x' });
  });

  it.each([
    [{ name: 'x', role: 'owner' }, 'role'],
    [{ name: 'x', inner: { size: 1, path: '/etc' } }, 'inner.path'],
    [{ role: 'owner' }, 'role'],
  ])('names the unknown field of %j', (value, field) => {
    expect(() => checkPart(schema, value, 'body')).toThrow(
      expect.objectContaining({
        code: 'body.unknown_field',
        status: 400,
        details: { fields: [expect.objectContaining({ field })] },
      }),
    );
  });

  it('names every field that is wrong, and no more than twenty', () => {
    const many = z.strictObject({ list: z.array(z.int()) });
    const fields = (() => {
      try {
        return checkPart(many, { list: Array.from({ length: 50 }, () => 'x') }, 'query').list;
      } catch (error) {
        expect(error).toMatchObject({ code: 'query.invalid' });
        return (error as { details: { fields: unknown[] } }).details.fields;
      }
    })();
    expect(fields).toHaveLength(20);
    expect(fields[1]).toMatchObject({ field: 'list.1' });
  });

  it('answers 404 for a path that names nothing', () => {
    expect(() => checkPart(z.strictObject({ id: z.uuid() }), { id: '../x' }, 'params')).toThrow(
      expect.objectContaining({ code: 'not_found', status: 404 }),
    );
  });

  it('does not send a huge field name back', () => {
    try {
      checkPart(schema, { name: 'x', ['a'.repeat(100_000)]: 1 }, 'body');
    } catch (error) {
      expect(JSON.stringify(error).length + (error as Error).message.length).toBeLessThan(2000);
      return;
    }
    throw new Error('it was accepted');
  });
});
