/** Who asks, and in which workspace. Every query names this workspace. */
export interface Caller {
  readonly workspaceId: string;
  readonly userId: string;
  readonly role: 'owner' | 'editor' | 'viewer';
}
