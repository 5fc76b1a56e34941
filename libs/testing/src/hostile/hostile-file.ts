/** A file that nobody should send, and what must become of it. */
export interface HostileFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly expected:
    /** Refused as a whole, with this code; with this number of the entry or row, where one is to blame. */
    | { readonly code: string; readonly place?: number }
    /** Left out with a reason like this; the rest is imported. */
    | { readonly leftOut: RegExp }
    /** Odd but good. */
    | { readonly taken: true };
}
