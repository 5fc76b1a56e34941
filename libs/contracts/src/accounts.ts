import { z } from 'zod';
import { idSchema, nameSchema, pageQuerySchema, timeSchema } from './common';
import { defineRoute, emptyReply, jsonBody, jsonReply } from './route';

export const roleSchema = z.enum(['owner', 'editor', 'viewer']);

/** Long enough to need no rules about its letters (NIST SP 800-63B, 3.1.1.2). */
export const passwordSchema = z.string().min(12).max(200);

export const workspaceSchema = z.strictObject({
  workspaceId: idSchema,
  name: z.string(),
  role: roleSchema,
});

/** Who asks, in which workspace, and what else there is to choose from. */
export const sessionSchema = z.strictObject({
  user: z.strictObject({ userId: idSchema, name: z.string(), admin: z.boolean() }),
  workspace: workspaceSchema,
  workspaces: z.array(workspaceSchema),
  /** `local` is the one user of a Graft that only this machine can reach. */
  via: z.enum(['local', 'session', 'token']),
  expiresAt: timeSchema.nullable(),
});

export const memberSchema = z.strictObject({
  userId: idSchema,
  name: z.string(),
  role: roleSchema,
  admin: z.boolean(),
});

export const apiTokenSchema = z.strictObject({
  tokenId: idSchema,
  name: z.string(),
  scope: roleSchema,
  createdAt: timeSchema,
  expiresAt: timeSchema,
  usedAt: timeSchema.nullable(),
});

export const auditEntrySchema = z.strictObject({
  seq: z.int().min(1),
  at: timeSchema,
  /** Null for somebody who could not be named, as after a wrong password. */
  userId: idSchema.nullable(),
  /** Operation id of the route, or what was refused. */
  action: z.string(),
  subject: z.record(z.string(), z.unknown()),
  requestId: z.string().nullable(),
});

const tokensSchema = z.strictObject({ tokens: z.array(apiTokenSchema) });
const membersSchema = z.strictObject({ members: z.array(memberSchema) });
const memberParamsSchema = z.strictObject({ userId: idSchema });

export const accountRoutes = {
  logIn: defineRoute({
    method: 'POST',
    path: '/api/v1/session',
    summary: 'Log in with name and password; the session is a cookie that scripts cannot read',
    policy: 'public',
    body: jsonBody(z.strictObject({ name: nameSchema, password: z.string().min(1).max(200) })),
    // Two passwords are checked at a time (apps/api/src/auth/passwords.ts): the last of these waits half a second.
    atOnce: 22,
    reply: jsonReply(sessionSchema),
  }),
  getSession: defineRoute({
    method: 'GET',
    path: '/api/v1/session',
    summary: 'Who asks, and in which workspace',
    policy: 'viewer',
    reply: jsonReply(sessionSchema),
  }),
  logOut: defineRoute({
    method: 'DELETE',
    path: '/api/v1/session',
    summary: 'End the session',
    policy: 'viewer',
    reply: emptyReply,
  }),
  chooseWorkspace: defineRoute({
    method: 'PUT',
    path: '/api/v1/session/workspace',
    summary: 'Work in another workspace from now on',
    policy: 'viewer',
    body: jsonBody(z.strictObject({ workspaceId: idSchema })),
    reply: jsonReply(sessionSchema),
  }),
  changePassword: defineRoute({
    method: 'PUT',
    path: '/api/v1/session/password',
    summary: 'Change the own password; all other sessions end',
    policy: 'viewer',
    body: jsonBody(z.strictObject({ current: z.string().min(1).max(200), next: passwordSchema })),
    reply: emptyReply,
  }),
  listTokens: defineRoute({
    method: 'GET',
    path: '/api/v1/tokens',
    summary: 'The own API tokens of this workspace, without their secrets',
    policy: 'viewer',
    reply: jsonReply(tokensSchema),
  }),
  createToken: defineRoute({
    method: 'POST',
    path: '/api/v1/tokens',
    summary: 'Make an API token for this workspace; its secret is told once',
    policy: 'viewer',
    body: jsonBody(
      z.strictObject({
        name: nameSchema,
        /** The most that it may; never more than its person may. */
        scope: roleSchema,
        days: z.int().min(1).max(365).default(90),
      }),
    ),
    reply: jsonReply(apiTokenSchema.extend({ secret: z.string() }), 201),
  }),
  revokeToken: defineRoute({
    method: 'DELETE',
    path: '/api/v1/tokens/:tokenId',
    summary: 'Revoke an own API token, at once',
    policy: 'viewer',
    params: z.strictObject({ tokenId: idSchema }),
    reply: emptyReply,
  }),
  listMembers: defineRoute({
    method: 'GET',
    path: '/api/v1/members',
    summary: 'Who may work in this workspace',
    policy: 'viewer',
    reply: jsonReply(membersSchema),
  }),
  addMember: defineRoute({
    method: 'POST',
    path: '/api/v1/members',
    summary: 'Let somebody into this workspace; a new person needs a first password',
    policy: 'owner',
    body: jsonBody(
      z.strictObject({
        name: nameSchema,
        role: roleSchema,
        /** For a person without an account; only an administrator may make one. */
        password: passwordSchema.optional(),
        admin: z.boolean().default(false),
      }),
    ),
    idempotent: 'by-reply',
    reply: jsonReply(memberSchema, 201),
  }),
  changeMember: defineRoute({
    method: 'PUT',
    path: '/api/v1/members/:userId',
    summary: 'Give a member another role',
    policy: 'owner',
    params: memberParamsSchema,
    body: jsonBody(z.strictObject({ role: roleSchema })),
    reply: jsonReply(memberSchema),
  }),
  removeMember: defineRoute({
    method: 'DELETE',
    path: '/api/v1/members/:userId',
    summary: 'Take a member out of this workspace; sessions and tokens for it end at once',
    policy: 'owner',
    params: memberParamsSchema,
    reply: emptyReply,
  }),
  createWorkspace: defineRoute({
    method: 'POST',
    path: '/api/v1/workspaces',
    summary: 'Make a workspace and own it; for administrators',
    policy: 'owner',
    body: jsonBody(z.strictObject({ name: nameSchema })),
    idempotent: 'by-reply',
    reply: jsonReply(workspaceSchema, 201),
  }),
  listAudit: defineRoute({
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Who did what in this workspace, newest first',
    policy: 'owner',
    query: z.strictObject({
      limit: pageQuerySchema.shape.limit,
      before: z.coerce.number<number | string>().int().min(1).optional(),
    }),
    reply: jsonReply(z.strictObject({ entries: z.array(auditEntrySchema) })),
  }),
};

export type Role = z.infer<typeof roleSchema>;
export type SessionView = z.infer<typeof sessionSchema>;
export type MemberView = z.infer<typeof memberSchema>;
export type ApiTokenView = z.infer<typeof apiTokenSchema>;
export type AuditEntryView = z.infer<typeof auditEntrySchema>;
