import { readProblem } from './api-problem';

/** Code of a refusal before anything was looked at: the same request may be sent again, whatever it does. */
export const OVERLOADED = 'server.overloaded';

/** Seconds after which to send the same request again; null for every other answer. The answer stays unread. */
export async function readOverload(response: Response): Promise<number | null> {
  if (response.status !== 503) return null;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (!Number.isFinite(seconds)) return null;
  const { code } = await readProblem(response.clone());
  return code === OVERLOADED ? seconds : null;
}
