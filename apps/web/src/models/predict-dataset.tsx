import { Button, Group, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import * as words from '#words/models';
import { useClient } from '../client/api';
import { useDatasets } from '../client/queries';
import { Failure } from '../frame/failure';
import { Section } from '../frame/page';
import { download } from '../runs/download';
import '../frame/mantine-forms.css';

/** A whole data set at once: a table for a spreadsheet. */
export function PredictDataset({ model, version }: { model: string; version: number }) {
  const client = useClient();
  const datasets = useDatasets();
  const [dataset, setDataset] = useState<string | null>(null);
  const classify = useMutation({
    mutationFn: async (name: string) => {
      const answer = await client.predictDataset({
        params: { model },
        query: { dataset: name, version },
      });
      download(`${model}-${String(version)}-${name}.csv`, await answer.blob());
    },
  });
  return (
    <Section title={words.classifyADataSet} note={words.whatTheCsvHolds}>
      <Group align="flex-end" gap={12}>
        <Select
          label={words.dataSet}
          w={280}
          searchable
          data={(datasets.data ?? []).map(({ name }) => name)}
          value={dataset}
          onChange={setDataset}
        />
        <Button
          variant="default"
          disabled={dataset === null}
          loading={classify.isPending}
          onClick={() => dataset !== null && classify.mutate(dataset)}
        >
          {words.downloadCsv}
        </Button>
      </Group>
      <Failure error={classify.error} mt={8} />
    </Section>
  );
}
