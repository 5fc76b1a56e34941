import { defineNode, type NodeIssue } from '@graft/graph';
import { z } from 'zod';
import { withFix } from './rewire';

const LIMIT_SECONDS = 3600;

const params = z.strictObject({
  names: z.array(z.string().min(1).max(100)).max(100).default([]),
  baseline: z.int().min(1).max(100).default(1),
  pairs: z
    .array(z.array(z.int().min(1).max(100)).length(2))
    .max(200)
    .default([]),
});

export const compareNode = defineNode({
  kind: 'compare',
  version: 1,
  group: 'evaluate',
  title: 'Compare',
  summary: 'Says which of several ways of learning is better, and whether that is more than luck.',
  docs: `Lays reports side by side and judges each against the baseline by four measures: a **higher start**
(accuracy after the first epoch), a **higher slope** (epochs until the baseline's best), a **higher
asymptote** (accuracy in the end) and **less time**. It says *helps* or *hurts* only when the 95 %
interval of the difference excludes zero, and *no difference shown* otherwise. When transfer makes
things worse it says so.

**When**: to answer whether transfer helped at all. The baseline is then the same network with random
weights, given several learning rates to choose from (*Reinitialise layers*, *Cross-validate*).

**Typical**: reports of *Cross-validate* with the same seed, which test the same examples in the same
folds. Two reports of *Evaluate* are compared too, on the examples that both tested; but one split and
one seed say little.

Source: Torrey and Shavlik, "Transfer learning", 2009; Nadeau and Bengio, "Inference for the
generalization error", 2003 (the interval over trials that share examples); McNemar, 1947.`,
  inputs: {
    reports: { type: 'report', title: 'Reports', many: true },
  },
  outputs: { report: { type: 'report', title: 'Comparison' } },
  params,
  fields: {
    names: {
      title: 'Names',
      help: 'What the reports are called, in the order of the wires. Empty: first, second ...',
    },
    baseline: {
      title: 'Baseline',
      help: 'Which report the others are judged against: 1 is the first wire.',
    },
    pairs: {
      title: 'Further pairs',
      help: 'Also judge the first of each pair against the second, as [[3, 1]].',
      advanced: true,
    },
  },
  check({ reports }, { baseline, names }, { nodeId }) {
    const issues: NodeIssue[] = [];
    if (reports.length < 2) {
      issues.push({
        code: 'too-few',
        port: 'reports',
        message: `A comparison needs at least two reports; ${reports.length === 0 ? 'none is' : 'only one is'} wired. Wire the reports of two models here.`,
      });
    } else if (baseline > reports.length) {
      issues.push({
        code: 'baseline',
        field: 'baseline',
        message: `There is no report ${baseline}: ${reports.length} are wired.`,
        ...withFix({ title: 'Take the first', setParams: [{ nodeId, params: { baseline: 1 } }] }),
      });
    }
    if (names.length > 0 && names.length !== reports.length) {
      issues.push({
        code: 'names',
        severity: 'warning',
        field: 'names',
        message: `There are ${names.length} names for ${reports.length} reports; reports without one are numbered.`,
      });
    }
    return issues;
  },
  infer({ reports }, { baseline, names }, { nodeId }) {
    const name = names[baseline - 1] ?? `report ${baseline}`;
    return {
      report: {
        type: 'report',
        source: { step: nodeId, output: 'report' },
        text: `${reports.length} reports against ${name}`,
      },
    };
  },
  step: {
    implementation: 1,
    resource: 'cpu',
    cacheable: true,
    timeLimitSeconds: () => LIMIT_SECONDS,
  },
});
