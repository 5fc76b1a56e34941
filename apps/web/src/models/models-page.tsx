import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { RegisteredModelView } from '@graft/contracts';
import { Boxes, PackageCheck } from 'lucide-react';
import { Link } from 'wouter';
import * as words from '#words/models';
import { NextStep } from '../frame/next-step';
import { useModels } from '../client/queries';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { formatAge, formatShare } from '../frame/format';
import { Page, Section } from '../frame/page';
import { readAccuracy } from '../runs/read-accuracy';
import '../runs/runs.css';
import { BaseDialog } from './base-dialog';
import { PublishedBases } from './published-bases';
import { Loading } from '../frame/loading';

/** Every registered model with its newest version. */
export function ModelsPage() {
  const models = useModels();
  const [bringing, dialog] = useDisclosure(false);
  return (
    <Page
      title={words.models}
      subtitle={words.subtitle}
      actions={
        <Button variant="default" leftSection={<Boxes size={16} />} onClick={dialog.open}>
          {words.bringABaseModel}
        </Button>
      }
    >
      <BaseDialog opened={bringing} onClose={dialog.close} />
      {models.isPending && <Loading label={words.loadingTheModels} />}
      <Failure error={models.error} />
      {models.data !== undefined && (
        <Section padded={false}>
          {models.data.length === 0 ? (
            <EmptyState
              icon={PackageCheck}
              title={words.noModelYet}
              action={<NextStep href="/" title={words.seeTheTemplates} />}
            >
              {words.howModelsComeAbout}
            </EmptyState>
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th>{words.name}</th>
                  <th>{words.classesColumn}</th>
                  <th className="right">{words.version}</th>
                  <th className="right">{words.accuracy}</th>
                  <th>{words.registered}</th>
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
      <PublishedBases />
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
