import { defineNode } from '@graft/graph';
import { z } from 'zod';
import { checkTrained } from './check-model';

const LIMIT_SECONDS = 3600;

const params = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,63}$/,
      'a name is up to 64 lower-case letters, digits, ".", "_" or "-", and starts with a letter or digit',
    )
    .default('my-model'),
  notes: z.string().max(4000).default(''),
});

export const registerModelNode = defineNode({
  kind: 'register-model',
  version: 1,
  group: 'deliver',
  title: 'Register model',
  basic: true,
  summary: 'Keeps the model under a name, as a new version.',
  docs: `Stores the whole model, base and head in one piece, under a name. Every run that reaches this node
adds a version; none is ever overwritten. With a report wired, its figures stand beside the version.

**When**: at the end of a pipeline whose model is to be used: for predictions, for an export, or as
the base of another pipeline.

**Typical**: one name for one purpose ("objects"), so that its versions can be compared.`,
  inputs: {
    model: { type: 'model', title: 'Model' },
    report: { type: 'report', title: 'Report', optional: true },
  },
  outputs: { model: { type: 'model', title: 'Registered' } },
  params,
  fields: {
    name: { title: 'Name', help: 'Lower-case letters, digits, ".", "_" and "-".' },
    notes: { title: 'Notes', help: 'What this version is for.', widget: 'text-area' },
  },
  check({ model }, { name }, { nodeId, resources }) {
    const base = resources.find('base', name);
    if (base !== undefined && base.origin !== 'registered') {
      return [
        {
          code: 'name-taken',
          field: 'name',
          message: `"${name}" is the name of a base model. Choose another one.`,
          fix: {
            title: `Use "${suggestName(name)}"`,
            setParams: [{ nodeId, params: { name: suggestName(name) } }],
          },
        },
      ];
    }
    return checkTrained(model);
  },
  infer({ model }) {
    return { model };
  },
  step: {
    implementation: 2,
    resource: 'io',
    cacheable: false,
    timeLimitSeconds: () => LIMIT_SECONDS,
  },
});

function suggestName(name: string): string {
  return `my-${name}`.slice(0, 64);
}
