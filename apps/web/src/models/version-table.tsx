import { Anchor, Checkbox } from '@mantine/core';
import type { RegisteredModelView } from '@graft/contracts';
import { Link } from 'wouter';
import * as words from '#words/models';
import { formatAge, formatShare } from '../frame/format';
import { readAccuracy } from '../runs/read-accuracy';
import { DeleteVersion } from './delete-version';
import { VersionNotes } from './version-notes';
import { VersionTags } from './version-tags';
import '../frame/mantine-forms.css';

interface VersionTableProps {
  model: RegisteredModelView;
  /** Versions that are to be compared. */
  chosen: readonly number[];
  onChoose: (version: number) => void;
}

/** Every version with what it reached, what people say of it, and the way to delete it. */
export function VersionTable({ model, chosen, onChoose }: VersionTableProps) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{words.version}</th>
          <th>{words.registered}</th>
          <th className="right">{words.accuracy}</th>
          <th>{words.notes}</th>
          <th>{words.tags}</th>
          <th>{words.comesFrom}</th>
          <th>
            <span className="visually-hidden">{words.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {model.versions.map((each) => {
          const { version, createdAt, metrics, notes, runId } = each;
          const score = readAccuracy(metrics);
          return (
            <tr key={version}>
              <td className="numbers">
                {model.versions.length > 1 ? (
                  <Checkbox
                    size="xs"
                    label={version}
                    aria-label={words.compareVersion(version)}
                    checked={chosen.includes(version)}
                    onChange={() => onChoose(version)}
                  />
                ) : (
                  version
                )}
              </td>
              <td>{formatAge(createdAt, Date.now())}</td>
              <td className="right">
                {score === null
                  ? ''
                  : `${formatShare(score.accuracy)}${
                      score.interval === null
                        ? ''
                        : words.interval(
                            formatShare(score.interval[0], 0),
                            formatShare(score.interval[1], 0),
                          )
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
                  {words.madeByRun}
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
