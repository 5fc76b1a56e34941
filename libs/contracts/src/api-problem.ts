import type { z } from 'zod';
import { problemSchema } from './common';

export type ProblemBody = z.infer<typeof problemSchema>;

/** A refusal by the API: its problem document. `message` is for the person. */
export class ApiProblem extends Error {
  readonly problem: ProblemBody;

  constructor(problem: ProblemBody) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
}

/** The problem document of a refusal; an answer without one (a proxy's, say) is described. */
export async function readProblem(response: Response): Promise<ProblemBody> {
  const text = await response.text();
  const parsed = problemSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  return {
    type: 'urn:graft:problem:http',
    title: 'Unexpected answer',
    status: response.status,
    detail: `The server answered ${response.status} without saying why; is this the address of Graft?`,
    code: 'http.unexpected_answer',
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
