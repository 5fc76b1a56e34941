import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { RegisteredModelView } from '@graft/contracts';
import { Boxes, PackageCheck } from 'lucide-react';
import { Link } from 'wouter';
import { useModels } from '../client/queries';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { formatAge, formatShare } from '../frame/format';
import { Page, Section } from '../frame/page';
import { readAccuracy } from '../runs/read-accuracy';
import '../runs/runs.css';
import { BaseDialog } from './base-dialog';
import { Loading } from '../frame/loading';

/** Every registered model with its newest version. */
export function ModelsPage() {
  const models = useModels();
  const [bringing, dialog] = useDisclosure(false);
  return (
    <Page
      title="Models"
      subtitle="What was learned and kept: try it on your own pictures, or build on it."
      actions={
        <Button variant="default" leftSection={<Boxes size={16} />} onClick={dialog.open}>
          Bring a base model
        </Button>
      }
    >
      <BaseDialog opened={bringing} onClose={dialog.close} />
      {models.isPending && <Loading label="Loading the models" />}
      <Failure error={models.error} />
      {models.data !== undefined && (
        <Section padded={false}>
          {models.data.length === 0 ? (
            <EmptyState icon={PackageCheck} title="No model yet">
              Put a Register model node at the end of a pipeline and run it. The templates have one.
            </EmptyState>
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Classes</th>
                  <th className="right">Version</th>
                  <th className="right">Accuracy</th>
                  <th>Registered</th>
                </tr>
              </thead>
              <tbody>
                {models.data.map((model) => (
                  <ModelRow key={model.modelId} model={model} />
                ))}
              </tbody>
            </table>
          )}
        </Section>
      )}
    </Page>
  );
}

function ModelRow({ model }: { model: RegisteredModelView }) {
  const [newest] = model.versions;
  const score = newest === undefined ? null : readAccuracy(newest.metrics);
  return (
    <tr>
      <td>
        <Link href={`/models/${encodeURIComponent(model.name)}`} className="runs__name">
          {model.name}
        </Link>
      </td>
      <td>{newest?.labels.length ?? 0}</td>
      <td className="right">{newest?.version ?? ''}</td>
      <td className="right">{score === null ? '' : formatShare(score.accuracy)}</td>
      <td>{formatAge(newest?.createdAt ?? model.createdAt, Date.now())}</td>
    </tr>
  );
}
