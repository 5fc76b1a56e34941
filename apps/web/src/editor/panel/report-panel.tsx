import { SegmentedControl } from '@mantine/core';
import { ClipboardCheck } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/panel';
import { useRun } from '../../client/queries';
import { EmptyState } from '../../frame/empty-state';
import { ReportView } from '../../runs/report-view';
import { listReports, useReport } from '../../runs/use-report';
import { useShownRun } from '../run/shown-run';
import { useEditor } from '../store/editor-context';
import { useNodeName } from '../store/use-node-name';
import { findEvaluated } from './evaluated-dataset';
import { RunFirst } from './run-first';
import { Failure } from '../../frame/failure';
import { Loading } from '../../frame/loading';
import '../../frame/mantine-forms.css';

/** Reports of the run that the canvas shows. */
export function ReportPanel() {
  const runId = useShownRun();
  const nameOf = useNodeName();
  const places = listReports(useRun(runId).data ?? { steps: [] });
  const [chosen, setChosen] = useState<string | null>(null);
  const place = places.find((each) => each.stepId === chosen) ?? places[0] ?? null;
  const report = useReport(runId ?? '', place);
  const dataset = useEditor(({ inspection }) => findEvaluated(inspection, place?.node ?? ''));
  if (place === null) {
    return (
      <EmptyState icon={ClipboardCheck} title={words.noReportYet} action={<RunFirst />}>
        {words.whenAReportAppears}
      </EmptyState>
    );
  }
  const reportedBy = { runId: runId ?? '', stepId: place.stepId, output: place.output };
  return (
    <>
      {places.length > 1 && (
        <SegmentedControl
          size="xs"
          mb={12}
          aria-label={words.report}
          value={place.stepId}
          onChange={setChosen}
          data={places.map(({ stepId, node }) => ({
            value: stepId,
            label: nameOf(node ?? '') ?? stepId,
          }))}
        />
      )}
      {report.isPending && <Loading label={words.loadingTheReport} />}
      <Failure error={report.error} />
      {report.data !== undefined && (
        <ReportView report={report.data} dataset={dataset} place={reportedBy} />
      )}
    </>
  );
}
