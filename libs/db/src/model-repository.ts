import type { Json } from '@graft/graph';
import type { ModelTag, ModelVersion } from './generated/client';
import { whereRef } from './dataset-repository';
import { Gatherer } from './gatherer';
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
  /** Words that stand for this version, sorted. */
  tags: string[];
}

interface Wanted {
  readonly workspaceId: string;
  readonly ref: string;
  readonly number: number | undefined;
}

/** Registered models; versions are added by committing a step that registers one. */
export class ModelRepository {
  /** Those who ask a model for predictions at the same time look for it once. */
  readonly #finding = new Gatherer<Wanted, ModelVersionView | null>((wanted) =>
    this.#findAll(wanted),
  );

  constructor(private readonly client: Client) {}

  /** The newest version of every model, by name. */
  async listNewest(workspaceId: string): Promise<ModelVersionView[]> {
    const models = await this.client.registeredModel.findMany({
      where: { workspaceId },
      include: { versions: { orderBy: { number: 'desc' }, take: 1, include: { tags: true } } },
      orderBy: { name: 'asc' },
    });
    return models.flatMap(({ name, versions }) => versions.map((row) => view(row, name)));
  }

  /** A version of a model by the model's name or id; the newest one without a number. */
  find(workspaceId: string, ref: string, number?: number): Promise<ModelVersionView | null> {
    return this.#finding.ask({ workspaceId, ref, number });
  }

  #findAll(wanted: readonly Wanted[]): Promise<(ModelVersionView | null)[]> {
    const found = new Map<string, Promise<ModelVersionView | null>>();
    return Promise.all(
      wanted.map((each) => {
        const key = JSON.stringify([each.workspaceId, each.ref, each.number ?? null]);
        const finding = found.get(key) ?? this.#findOne(each);
        found.set(key, finding);
        return finding;
      }),
    );
  }

  async #findOne({ workspaceId, ref, number }: Wanted): Promise<ModelVersionView | null> {
    const row = await this.client.modelVersion.findFirst({
      where: { workspaceId, model: whereRef(ref), ...(number === undefined ? {} : { number }) },
      include: { model: true, tags: true },
      orderBy: { number: 'desc' },
    });
    return row && view(row, row.model.name);
  }

  async listVersions(workspaceId: string, ref: string): Promise<ModelVersionView[]> {
    const rows = await this.client.modelVersion.findMany({
      where: { workspaceId, model: whereRef(ref) },
      include: { model: true, tags: true },
      orderBy: { number: 'desc' },
    });
    return rows.map((row) => view(row, row.model.name));
  }

  /**
   * Lets a word stand for a version, and no longer for the one it stood for.
   * @returns false when there is no such version
   */
  async setTag(
    workspaceId: string,
    ref: string,
    { tag, number }: { tag: string; number: number },
  ): Promise<boolean> {
    const found = await this.find(workspaceId, ref, number);
    if (!found) return false;
    const { modelId, id: versionId } = found;
    await this.client.modelTag.upsert({
      where: { modelId_tag: { modelId, tag } },
      create: { workspaceId, modelId, tag, versionId },
      update: { versionId, setAt: new Date() },
    });
    return true;
  }

  /** @returns whether there was such a tag */
  async removeTag(workspaceId: string, ref: string, tag: string): Promise<boolean> {
    const { count } = await this.client.modelTag.deleteMany({
      where: { workspaceId, tag, model: whereRef(ref) },
    });
    return count > 0;
  }

  /** The version that a word stands for. */
  async findTagged(
    workspaceId: string,
    ref: string,
    tag: string,
  ): Promise<ModelVersionView | null> {
    const row = await this.client.modelVersion.findFirst({
      where: { workspaceId, model: whereRef(ref), tags: { some: { tag } } },
      include: { model: true, tags: true },
    });
    return row && view(row, row.model.name);
  }

  /** @returns false when there is no such version */
  async setNotes(
    workspaceId: string,
    ref: string,
    { number, notes }: { number: number; notes: string },
  ): Promise<boolean> {
    const { count } = await this.client.modelVersion.updateMany({
      where: { workspaceId, number, model: whereRef(ref) },
      data: { notes },
    });
    return count > 0;
  }

  /** Pipelines whose draft names the model as a base, by name. */
  async listPipelinesOn(
    workspaceId: string,
    name: string,
    params: readonly { kind: string; param: string }[],
  ): Promise<{ pipelineId: string; name: string }[]> {
    return this.client.$queryRaw`
      SELECT DISTINCT pipeline."id" AS "pipelineId", pipeline."name"
      FROM "Pipeline" AS pipeline, jsonb_array_elements(pipeline."draft"->'nodes') AS node,
        jsonb_to_recordset(${JSON.stringify(params)}::jsonb) AS wanted(kind text, param text)
      WHERE pipeline."workspaceId" = ${workspaceId}::uuid AND node->>'kind' = wanted.kind
        AND node->'params'->>wanted.param = ${name}
      ORDER BY pipeline."name"`;
  }

  /**
   * Deletes a version and the tags that stand for it. Its number is never given again; bytes that nothing else
   * names go with the next tidying.
   * @returns false when there is no such version
   */
  async deleteVersion(workspaceId: string, ref: string, number: number): Promise<boolean> {
    return this.client.$transaction(async (tx) => {
      const found = await tx.modelVersion.findFirst({
        where: { workspaceId, number, model: whereRef(ref) },
        select: { id: true, modelId: true },
      });
      if (!found) return false;
      const { id, modelId } = found;
      await tx.$executeRaw`
        UPDATE "RegisteredModel" SET "lastNumber" = greatest("lastNumber", ${number})
        WHERE "id" = ${modelId}::uuid`;
      await tx.modelTag.deleteMany({ where: { versionId: id } });
      await tx.modelVersion.deleteMany({ where: { id } });
      return true;
    });
  }

  /** What a run has registered. */
  async listOfRun(workspaceId: string, runId: string): Promise<ModelVersionView[]> {
    const rows = await this.client.modelVersion.findMany({
      where: { workspaceId, runId },
      include: { model: true, tags: true },
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
  const locked = await tx.$queryRaw<{ id: string; lastNumber: number }[]>`
    SELECT "id", "lastNumber" FROM "RegisteredModel"
    WHERE "workspaceId" = ${workspaceId}::uuid AND "name" = ${name} FOR UPDATE`;
  const { id: modelId, lastNumber } = locked[0]!;
  const { _max } = await tx.modelVersion.aggregate({ where: { modelId }, _max: { number: true } });
  await tx.modelVersion.create({
    data: {
      workspaceId,
      modelId,
      number: Math.max(_max.number ?? 0, lastNumber) + 1,
      digest,
      labels: toJson(version.labels ?? []),
      metrics: toJson(version.metrics),
      notes,
      runId,
      stepId,
    },
  });
}

function view(row: ModelVersion & { tags: ModelTag[] }, name: string): ModelVersionView {
  const { id, modelId, number, digest, notes, runId, stepId, createdAt } = row;
  const labels = row.labels as string[];
  return {
    ...{ id, modelId, name, number, digest, notes, runId, stepId, createdAt },
    labels: labels.length > 0 ? labels : null,
    metrics: row.metrics as Record<string, Json>,
    tags: row.tags.map(({ tag }) => tag).sort(),
  };
}
