import { Button } from '@mantine/core';
import type { RegisteredModelView } from '@graft/contracts';
import { GitCompare } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import * as words from '#words/models';
import { Section } from '../frame/page';
import { addressOfComparison } from '../runs/compare-address';
import { VersionTable } from './version-table';

/** Every version of a model; two of them are compared by the runs that made them. */
export function VersionsSection({ model }: { model: RegisteredModelView }) {
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [, navigate] = useLocation();
  const choose = (version: number) =>
    setChosen((before) =>
      before.includes(version)
        ? before.filter((each) => each !== version)
        : [...before, version].slice(-2),
    );
  // One run may have registered both: then there is nothing to compare.
  const runs = new Set(
    [...model.versions]
      .reverse()
      .flatMap(({ version, runId }) => (chosen.includes(version) ? [runId] : [])),
  );
  return (
    <Section
      title={words.versions}
      note={words.noneIsEverOverwritten}
      padded={false}
      actions={
        model.versions.length > 1 && (
          <Button
            size="xs"
            variant="default"
            leftSection={<GitCompare size={14} aria-hidden />}
            disabled={runs.size !== 2}
            onClick={() => navigate(addressOfComparison([...runs]))}
          >
            {words.compareTwo}
          </Button>
        )
      }
    >
      <VersionTable model={model} chosen={chosen} onChoose={choose} />
    </Section>
  );
}
