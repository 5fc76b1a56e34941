import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { DeviceSlot } from './device-slot';

type Supplier = ReturnType<DeviceSlot['supply']>;

/** Asks as the worker of a queue does; tells whether it may. */
function ask(supplier: Supplier, signal = new AbortController().signal) {
  const asked = { may: false };
  const answer = supplier.reserveSlot({} as never, signal).then(() => {
    asked.may = true;
  });
  return { asked, answer };
}

/** All that can happen without anybody doing anything has happened. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const letGo = (supplier: Supplier) => supplier.releaseSlot({ permit: {} });

describe('the room for a training on a device', () => {
  it('lets every queue be asked while it is free, and none while a step has it', async () => {
    const slot = new DeviceSlot();
    const [plain, labelled] = [slot.supply(), slot.supply()];
    await ask(plain).answer;
    await ask(labelled).answer;
    const free = slot.take();
    letGo(labelled);
    const again = ask(labelled);
    await settle();
    expect(again.asked.may).toBe(false);
    free?.();
    await again.answer;
    expect(again.asked.may).toBe(true);
  });

  it('is given to one step at a time', () => {
    const slot = new DeviceSlot();
    const free = slot.take();
    expect(slot.take()).toBeNull();
    free?.();
    expect(slot.take()).not.toBeNull();
  });

  it('is asked for once by a queue until the answer is there', async () => {
    const supplier = new DeviceSlot().supply();
    await ask(supplier).answer;
    const second = ask(supplier);
    await settle();
    expect(second.asked.may).toBe(false);
    letGo(supplier);
    await second.answer;
  });

  it('leaves nothing behind in a worker that has waited for it', async () => {
    const slot = new DeviceSlot();
    const free = slot.take();
    const { signal } = new AbortController();
    const { answer } = ask(slot.supply(), signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    free?.();
    await answer;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('is waited for no longer when the worker ends', async () => {
    const slot = new DeviceSlot();
    slot.take();
    const end = new AbortController();
    const { answer } = ask(slot.supply(), end.signal);
    end.abort();
    await expect(answer).rejects.toBe(end.signal.reason);
    await expect(ask(slot.supply(), end.signal).answer).rejects.toBe(end.signal.reason);
  });
});
