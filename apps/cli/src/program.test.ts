import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runProgram } from './program';
import { recordTerminal } from './terminal.fixture';

const repository = join(import.meta.dirname, '..', '..', '..');
const template = join(repository, 'assets', 'templates', 'objects-feature-extraction.graph.json');
const NAMES = ['GRAFT_HOME', 'GRAFT_REPOSITORY', 'GRAFT_URL', 'GRAFT_TOKEN'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'graft-cli-'));
  for (const name of NAMES) delete process.env[name];
  process.env['GRAFT_HOME'] = home;
  process.env['GRAFT_REPOSITORY'] = repository;
});
afterAll(async () => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await rm(home, { recursive: true });
});

async function run(...args: string[]) {
  const terminal = recordTerminal();
  const code = await runProgram(args, terminal);
  return { code, ...terminal.said };
}

async function write(name: string, content: string): Promise<string> {
  const path = join(home, name);
  await writeFile(path, content);
  return path;
}

describe('wrong usage', () => {
  it.each([
    [['fly']],
    [['run']],
    [['run', 'nothing.json']],
    [['run', template, '--set', 'split.seed']],
    [['run', template, '--speed', '9']],
    [['run', template, '--vary', 'train.learningRate']],
    [['run', template, '--register-best']],
    [['run', template, '--vary', 'train.learningRate=0..1 in 5 log']],
    [['run', template, '--repeat', '11']],
    [['plan', '--parent', '01890000-0000-7000-8000-000000000000', '--edited-in', 'x']],
    [['datasets', 'import', 'x.zip']],
    [['datasets', 'import', 'nothing.zip', '--name', 'x']],
    [['predict', 'model']],
    [['runs', 'pause']],
    [['runs', 'set-rate', '01890000-0000-7000-8000-000000000000', 'fast']],
    [['models', 'export', 'objects', '--format', 'pickle']],
    [['limits', '--most-disk', 'much']],
  ])('%j ends with 2 and says why', async (args) => {
    const { code, err, out } = await run(...args);
    expect(code).toBe(2);
    expect(err).not.toBe('');
    expect(out).toBe('');
  });

  it('of a text file as a data set ends with 2', async () => {
    const path = await write('notes.txt', 'x');
    expect((await run('datasets', 'import', path, '--name', 'x')).code).toBe(2);
  });

  it('is not asking for help or the version', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, out: '0.1.0\n' });
    expect((await run('--help')).code).toBe(0);
  });
});

describe('without a stack', () => {
  it('a good graph is found good on the bundled cards', async () => {
    const { code, out } = await run('validate', template, '--json');
    expect(code).toBe(0);
    const issues = JSON.parse(out) as { severity: string }[];
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('what each node gives out is told in words', async () => {
    expect((await run('validate', template)).out).toContain(
      'data.dataset: 704 pictures, 8 classes',
    );
  });

  it('a plan names each step and why it would run', async () => {
    const { code, out } = await run('plan', template, '--json', '--set', 'split.seed=3');
    expect(code).toBe(0);
    const { planDigest, steps } = JSON.parse(out) as {
      planDigest: string;
      steps: { node: string | null; kind: string; decision: string }[];
    };
    expect(planDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(steps.map(({ kind }) => kind)).toEqual([
      'extract-features',
      'train',
      'evaluate',
      'register-model',
    ]);
    expect(steps.every(({ decision }) => decision === 'run')).toBe(true);
  });

  it('another seed is another plan', async () => {
    const digest = async (seed: string) => {
      const { out } = await run('plan', template, '--json', '--set', `split.seed=${seed}`);
      return (JSON.parse(out) as { planDigest: string }).planDigest;
    };
    expect(await digest('3')).not.toBe(await digest('4'));
  });

  it.each([
    ['that is no JSON', '{"format":'],
    ['20,000 levels deep', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['of another format', '{"format":"graft.graph/9","nodes":[],"edges":[]}'],
    [
      'with an unknown kind',
      '{"format":"graft.graph/1","nodes":[{"id":"a","kind":"constructor"}],"edges":[]}',
    ],
  ])('a graph %s ends with 1 and one JSON document', async (_, text) => {
    const path = await write('bad.json', text);
    for (const command of ['validate', 'plan', 'run']) {
      const { code, out } = await run(command, path, '--json');
      expect(code).toBe(1);
      if (command !== 'run' || out !== '') expect(JSON.parse(out)).toBeDefined();
    }
    expect((await run('validate', path)).err).toMatch(/^Graft does not run|error: /m);
  });

  it('an override of what does not exist is an Issue', async () => {
    const { code, out } = await run('plan', template, '--json', '--set', 'split.sed=3');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ issues: [{ code: 'override.unknown-parameter' }] });
  });

  it.each([
    [['run', template]],
    [['runs']],
    [['runs', 'pause', 'x']],
    [['runs', 'retry', 'x', 'train']],
    [['models']],
    [['datasets']],
    [['datasets', 'list']],
  ])('%j ends with 1 and says how to start one', async (args) => {
    const { code, err, out } = await run(...args);
    expect(code).toBe(1);
    expect(err).toContain('npm start');
    expect(out).toBe('');
  });

  it('doctor says what is there and what is missing', async () => {
    const { out } = await run('doctor', '--json');
    const findings = JSON.parse(out) as { check: string; ok: boolean; fix: string | null }[];
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['Node', 'disk', 'token', 'stack']),
    );
    expect(findings.filter(({ ok, fix }) => !ok && fix === null)).toEqual([]);
  });
});
