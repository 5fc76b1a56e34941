/** Where the browser keeps the edit session of a pipeline: the page after a reload goes on with it. */
export function nameKeptSession(pipelineId: string): string {
  return `graft.editing.${pipelineId}`;
}

export function hasKeptSession(pipelineId: string): boolean {
  return localStorage.getItem(nameKeptSession(pipelineId)) !== null;
}
