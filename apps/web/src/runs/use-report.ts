import type { RunView } from '@graft/contracts';
import { useQuery } from '@tanstack/react-query';
import * as words from '#words/runs';
import { useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { reportSchema, type Report } from './report-format';

/** Where a run keeps a report. */
export interface ReportPlace {
  readonly stepId: string;
  readonly node: string | null;
  readonly output: string;
}

/** What finds a report again. */
export interface ReportedBy extends Pick<ReportPlace, 'stepId' | 'output'> {
  readonly runId: string;
}

/** Reports of a run: whatever its steps made as a report. */
export function listReports(run: Pick<RunView, 'steps'>): ReportPlace[] {
  return run.steps.flatMap(({ stepId, node, outputs }) =>
    Object.entries(outputs).flatMap(([output, { kind }]) =>
      kind === 'report' ? [{ stepId, node, output }] : [],
    ),
  );
}

/** A whole report. A format that this page does not know is an error in words. */
export function useReport(runId: string, place: ReportPlace | null) {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.output(runId, place?.stepId ?? '', place?.output ?? ''),
    queryFn: async (): Promise<Report> => {
      const { stepId = '', output = '' } = place ?? {};
      const response = await client.getOutput({ params: { runId, stepId, output } });
      const parsed = reportSchema.safeParse(await response.json());
      if (!parsed.success) throw new Error(words.thisReportHasAFormatThat);
      return parsed.data;
    },
    enabled: place !== null,
    staleTime: Infinity,
  });
}
