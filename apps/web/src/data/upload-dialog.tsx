import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DatasetView } from '@graft/contracts';
import { FileArchive } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { describeError, useClient } from '../client/api';
import { queryKeys } from '../client/query-keys';
import { formatBytes, formatPlural } from '../frame/format';

interface UploadDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Imports a zip of pictures or a CSV of texts; what could not be used is listed. */
export function UploadDialog({ opened, onClose }: UploadDialogProps) {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const upload = useMutation({
    mutationFn: (chosen: File): Promise<DatasetView> => {
      const csv = chosen.name.toLowerCase().endsWith('.csv');
      return client.importDataset({
        query: { name: name.trim(), format: csv ? 'csv' : 'zip' },
        body: chosen,
        contentType: csv ? 'text/csv' : 'application/zip',
      });
    },
    onSuccess: (dataset) => {
      void queries.invalidateQueries({ queryKey: queryKeys.datasets });
      void queries.invalidateQueries({ queryKey: queryKeys.catalog });
      if (dataset.rejected.length === 0) leave(dataset);
    },
  });
  const leave = (dataset: DatasetView) => {
    onClose();
    navigate(`/data/${dataset.datasetId}`);
  };
  const choose = (files: File[]) => {
    const [chosen] = files;
    if (chosen === undefined) return;
    upload.reset();
    setFile(chosen);
    if (name === '') setName(chosen.name.replace(/\.(zip|csv)$/i, ''));
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Import data" size="lg">
      <Dropzone
        onDrop={choose}
        multiple={false}
        accept={['application/zip', 'application/x-zip-compressed', 'text/csv']}
        className="dropzone"
        inputProps={{ 'aria-label': 'File to import' }}
      >
        <FileArchive size={28} aria-hidden />
        <Text fw={600}>
          {file === null ? 'Drop a file here, or click to choose one' : file.name}
        </Text>
        <Text size="sm" c="dimmed">
          {file === null
            ? 'A zip with one folder of pictures a class, or a CSV with the columns text and label'
            : formatBytes(file.size)}
        </Text>
      </Dropzone>
      <TextInput
        mt="md"
        label="Name"
        description="Pipelines refer to the data by this name."
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {upload.error !== null && (
        <Text mt="sm" size="sm" c="var(--state-red)" role="alert">
          {describeError(upload.error)}
        </Text>
      )}
      {upload.data !== undefined && upload.data.rejected.length > 0 && (
        <Rejected dataset={upload.data} onGo={() => leave(upload.data)} />
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button
          disabled={file === null || name.trim() === '' || upload.data !== undefined}
          loading={upload.isPending}
          onClick={() => file !== null && upload.mutate(file)}
        >
          Import
        </Button>
      </Group>
    </Modal>
  );
}

function Rejected({ dataset, onGo }: { dataset: DatasetView; onGo: () => void }) {
  return (
    <div role="status">
      <Text size="sm" mt="sm">
        Imported, but {formatPlural(dataset.rejected.length, 'file')} could not be used:
      </Text>
      <ul className="rejected">
        {dataset.rejected.slice(0, 8).map(({ name, reason }) => (
          <li key={name}>
            <b>{name}</b>: {reason}
          </li>
        ))}
      </ul>
      <Button size="xs" variant="light" onClick={onGo}>
        Show the data set
      </Button>
    </div>
  );
}
