import { ApiProblem } from '@graft/contracts';

/** What the API said no with, `accepted` when it did not, or another error as it is. */
export async function refusal(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    return error instanceof ApiProblem ? error.problem : error;
  }
}
