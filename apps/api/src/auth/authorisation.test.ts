import { request as httpRequest } from 'node:http';
import { makeOpenApi, POLICIES, type Policy } from '@graft/contracts';
import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { People } from '../accounts/people.fixture';
import { startTestApi, type TestApi } from '../platform/api.fixture';
import { CANARY, fillWorkspace } from './filled-workspace.fixture';

// Every operation of the OpenAPI document x who asks x how the address is written. A new route is in
// it without being named here; one without a policy fails.

interface Operation {
  name: string;
  method: string;
  path: string;
  policy: Policy;
  /** With what the query must say, so that the answer is about the thing itself. */
  query: string;
}

interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema: { enum?: string[] };
}

const soon = () => new Date(Date.now() + 1e7);
const past = () => new Date(Date.now() - 1000);

const operations = listOperations();
let test: TestApi;
let people: People;
let identities: Record<string, Record<string, string>>;
/** Of things in the first workspace, by name of the path parameter. */
let ids: Record<string, string>;

function listOperations(): Operation[] {
  const { paths } = makeOpenApi('1') as { paths: Record<string, Record<string, object>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const {
        operationId,
        parameters = [],
        'x-policy': policy,
      } = operation as { operationId: string; parameters?: Parameter[]; 'x-policy': Policy };
      const query = askFor(parameters);
      return { name: operationId, method: method.toUpperCase(), path, policy, query };
    }),
  );
}

function askFor(parameters: readonly Parameter[]): string {
  const wanted = parameters.filter((each) => each.in === 'query' && each.required === true);
  const pairs = wanted.map(({ name, schema }) => `${name}=${schema.enum?.[0] ?? 'x'}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

beforeAll(async () => {
  test = await startTestApi(startServices(['postgres']), {
    env: { GRAFT_REQUESTS_PER_SECOND: '100000' },
  });
  people = new People(test);
  const workspaceId = await people.localWorkspace();
  const owner = await people.add(workspaceId, 'owner', 'owner');
  const editor = await people.add(workspaceId, 'editor', 'editor');
  const viewer = await people.add(workspaceId, 'viewer', 'viewer');
  const second = await people.database.workspaces.ensure('second', 'of the second');
  const other = await people.add(second.workspaceId, 'other', 'owner', { admin: true });
  const expired = await people.giveToken(owner, 'owner', past());
  const revoked = await people.giveToken(owner, 'owner', soon());
  const known = await people.database.credentials.listTokens(workspaceId, owner.userId);
  const tokenId = known.find(({ name }) => name === revoked.slice(6, 20))?.id ?? '';
  await people.database.credentials.revokeToken(workspaceId, owner.userId, tokenId);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  identities = {
    anonymous: {},
    'a stranger': bearer('graft_'.padEnd(49, 'x')),
    'a revoked token': bearer(revoked),
    'an expired token': bearer(expired),
    'an expired session': { cookie: await people.openSession(owner, past()) },
    'another workspace': bearer(other.token),
    'a viewer': bearer(viewer.token),
    'an owner by a token for viewing': bearer(await people.giveToken(owner, 'viewer', soon())),
    'an editor': bearer(editor.token),
    'an owner': { cookie: await people.openSession(owner, soon()) },
  };
  ids = await fillWorkspace(test, people, owner);
});
afterAll(async () => {
  await people.close();
  await test.stop();
});

/** A parameter that nothing is known for fails: its route would be asked for what is not there. */
function fill(path: string, from: Record<string, string> = ids): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = from[name];
    if (id === undefined) throw new Error(`Put one of {${name}} into the filled workspace`);
    return id;
  });
}

/** A request with the address exactly as given. The answer is cut off after its first bytes. */
function send(
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(test.address);
    const hasBody = method === 'POST' || method === 'PUT';
    const json = hasBody ? { 'content-type': 'application/json', 'content-length': '2' } : {};
    const options = { host: '127.0.0.1', port, path, method, headers: { ...json, ...headers } };
    const request = httpRequest(options, (response) => {
      let body = '';
      const end = (): void => {
        resolve({ status: response.statusCode ?? 0, body });
        request.destroy();
      };
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        // A stream of events has no end: what it greets with is enough.
        if (body.includes('event: ready')) end();
      });
      response.on('end', end);
    });
    request.on('error', reject);
    request.end(hasBody ? '{}' : undefined);
  });
}

const NOBODY = [
  'anonymous',
  'a stranger',
  'a revoked token',
  'an expired token',
  'an expired session',
];

describe('the OpenAPI document', () => {
  it('gives every operation a policy', () => {
    expect(operations.length).toBeGreaterThan(25);
    for (const { name, policy } of operations) {
      expect([name, POLICIES.includes(policy)]).toEqual([name, true]);
    }
  });
});

describe.each(operations)('$name', ({ method, path, policy, query }) => {
  const ask = (identity: string) => send(method, fill(path) + query, identities[identity] ?? {});
  const code = (body: string) => (JSON.parse(body) as { code?: string }).code;

  it('is closed to whoever is not known', async () => {
    if (policy === 'public') return;
    for (const identity of NOBODY) {
      const reply = await ask(identity);
      expect([identity, reply.status, code(reply.body)]).toEqual([identity, 401, 'token.required']);
    }
  });

  it('shows nothing of a workspace to the owner of another', async () => {
    const reply = await ask('another workspace');
    expect(reply.body).not.toContain(CANARY);
    expect(reply.status).toBeLessThan(500);
    const named = path.includes('{');
    if (named && method !== 'POST' && method !== 'PUT') expect(reply.status).toBe(404);
    // What concerns the whole of Graft is for its administrators, whatever the id.
    const refused = reply.status === 403 && code(reply.body) === 'admin.required';
    if (named && !refused) expect([400, 404, 415, 422]).toContain(reply.status);
  });

  it('is closed to roles below its policy, before anything else is looked at', async () => {
    const low = { public: [], viewer: [], editor: VIEWERS, owner: [...VIEWERS, 'an editor'] };
    for (const identity of low[policy]) {
      const reply = await ask(identity);
      expect([identity, reply.status, code(reply.body)]).toEqual([
        identity,
        403,
        'role.not_enough',
      ]);
    }
  });

  it('is not opened by another way to write its address', async () => {
    const closedTo = policy === 'public' ? [] : [...NOBODY.slice(0, 4), ...closedViewers(policy)];
    const plain = fill(path);
    const shapes = [
      ...[`/${plain}`, plain.replace('/v1/', '/v1//'), plain.replace('/v1/', '/v1/./')],
      ...[plain.toUpperCase(), `${plain}/`, `${plain};a`, `${plain}%2f`, `${plain}?_method=GET`],
      ...[plain.replace('/v1/', '/v1/x/../'), plain.replace('/api/', '/%61pi/'), `${plain}%00`],
    ];
    for (const identity of closedTo) {
      const overridden = { ...identities[identity], 'x-http-method-override': 'GET' };
      const replies = await Promise.all([
        ...shapes.map((shape) => send(method, shape, identities[identity] ?? {})),
        send('OPTIONS', plain, identities[identity] ?? {}),
        // A viewer may well read what only others may change.
        ...(VIEWERS.includes(identity) ? [] : [send('HEAD', plain, identities[identity] ?? {})]),
        send(method, plain, overridden),
      ]);
      for (const reply of replies) {
        expect(reply.body).not.toContain(CANARY);
        expect([400, 401, 403, 404]).toContain(reply.status);
      }
    }
  });
});

const VIEWERS = ['a viewer', 'an owner by a token for viewing'];

function closedViewers(policy: Policy): string[] {
  return policy === 'editor' || policy === 'owner' ? VIEWERS : [];
}

// Last, because owners may delete things.
describe.each(operations)('$name', ({ name, method, path, policy, query }) => {
  it('is open to the roles of its policy', async () => {
    const may = { public: [], viewer: [...VIEWERS, 'an editor'], editor: ['an editor'], owner: [] };
    const own = ['logOut', 'chooseWorkspace', 'changePassword', 'createToken'];
    for (const identity of own.includes(name) ? [] : [...may[policy], 'an owner']) {
      const reply = await send(method, fill(path) + query, identities[identity] ?? {});
      const refused = reply.status === 403 && reply.body.includes('admin.required');
      if (!refused) expect([401, 403]).not.toContain(reply.status);
    }
  });
});
