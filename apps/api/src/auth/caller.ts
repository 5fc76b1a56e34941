/** Who asks, and in which workspace. Every query names this workspace. */
export interface Caller {
  readonly workspaceId: string;
  readonly userId: string;
  readonly role: 'owner' | 'editor' | 'viewer';
  /** How they are known; `local` is the one user of a Graft that only this machine can reach. */
  readonly via: 'local' | 'session' | 'token';
  /** Of the session or token. */
  readonly credentialId: string | null;
  readonly expiresAt: Date | null;
}
