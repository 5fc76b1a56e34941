import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { Ajv } from 'ajv';
import { startFauxqs } from 'fauxqs';
import { parse, parseAllDocuments } from 'yaml';
import { repo } from '../setup/paths.mjs';
import { runCommand } from '../setup/run-command.mjs';
import { tryPort } from '../stack/find-port.mjs';
import { startStack } from '../stack/start-stack.mjs';
import { waitUntil } from '../stack/wait-until.mjs';

const compose = parse(await readFile(join(repo, 'docker-compose.yml'), 'utf8'), { merge: true });
const services = Object.entries(compose.services);
const ended = ['secrets', 'temporal-schema', 'temporal-namespace', 's3-bucket'];

describe('docker-compose.yml', () => {
  it('is valid by the schema of the Compose Specification', async () => {
    const schema = JSON.parse(
      await readFile(join(repo, 'deploy/compose-spec.schema.json'), 'utf8'),
    );
    // The schema names draft-07 with https; Ajv knows it without the s.
    delete schema.$schema;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    assert.ok(validate(compose), JSON.stringify(validate.errors, null, 2));
    assert.ok(!validate({ services: { api: { imagine: 'x' } } }), 'the schema refuses nonsense');
  });

  it('publishes the web port only, and the console of Temporal to this machine when asked', () => {
    const published = services.filter(([, { ports }]) => ports);
    assert.deepEqual(published.map(([name]) => name).sort(), ['api', 'temporal-ui']);
    const ui = compose.services['temporal-ui'];
    assert.deepEqual(ui.profiles, ['ui']);
    assert.ok(ui.ports.every((port) => port.startsWith('127.0.0.1:')));
  });

  it('runs nothing as root, and nothing with rights that it does not need', () => {
    for (const [name, service] of services) {
      assert.deepEqual(service.cap_drop, ['ALL'], name);
      assert.ok(service.security_opt.includes('no-new-privileges:true'), name);
      assert.ok(!['root', '0', '0:0'].includes(service.user ?? ''), name);
      if (service.image.startsWith('graft:')) assert.equal(service.user, '1000:1000', name);
      assert.ok(service.read_only || name.startsWith('temporal'), name);
    }
  });

  it('holds no password, and says of every lasting service how to see that it is well', () => {
    for (const [name, service] of services) {
      for (const [variable, value] of Object.entries(service.environment ?? {})) {
        if (!/PASSWORD|SECRET|TOKEN|KEY/.test(variable)) continue;
        assert.match(String(value), /^\/secrets\//, `${name}: ${variable}`);
      }
      if (!ended.includes(name) && name !== 'temporal-ui') assert.ok(service.healthcheck, name);
    }
  });

  it('has a store that speaks S3 for who asks for it, closed to all without the key that was made', () => {
    const { s3, 's3-bucket': bucket, api } = compose.services;
    for (const service of [s3, bucket]) {
      assert.deepEqual([service.profiles, service.networks], [['s3'], ['inside']]);
    }
    assert.ok(s3.command.includes('-s3.config=/secrets/s3.json'));
    assert.deepEqual(s3.depends_on.secrets, { condition: 'service_completed_successfully' });
    // Its volume takes over the owner of the folder in the image of whoever mounts it first.
    assert.ok(compose.services.secrets.volumes.includes('s3:/data'));
    assert.deepEqual(bucket.depends_on.s3, { condition: 'service_healthy' });
    const awaited = { condition: 'service_completed_successfully', required: false };
    assert.deepEqual(api.depends_on['s3-bucket'], awaited);
    for (const { environment } of [api, compose.services.worker, bucket]) {
      assert.equal(environment.GRAFT_S3_BUCKET, '${GRAFT_S3_BUCKET:-}');
      assert.match(environment.AWS_SHARED_CREDENTIALS_FILE, /-\/secrets\/s3-credentials\}$/);
    }
  });

  it('names no file that does not exist', async () => {
    const files = services
      .flatMap(([, { volumes = [] }]) => volumes)
      .filter((volume) => volume.startsWith('./'));
    assert.ok(files.length > 0);
    for (const volume of files) await stat(join(repo, volume.split(':')[0]));
  });
});

describe('the manifests for Kubernetes', () => {
  it('start what the Compose file starts, with the same rights', async () => {
    const text = await readFile(join(repo, 'deploy/kubernetes/graft.yaml'), 'utf8');
    const manifests = parseAllDocuments(text).map((document) => document.toJS());
    const pods = manifests.filter(({ kind }) => kind === 'Deployment');
    assert.deepEqual(
      pods.map(({ metadata }) => metadata.name),
      ['graft-api', 'graft-worker'],
    );
    const gpu = await readFile(join(repo, 'deploy/kubernetes/gpu-workers.yaml'), 'utf8');
    const { data } = manifests.find(({ kind }) => kind === 'ConfigMap');
    for (const { spec } of [...pods, parseAllDocuments(gpu)[0].toJS()]) {
      const { securityContext, containers, initContainers, volumes } = spec.template.spec;
      // libpq's rule, which the client obeys: no password file that its group may read, as those of Kubernetes are.
      assert.match(initContainers[0].command.at(-1), new RegExp(`chmod 600 ${data.PGPASSFILE}$`));
      const own = volumes.find(({ name }) => name === dirname(data.PGPASSFILE).slice(1));
      assert.equal(own.emptyDir.medium, 'Memory');
      assert.equal(securityContext.runAsNonRoot, true);
      const [container] = containers;
      assert.deepEqual(container.command, compose.services[container.name].command);
      assert.deepEqual(container.securityContext.capabilities, { drop: ['ALL'] });
      assert.equal(container.securityContext.readOnlyRootFilesystem, true);
    }
    for (const name of ['api', 'worker']) {
      for (const variable of Object.keys(compose.services[name].environment)) {
        // Which bucket, and its keys: in a secret of their own there.
        if (/^(GRAFT_S3|AWS)_/.test(variable)) continue;
        assert.ok(variable in data, variable);
      }
    }
  });
});

describe('the commands of docker-compose.yml, each in a process of its own', () => {
  let folder;
  let stack;
  let port;
  let workerPort;
  const running = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-compose-'));
    stack = await startStack({ home: join(folder, 'stack'), services: ['postgres', 'temporal'] });
    [port, workerPort] = [await tryPort(0), await tryPort(0)];
  });
  after(async () => {
    for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What stands in the file, with the places of this machine instead of the containers'. */
  function place(text) {
    return String(text)
      .replace(/^\/data/, join(folder, 'data'))
      .replace(/^\/secrets/, join(folder, 'secrets'))
      .replace(/^\/app/, repo)
      .replace('temporal:7233', stack.env.GRAFT_TEMPORAL_ADDRESS)
      .replace(':4400/', `:${port}/`)
      .replace(':9464/', `:${workerPort}/`);
  }

  function describeService(name) {
    const { environment = {}, command, healthcheck } = compose.services[name];
    const placed = Object.entries(environment).map(([key, value]) => [key, place(value)]);
    const env = {
      PATH: process.env.PATH,
      ...Object.fromEntries(placed.filter(([, value]) => !value.startsWith('${'))),
      // There is no network of containers here: a socket, and an address of this machine alone.
      DATABASE_URL: stack.env.DATABASE_URL,
      ...(environment.GRAFT_HOST ? { GRAFT_HOST: '127.0.0.1', GRAFT_PORT: String(port) } : {}),
      ...(environment.GRAFT_WORKER_PORT ? { GRAFT_WORKER_PORT: String(workerPort) } : {}),
    };
    const [, ...args] = command.map(place);
    return { env, args, check: healthcheck?.test.slice(2).map(place) };
  }

  function start(name) {
    const { env, args } = describeService(name);
    const child = spawn(process.execPath, args, { cwd: repo, env, stdio: 'ignore' });
    running.push(child);
    return child;
  }

  async function isWell(name) {
    const { env, check } = describeService(name);
    return (await runCommand(process.execPath, check, { cwd: repo, env })).code === 0;
  }

  const ask = (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);

  it('make the passwords once, readable by whom they are for', async () => {
    const { args } = describeService('secrets');
    assert.equal((await runCommand(process.execPath, args, { cwd: repo })).code, 0);
    const read = (name) => readFile(join(folder, 'secrets', name), 'utf8');
    const first = await read('postgres-password');
    assert.match(first.trim(), /^[\w-]{32}$/);
    assert.notEqual(first, await read('temporal-password'));
    assert.equal(await read('pgpass'), `*:*:*:graft:${first.trim()}\n`);
    assert.equal((await stat(join(folder, 'secrets', 'pgpass'))).mode & 0o777, 0o400);
    const { identities } = JSON.parse(await read('s3.json'));
    const [{ accessKey, secretKey }] = identities[0].credentials;
    assert.match(secretKey, /^[\w-]{32}$/);
    const file = `aws_access_key_id = ${accessKey}\naws_secret_access_key = ${secretKey}\n`;
    assert.equal(await read('s3-credentials'), `[default]\n${file}`);
    for (const name of ['s3.json', 's3-credentials']) {
      assert.equal((await stat(join(folder, 'secrets', name))).mode & 0o777, 0o400);
    }
    assert.equal((await runCommand(process.execPath, args, { cwd: repo })).code, 0);
    assert.equal(await read('postgres-password'), first);
    assert.equal(await read('s3-credentials'), `[default]\n${file}`);
  });

  it('make the bucket once, with the key that was made', async () => {
    const server = await startFauxqs({ port: 0, logger: false });
    const endpoint = server.address;
    const { args, env } = describeService('s3-bucket');
    const AWS_SHARED_CREDENTIALS_FILE = join(folder, 'secrets', 's3-credentials');
    const told = { ...env, GRAFT_S3_ENDPOINT: endpoint, AWS_SHARED_CREDENTIALS_FILE };
    const make = (more) => runCommand(process.execPath, args, { cwd: repo, env: more });
    const client = new S3Client({
      ...{ endpoint, region: 'us-east-1', forcePathStyle: true },
      credentials: { accessKeyId: 'graft', secretAccessKey: 'x' },
    });
    const look = () => client.send(new HeadBucketCommand({ Bucket: 'graft' }));
    try {
      assert.equal((await make(told)).code, 2, 'which bucket is not said');
      await assert.rejects(look());
      assert.equal((await make({ ...told, GRAFT_S3_BUCKET: 'graft' })).code, 0);
      await look();
      assert.equal((await make({ ...told, GRAFT_S3_BUCKET: 'graft' })).code, 0);
      const nobody = { GRAFT_S3_BUCKET: 'other', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' };
      assert.notEqual((await make({ ...told, ...nobody })).code, 0);
    } finally {
      client.destroy();
      await server.stop();
    }
  });

  it('come up well: API with the web app, then a worker that takes work', async () => {
    const api = start('api');
    assert.ok(
      await waitUntil(
        () => isWell('api'),
        60_000,
        () => api.exitCode === null,
      ),
    );
    const worker = start('worker');
    assert.ok(
      await waitUntil(
        () => isWell('worker'),
        60_000,
        () => worker.exitCode === null,
      ),
    );
    // What the API knows of the queues may be as old as its last look at them.
    let health;
    const isPolled = (name) =>
      health.queues.some((each) => each.queue === name && each.pollers > 0);
    assert.ok(
      await waitUntil(
        async () => {
          health = await (await ask('/api/health')).json();
          return ['graft-io', 'graft-cpu'].every(isPolled);
        },
        60_000,
        () => worker.exitCode === null,
      ),
    );
    assert.equal(health.status, 'ok');
    assert.deepEqual(
      health.engines.map(({ workers }) => workers),
      [1],
    );
    assert.match(await (await ask('/')).text(), /<div id="root">/);
  });

  it('let the administrator in with the password that was made', async () => {
    const password = (await readFile(join(folder, 'secrets', 'admin-password'), 'utf8')).trim();
    const logIn = (secret) =>
      ask('/api/v1/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'admin', password: secret }),
      });
    const reply = await logIn(password);
    assert.equal(reply.status, 200);
    assert.equal((await reply.json()).user.admin, true);
    assert.equal((await logIn('admin')).status, 401);
  });

  it('end well when they are told to stop', async () => {
    for (const child of running.toReversed()) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      assert.deepEqual(await exit, [0, null]);
    }
  });
});
