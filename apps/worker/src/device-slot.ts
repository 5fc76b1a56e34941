import type { ActivitySlotInfo, CustomSlotSupplier, SlotPermit } from '@temporalio/worker';

/**
 * The room for one training on a device that is served through several queues. While the device is free, every queue
 * is asked for a step; while a step has it, none is. A request that was under way already may still bring a step: who
 * finds the device taken gives that one back.
 */
export class DeviceSlot {
  private taken = false;
  private readonly waiting = new Set<() => void>();

  /** @returns what frees the device again, or null when another step has it */
  take(): (() => void) | null {
    if (this.taken) return null;
    this.taken = true;
    return () => {
      this.taken = false;
      this.wake();
    };
  }

  /** Lets the worker of one queue ask for a step whenever the device is free. */
  supply(): CustomSlotSupplier<ActivitySlotInfo> {
    let asks = false;
    return {
      type: 'custom',
      reserveSlot: async (_, aborted): Promise<SlotPermit> => {
        while (this.taken || asks) await this.untilWoken(aborted);
        asks = true;
        return {};
      },
      // Steps are never started by a worker that has just run a workflow task.
      tryReserveSlot: () => null,
      markSlotUsed: () => undefined,
      releaseSlot: () => {
        asks = false;
        this.wake();
      },
    };
  }

  /** @throws the reason of the signal when it is aborted: the worker ends */
  private async untilWoken(aborted: AbortSignal): Promise<void> {
    aborted.throwIfAborted();
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        aborted.removeEventListener('abort', goOn);
        this.waiting.delete(goOn);
        resolve();
      };
      this.waiting.add(goOn);
      aborted.addEventListener('abort', goOn);
    });
    aborted.throwIfAborted();
  }

  private wake(): void {
    for (const goOn of [...this.waiting]) goOn();
  }
}
