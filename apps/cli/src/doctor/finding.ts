/** What a look at one thing found. */
export interface Finding {
  check: string;
  ok: boolean;
  detail: string;
  /** What to do when it is not fine. */
  fix: string | null;
}

/** A thing that is fine. */
export function fine(check: string, detail: string): Finding {
  return { check, ok: true, detail, fix: null };
}
