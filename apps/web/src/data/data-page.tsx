import { Badge, Button, SimpleGrid, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { DatasetView } from '@graft/contracts';
import { FEW_EXAMPLES } from '@graft/graph';
import { Database, Upload } from 'lucide-react';
import { Link } from 'wouter';
import * as words from '#words/data';
import { useDatasets } from '../client/queries';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { formatExamples } from '../frame/format';
import { Page } from '../frame/page';
import { UploadDialog } from './upload-dialog';
import './data.css';
import { Loading } from '../frame/loading';

/** Every data set of the workspace, and the way to bring one's own. */
export function DataPage() {
  const datasets = useDatasets();
  const [uploading, upload] = useDisclosure(false);
  return (
    <Page
      title={words.data}
      subtitle={words.subtitle}
      actions={
        <Button leftSection={<Upload size={16} />} onClick={upload.open}>
          {words.importData}
        </Button>
      }
    >
      {datasets.isPending && <Loading label={words.loadingTheDataSets} />}
      <Failure error={datasets.error} />
      {datasets.data?.length === 0 && (
        <EmptyState
          icon={Database}
          title={words.noDataYet}
          action={
            <Button size="xs" variant="light" onClick={upload.open}>
              {words.importData}
            </Button>
          }
        >
          {words.whatToImport}
        </EmptyState>
      )}
      <SimpleGrid cols={{ base: 2, lg: 3 }} spacing={16}>
        {datasets.data?.map((dataset) => (
          <DatasetCard key={dataset.datasetId} dataset={dataset} />
        ))}
      </SimpleGrid>
      <UploadDialog opened={uploading} onClose={upload.close} />
    </Page>
  );
}

const MOST_BARS = 40;

function DatasetCard({ dataset }: { dataset: DatasetView }) {
  const { classes, examples, element, name, datasetId } = dataset;
  const most = Math.max(1, ...classes.map((each) => each.count));
  const few = classes.filter((each) => each.count < FEW_EXAMPLES).length;
  return (
    <Link href={`/data/${datasetId}`} className="dataset-card">
      <Text fw={600}>{name}</Text>
      <Text size="sm" c="dimmed" className="numbers">
        {words.examplesInClasses(formatExamples(examples, element.kind), classes.length)}
      </Text>
      <div className="dataset-card__bars" aria-hidden>
        {classes.slice(0, MOST_BARS).map((each) => (
          <span key={each.name} style={{ height: `${Math.max(4, (100 * each.count) / most)}%` }} />
        ))}
      </div>
      {few > 0 && (
        <Badge mt={12} variant="light" color="yellow" c="var(--mantine-color-text)" tt="none">
          {words.classesWithFewerThanExamples(few, FEW_EXAMPLES)}
        </Badge>
      )}
    </Link>
  );
}
