import type { WorkspaceUseView } from '@graft/contracts';
import { UsageError, type ExitCode } from '../exit';
import { formatTable } from '../show/show-table';
import { requireStack } from '../stack/find-stack';
import { printJson, type Terminal } from '../terminal';
import type { ListOptions } from './list';

/** As written: a number, `none`, or nothing for what stays as it is. */
export interface LimitOptions extends ListOptions {
  mostRuns?: string;
  mostGpuHours?: string;
  mostDisk?: string;
  keepDays?: string;
  keepRunDays?: string;
  keepCheckpointDays?: string;
}

type Limits = WorkspaceUseView['limits'];

/** What the workspace may use and uses; with options an administrator changes the first. */
export async function showLimits(options: LimitOptions, terminal: Terminal): Promise<ExitCode> {
  const asked = readLimits(options);
  const { client } = await requireStack(options);
  const found = await client.getLimits();
  const changes = Object.keys(asked).length > 0;
  const use = changes ? await client.setLimits({ body: { ...found.limits, ...asked } }) : found;
  if (options.json) printJson(terminal, use);
  else terminal.out(formatTable(['of', 'used', 'most'], describeUse(use)));
  return 0;
}

function describeUse({ limits, ...used }: WorkspaceUseView): string[][] {
  const most = (limit: number | null): string => (limit === null ? 'no limit' : String(limit));
  return [
    ['runs under way', String(used.runs), most(limits.mostRuns)],
    ['GPU hours this month', used.gpuHours.toFixed(1), most(limits.mostGpuHours)],
    ['GB on disk', toGigabytes(used.diskBytes), most(limits.mostDiskGigabytes)],
    ['GB of it that can be computed again', toGigabytes(used.resultBytes), ''],
    ['days that unused results are kept', '', most(limits.keptDays)],
    ['days that ended runs are kept', '', most(limits.keptRunDays)],
    ['days that checkpoints of given-up trainings are kept', '', most(limits.keptCheckpointDays)],
  ];
}

function toGigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(3);
}

function readLimits(options: LimitOptions): Partial<Limits> {
  return {
    ...readLimit('mostRuns', '--most-runs', options.mostRuns),
    ...readLimit('mostGpuHours', '--most-gpu-hours', options.mostGpuHours),
    ...readLimit('mostDiskGigabytes', '--most-disk', options.mostDisk),
    ...readLimit('keptDays', '--keep-days', options.keepDays),
    ...readLimit('keptRunDays', '--keep-run-days', options.keepRunDays),
    ...readLimit('keptCheckpointDays', '--keep-checkpoint-days', options.keepCheckpointDays),
  };
}

function readLimit(name: keyof Limits, flag: string, given: string | undefined): Partial<Limits> {
  if (given === undefined) return {};
  if (given === 'none') return { [name]: null };
  const value = Number(given);
  if (given.trim() !== '' && Number.isFinite(value) && value > 0) return { [name]: value };
  throw new UsageError(`${flag} takes a number above 0, or none; not "${given}".`);
}
