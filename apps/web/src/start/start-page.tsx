import { Button, FileButton, SimpleGrid, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { GRAPH_FORMAT, type Graph } from '@graft/graph';
import { useQuery } from '@tanstack/react-query';
import { FileUp, Plus, Workflow } from 'lucide-react';
import { Link } from 'wouter';
import * as words from '#words/start';
import { usePipelines } from '../client/queries';
import { queryKeys } from '../client/query-keys';
import { useBases } from '../client/use-bases';
import { EmptyState } from '../frame/empty-state';
import { Failure } from '../frame/failure';
import { formatAge } from '../frame/format';
import { Page } from '../frame/page';
import { readGraphFile } from './read-graph-file';
import { loadTemplates } from './templates';
import { TemplateCard } from './template-card';
import { useOpenGraph } from './use-open-graph';
import './start.css';
import { Loading } from '../frame/loading';

/** Where everybody arrives: templates that run as they are, and what was worked on lately. */
export function StartPage() {
  const templates = useQuery({
    queryKey: queryKeys.templates,
    queryFn: loadTemplates,
    staleTime: Infinity,
  });
  const { open, opening } = useOpenGraph();
  return (
    <Page
      title={words.start}
      subtitle={words.subtitle}
      actions={
        <>
          <OpenFile onOpen={(graph) => open('file', graph)} />
          <Button
            leftSection={<Plus size={16} />}
            variant="default"
            loading={opening === ''}
            onClick={() =>
              open('', { format: GRAPH_FORMAT, name: words.newPipeline, nodes: [], edges: [] })
            }
          >
            {words.newPipeline}
          </Button>
        </>
      }
    >
      <section aria-label={words.templates}>
        <Title order={2} fz={16} mb={12}>
          {words.beginWithATemplate}
        </Title>
        {templates.isPending && <Loading label={words.loadingTheTemplates} />}
        <SimpleGrid cols={{ base: 2, lg: 3 }} spacing={16}>
          {templates.data?.map((template) => (
            <TemplateCard
              key={template.name}
              template={template}
              opening={opening === template.name}
              onOpen={() => open(template.name, template.graph)}
            />
          ))}
        </SimpleGrid>
      </section>
      <RecentPipelines />
    </Page>
  );
}

/** A pipeline that was downloaded, or made elsewhere, becomes one of this workspace. */
function OpenFile({ onOpen }: { onOpen: (graph: Graph) => void }) {
  const read = async (file: File | null) => {
    if (file === null) return;
    const { graph, problem } = await readGraphFile(file);
    if (graph !== undefined) return onOpen(graph);
    notifications.show({ color: 'red', title: words.cantBeOpened(file.name), message: problem });
  };
  return (
    <FileButton accept="application/json,.json,.zip,.keras" onChange={(file) => void read(file)}>
      {(props) => (
        <Button {...props} variant="subtle" color="gray" leftSection={<FileUp size={16} />}>
          {words.openAFile}
        </Button>
      )}
    </FileButton>
  );
}

function RecentPipelines() {
  const pipelines = usePipelines();
  return (
    <section aria-label={words.recentPipelines} className="recent">
      <Title order={2} fz={16} mb={12}>
        {words.yourPipelines}
      </Title>
      <Failure error={pipelines.error} />
      {pipelines.data?.length === 0 && (
        <div className="section">
          <EmptyState icon={Workflow} title={words.noneYet}>
            {words.openATemplate}
          </EmptyState>
        </div>
      )}
      {pipelines.data !== undefined && pipelines.data.length > 0 && (
        <div className="section">
          <ReadAhead />
          <ul className="recent__list">
            {pipelines.data.map(({ pipelineId, name, updatedAt }) => (
              <li key={pipelineId}>
                <Link href={`/pipelines/${pipelineId}`}>
                  <Workflow size={16} aria-hidden />
                  <span className="recent__name">{name}</span>
                  <span className="recent__age">
                    {words.changedAge(formatAge(updatedAt, Date.now()))}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** What every pipeline may name is read while a person looks around: the one that they choose opens that much sooner. */
function ReadAhead() {
  useBases();
  return null;
}
