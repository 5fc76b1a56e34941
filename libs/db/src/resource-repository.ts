import { Gatherer } from './gatherer';
import type { Client } from './prisma';

/** What graphs of a workspace may name, taken together: data sets, models, imported bases. */
export class ResourceRepository {
  private readonly reading = new Gatherer((ids: readonly string[]) => this.readRevisions(ids));

  constructor(private readonly client: Client) {}

  /** A text that is another one once a data set, a model or a base was added to the workspace or left it. */
  async readRevision(workspaceId: string): Promise<string> {
    return this.reading.ask(workspaceId);
  }

  private async readRevisions(ids: readonly string[]): Promise<string[]> {
    const asked = [...new Set(ids)];
    // Versions never change and names stay, so what is there says it all.
    const rows = await this.client.$queryRaw<{ workspaceId: string; revision: string }[]>`
      SELECT asked."id"::text AS "workspaceId", md5(concat_ws('/',
        (SELECT string_agg(version."id"::text, ' ' ORDER BY version."id")
          FROM "Dataset" dataset JOIN "DatasetVersion" version ON version."datasetId" = dataset."id"
          WHERE dataset."workspaceId" = asked."id"),
        'models',
        (SELECT string_agg(version."id"::text, ' ' ORDER BY version."id")
          FROM "RegisteredModel" model JOIN "ModelVersion" version ON version."modelId" = model."id"
          WHERE model."workspaceId" = asked."id"),
        'bases',
        (SELECT string_agg(base."id"::text, ' ' ORDER BY base."id")
          FROM "ImportedBase" base WHERE base."workspaceId" = asked."id"))) AS "revision"
      FROM jsonb_array_elements_text(${JSON.stringify(asked)}::jsonb) AS given
        CROSS JOIN LATERAL (SELECT given::uuid AS "id") AS asked`;
    const revisions = new Map(rows.map((row) => [row.workspaceId, row.revision]));
    return ids.map((id) => revisions.get(id) ?? '');
  }
}
