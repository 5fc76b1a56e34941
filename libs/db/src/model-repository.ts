import type { Json } from '@graft/graph';
import type { ModelVersion } from './generated/client';
import { whereRef } from './dataset-repository';
import { toJson, type Client, type Queryable } from './prisma';
import type { StepHold } from './step-hold';

export interface NewModelVersion {
  name: string;
  notes: string;
  /** Blob of a self-contained ModelSpec. */
  digest: string;
  labels: readonly string[] | null;
  metrics: Readonly<Record<string, Json>>;
}

export interface ModelVersionView {
  id: string;
  modelId: string;
  name: string;
  number: number;
  digest: string;
  labels: string[] | null;
  metrics: Record<string, Json>;
  notes: string;
  runId: string;
  stepId: string;
  createdAt: Date;
}

/** Registered models; versions are added by committing a step that registers one. */
export class ModelRepository {
  constructor(private readonly client: Client) {}

  /** The newest version of every model, by name. */
  async listNewest(workspaceId: string): Promise<ModelVersionView[]> {
    const models = await this.client.registeredModel.findMany({
      where: { workspaceId },
      include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
      orderBy: { name: 'asc' },
    });
    return models.flatMap(({ name, versions }) => versions.map((row) => view(row, name)));
  }

  /** A version of a model by the model's name or id; the newest one without a number. */
  async find(workspaceId: string, ref: string, number?: number): Promise<ModelVersionView | null> {
    const row = await this.client.modelVersion.findFirst({
      where: { workspaceId, model: whereRef(ref), ...(number === undefined ? {} : { number }) },
      include: { model: true },
      orderBy: { number: 'desc' },
    });
    return row && view(row, row.model.name);
  }

  async listVersions(workspaceId: string, ref: string): Promise<ModelVersionView[]> {
    const rows = await this.client.modelVersion.findMany({
      where: { workspaceId, model: whereRef(ref) },
      include: { model: true },
      orderBy: { number: 'desc' },
    });
    return rows.map((row) => view(row, row.model.name));
  }

  /** What a run has registered. */
  async listOfRun(workspaceId: string, runId: string): Promise<ModelVersionView[]> {
    const rows = await this.client.modelVersion.findMany({
      where: { workspaceId, runId },
      include: { model: true },
      orderBy: [{ createdAt: 'asc' }],
    });
    return rows.map((row) => view(row, row.model.name));
  }
}

/** Registers once per (run, step): a retry finds the version that is there. */
export async function insertModelVersion(
  tx: Queryable,
  { workspaceId, runId, stepId }: StepHold,
  version: NewModelVersion,
): Promise<void> {
  const { name, notes, digest } = version;
  if (await tx.modelVersion.findUnique({ where: { runId_stepId: { runId, stepId } } })) return;
  await tx.registeredModel.createMany({ data: [{ workspaceId, name }], skipDuplicates: true });
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "RegisteredModel"
    WHERE "workspaceId" = ${workspaceId}::uuid AND "name" = ${name} FOR UPDATE`;
  const modelId = locked[0]!.id;
  const { _max } = await tx.modelVersion.aggregate({ where: { modelId }, _max: { number: true } });
  await tx.modelVersion.create({
    data: {
      workspaceId,
      modelId,
      number: (_max.number ?? 0) + 1,
      digest,
      labels: toJson(version.labels ?? []),
      metrics: toJson(version.metrics),
      notes,
      runId,
      stepId,
    },
  });
}

function view(row: ModelVersion, name: string): ModelVersionView {
  const { id, modelId, number, digest, notes, runId, stepId, createdAt } = row;
  const labels = row.labels as string[];
  return {
    ...{ id, modelId, name, number, digest, notes, runId, stepId, createdAt },
    labels: labels.length > 0 ? labels : null,
    metrics: row.metrics as Record<string, Json>,
  };
}
