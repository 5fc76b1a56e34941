import type { CheckpointStore } from '@graft/nodes/steps';
import type { EngineMessage, StartMessage } from '@graft/plan';
import type { LocalFiles } from '../data/local-files';
import type { Reporter } from './reporter';
import type { Scratch } from './scratch';

/** The checkpoints of one step: numbered on from the one it continues from. */
export function openCheckpoints(
  start: StartMessage,
  files: LocalFiles,
  scratch: Scratch,
  send: (message: EngineMessage) => void,
  reporter: Pick<Reporter, 'flush'>,
): CheckpointStore {
  let seq = start.resume?.seq ?? 0;
  return {
    times: start.checkpoint,
    async load() {
      if (start.resume === null) return null;
      return { ref: start.resume, bytes: await files.read(start.resume.digest) };
    },
    async save({ epoch, batch }, bytes) {
      seq += 1;
      const { path } = await scratch.write('checkpoint', bytes);
      // Whoever continues from here does not report these rows again.
      reporter.flush();
      send({ type: 'checkpoint', seq, epoch, batch, path });
    },
  };
}
