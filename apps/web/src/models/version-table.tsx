import { Anchor } from '@mantine/core';
import type { RegisteredModelView } from '@graft/contracts';
import { Link } from 'wouter';
import { formatAge, formatShare } from '../frame/format';
import { readAccuracy } from '../runs/read-accuracy';
import { DeleteVersion } from './delete-version';
import { VersionNotes } from './version-notes';
import { VersionTags } from './version-tags';

/** Every version with what it reached, what people say of it, and the way to delete it. */
export function VersionTable({ model }: { model: RegisteredModelView }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>Version</th>
          <th>Registered</th>
          <th className="right">Accuracy</th>
          <th>Notes</th>
          <th>Tags</th>
          <th>Comes from</th>
          <th>
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {model.versions.map((each) => {
          const { version, createdAt, metrics, notes, runId } = each;
          const score = readAccuracy(metrics);
          return (
            <tr key={version}>
              <td className="numbers">{version}</td>
              <td>{formatAge(createdAt, Date.now())}</td>
              <td className="right">
                {score === null
                  ? ''
                  : `${formatShare(score.accuracy)}${
                      score.interval === null
                        ? ''
                        : ` (${formatShare(score.interval[0], 0)} to ${formatShare(score.interval[1], 0)})`
                    }`}
              </td>
              <td>
                <VersionNotes model={model.name} version={version} notes={notes} />
              </td>
              <td>
                <VersionTags model={model.name} version={each} />
              </td>
              <td>
                <Anchor component={Link} href={`/runs/${runId}`} size="sm">
                  the run that made it
                </Anchor>
              </td>
              <td className="right">
                <DeleteVersion
                  model={model.name}
                  version={version}
                  last={model.versions.length === 1}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
