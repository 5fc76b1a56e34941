import { graphSchema } from '@graft/graph';
import { z } from 'zod';

const backupSchema = z.object({ revision: z.int(), graph: graphSchema });

/** A draft that the browser keeps until the server has it. */
export type DraftBackup = z.infer<typeof backupSchema>;

const keyOf = (pipelineId: string) => `graft.draft.${pipelineId}`;

/** Keeps a draft for the case that the page is closed before it was saved. */
export function keepBackup(pipelineId: string, backup: DraftBackup): void {
  try {
    localStorage.setItem(keyOf(pipelineId), JSON.stringify(backup));
  } catch (error) {
    // A full storage must not stop the editing: the server gets the draft in a moment anyway.
    console.warn('The draft could not be kept in the browser', error);
  }
}

export function dropBackup(pipelineId: string): void {
  localStorage.removeItem(keyOf(pipelineId));
}

/** The draft that did not reach the server; null when there is none or it can't be read. */
export function readBackup(pipelineId: string): DraftBackup | null {
  const text = localStorage.getItem(keyOf(pipelineId));
  if (text === null) return null;
  try {
    return backupSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
