import type { Database, ModelVersionView, RunWithSteps } from '@graft/db';
import type { JsonObject } from '@graft/graph';
import { listModelBlobs, modelSpecSchema, type ModelSpec } from '@graft/model';
import { sayCourse, trainingCourseSchema } from '@graft/nodes';
import type { ExportFacts } from '@graft/nodes/steps';
import {
  codeVersionSchema,
  type Artifact,
  type CodeVersion,
  type Plan,
  type Step,
} from '@graft/plan';
import type { BlobStore } from '@graft/storage';
import { z } from 'zod';
import type { Bundle } from '../platform/load-bundle';
import { readOutputs } from '../runs/view-run';
import { LEARNING } from './suggest-examples';

const provenanceSchema = z.looseObject({ course: trainingCourseSchema });
const overridesSchema = z.record(z.string(), z.unknown());
const nodesSchema = z.looseObject({
  nodes: z.array(z.looseObject({ params: overridesSchema.optional() })),
});
const codedSchema = z.looseObject({ code: codeVersionSchema });

interface Sources {
  readonly database: Pick<Database, 'runs' | 'datasets'>;
  readonly blobs: Pick<BlobStore, 'read'>;
  readonly bundle: Bundle;
}

export interface KnownOfModel {
  readonly facts: ExportFacts;
  /** The whole report that was wired where the model was registered. */
  readonly report: Artifact | null;
}

/** Where a registered model comes from: run, graph, data, base, trainings and its report. */
export async function collectFacts(
  sources: Sources,
  workspaceId: string,
  model: ModelVersionView,
): Promise<KnownOfModel> {
  const { runs } = sources.database;
  const [run, plan] = await Promise.all([
    runs.find(workspaceId, model.runId),
    runs.findPlan(workspaceId, model.runId),
  ]);
  const registered = plan.steps.find(({ id }) => id === model.stepId);
  const upstream = registered ? listUpstream(plan, registered) : [];
  const trainings = upstream.filter(({ kind }) => LEARNING.has(kind));
  const spec = modelSpecSchema.parse(
    JSON.parse((await sources.blobs.read(model.digest)).toString()),
  );
  const [wired] = registered?.artifacts['report'] ?? [];
  const row = run?.steps.find(({ stepId }) => stepId === wired?.step);
  return {
    report: (row && wired && readOutputs(row)?.artifacts[wired.output]) ?? null,
    facts: {
      ...{ name: model.name, version: model.number, notes: model.notes, runId: model.runId },
      createdAt: model.createdAt.toISOString(),
      data: await describeData(sources, workspaceId, trainings, listTexts(run)),
      base: findBase(sources.bundle, spec),
      trainings: trainings.map(({ id, kind, params }) => ({
        ...{ kind, params: { ...params } },
        deviations: listDeviations(run?.steps.find(({ stepId }) => stepId === id)),
      })),
      code: listCode(trainings.map(({ id }) => run?.steps.find((row) => row.stepId === id))),
      graph: (run?.version.graph as JsonObject | undefined) ?? null,
    },
  };
}

/** A result that another run made says nothing of its course: only one that went as planned is reused. */
function listDeviations(row: RunWithSteps['steps'][number] | undefined): string[] {
  const provenance = provenanceSchema.safeParse(row?.provenance).data;
  return provenance ? sayCourse(provenance.course) : [];
}

/** Each version once. Results of before it was noted say nothing. */
function listCode(rows: readonly (RunWithSteps['steps'][number] | undefined)[]): CodeVersion[] {
  const noted = rows.flatMap((row) => codedSchema.safeParse(row?.provenance).data?.code ?? []);
  return [
    ...new Map(noted.map((code) => [`${code.version} ${String(code.revision)}`, code])).values(),
  ];
}

/** The steps that a step needs, directly or not, in the order of the plan. */
function listUpstream({ steps }: Plan, from: Step): Step[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const found = new Set<Step>();
  const visit = ({ needs }: Step): void => {
    for (const id of needs) {
      const step = byId.get(id);
      if (step === undefined || found.has(step)) continue;
      found.add(step);
      visit(step);
    }
  };
  visit(from);
  return steps.filter((step) => found.has(step));
}

/** What the nodes of a run say in words, with its own settings: names of data sets are among it. */
function listTexts(run: RunWithSteps | null): string[] {
  const { nodes = [] } = nodesSchema.safeParse(run?.version.graph).data ?? {};
  const said = [
    ...nodes.map(({ params }) => params),
    overridesSchema.safeParse(run?.overrides).data,
  ];
  return said.flatMap((values) =>
    Object.values(values ?? {}).filter((value) => typeof value === 'string'),
  );
}

async function describeData(
  { database }: Sources,
  workspaceId: string,
  trainings: readonly Step[],
  said: readonly string[],
): Promise<ExportFacts['data']> {
  const recipes = trainings.flatMap(({ data }) => Object.values(data));
  const digests = [...new Set(recipes.map(({ dataset }) => dataset))];
  const found = await Promise.all(
    digests.map((digest) => database.datasets.findByDigest(workspaceId, digest, said)),
  );
  return digests.map((digest, index) => {
    const version = found[index];
    const name = version
      ? `${version.name}, version ${String(version.number)}`
      : 'a deleted data set';
    return {
      ...{ name, digest, dataset: version?.name ?? null },
      classes: version?.classes ?? [],
    };
  });
}

/** By content: the base whose weights are among those of the model. */
function findBase({ bases }: Bundle, spec: ModelSpec): ExportFacts['base'] {
  const used = new Set(listModelBlobs(spec));
  const base = bases.find(({ card }) =>
    [...listModelBlobs(card.spec)].some((blob) => used.has(blob)),
  );
  return base ? { name: base.card.name, licence: base.card.licence } : null;
}
