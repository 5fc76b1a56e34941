import { describe, expect, it } from '@jest/globals';
import { makeOpenApi } from './openapi';
import type { Route } from './route';
import { routes } from './routes';

const all = Object.entries(routes) as [string, Route][];

describe('the route table', () => {
  it('has each method and path once', () => {
    const places = all.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it.each(all)('%s checks exactly the parameters of its path', (_, { path, params }) => {
    const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(params?.shape ?? {}).sort()).toEqual(named.sort());
  });

  it('is public for health and logging in only', () => {
    expect(all.filter(([, { policy }]) => policy === 'public').map(([name]) => name)).toEqual([
      'getHealth',
      'logIn',
    ]);
  });

  it('lets viewers change nothing but what is their own', () => {
    const own = [
      'logIn',
      'logOut',
      'chooseWorkspace',
      'changePassword',
      'createToken',
      'revokeToken',
    ];
    const maps = ['mapFeatures', 'mapBaseFeatures'];
    const harmless = ['validateGraph', 'writeCode', 'planRun', 'predict', ...maps, ...own];
    const changing = all.filter(
      ([name, { method }]) => method !== 'GET' && !harmless.includes(name),
    );
    expect(changing.every(([, { policy }]) => policy === 'editor' || policy === 'owner')).toBe(
      true,
    );
  });
});

describe('the OpenAPI document', () => {
  const document = makeOpenApi('1.2.3');
  const { paths, components } = document as {
    paths: Record<string, Record<string, Record<string, unknown>>>;
    components: { schemas: Record<string, unknown> };
  };

  it('describes every route, with its reply and the problem it may answer', () => {
    for (const [name, { method, path, reply }] of all) {
      const operation = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(operation).toMatchObject({ operationId: name });
      expect(Object.keys(operation?.['responses'] as object)).toEqual([
        String(reply.status),
        'default',
      ]);
    }
  });

  it('refers only to schemas that it holds', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref]) => ref);
    expect(names.length).toBeGreaterThan(10);
    for (const ref of names) {
      const name = ref?.replace('#/components/schemas/', '') ?? '';
      expect(Object.keys(components.schemas)).toContain(name);
    }
    expect(text).not.toContain('$defs');
  });

  it('says that bodies are strict and what they must hold', () => {
    const body = paths['/api/v1/pipelines']?.['post']?.['requestBody'] as {
      content: { 'application/json': { schema: Record<string, unknown> } };
    };
    expect(body.content['application/json'].schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['name', 'draft'],
    });
  });

  it('is the same each time it is made', () => {
    expect(makeOpenApi('1.2.3')).toEqual(document);
  });
});

describe('a number of a version', () => {
  const { deleteModelVersion, exportModel, tagModel, savePipeline } = routes;
  it.each([
    ['in a path', deleteModelVersion.params, { model: 'm' }, 'version'],
    ['in a query', exportModel.query, {}, 'version'],
    ['in a body', tagModel.body.schema, {}, 'version'],
    ['of a draft', savePipeline.body.schema, {}, 'revision'],
  ] as const)('%s fits into its column', (_, schema, rest, name) => {
    expect(schema.safeParse({ ...rest, [name]: 2 ** 31 - 1 }).success).toBe(true);
    expect(schema.safeParse({ ...rest, [name]: 2 ** 31 }).success).toBe(false);
  });
});
