const FIRST_SECONDS = 1;
/** Nobody is sent away for longer: who gives up meanwhile must not hold up the others for long. */
const MOST_SECONDS = 15;
/** How much of what is known of a request's time the newest one decides. */
const NEWEST = 0.1;

/**
 * Lets so many in at the same time. Who is refused stands in a line without waiting in it: each is told after how
 * many seconds it is his turn, at the pace of those who were served lately. One of a full house leaves every
 * (time of a request / places) seconds (Little, "A Proof for the Queuing Formula: L = λW", 1961).
 */
export class Crowd {
  #inside = 0;
  #secondsEach: number | null = null;
  /** When the last of the line has been told to come. */
  #lineEnds = 0;

  /** @param now seconds, of a clock that never goes back */
  constructor(
    private readonly places: number,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {}

  get isFull(): boolean {
    return this.#inside >= this.places;
  }

  /** Takes a place; what comes back gives it back. */
  enter(): () => void {
    this.#inside += 1;
    const begun = this.now();
    return () => {
      this.#inside -= 1;
      const seconds = this.now() - begun;
      const known = this.#secondsEach ?? seconds;
      this.#secondsEach = known + NEWEST * (seconds - known);
    };
  }

  /** Whole seconds after which to come again, for one who was refused. */
  joinLine(): number {
    const now = this.now();
    const pace = (this.#secondsEach ?? 0) / Math.max(1, this.places);
    this.#lineEnds = Math.min(Math.max(this.#lineEnds, now) + pace, now + MOST_SECONDS);
    return Math.max(FIRST_SECONDS, Math.ceil(this.#lineEnds - now));
  }
}
