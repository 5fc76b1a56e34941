import { Alert, Button, Code, CopyButton, Group, Modal, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/code';
import { useClient } from '../../client/api';
import { Failure } from '../../frame/failure';
import { Loading } from '../../frame/loading';
import { download } from '../../runs/download';
import { useEditor } from '../store/editor-context';
import '../../frame/mantine-forms.css';
import './code-dialog.css';

const LANGUAGES = [
  { language: 'keras', title: words.pythonKeras },
  { language: 'node', title: words.nodeTensorFlow },
] as const;
type Language = (typeof LANGUAGES)[number]['language'];

/** The pipeline as a program that does the same without Graft, to read, to copy and to take away. */
export function CodeDialog({ onClose }: { onClose: () => void }) {
  const [language, setLanguage] = useState<Language>('keras');
  return (
    <Modal opened onClose={onClose} title={words.showAsCode} size="xl">
      <Tabs
        value={language}
        onChange={(value) =>
          setLanguage(LANGUAGES.find((each) => each.language === value)?.language ?? 'keras')
        }
      >
        <Tabs.List>
          {LANGUAGES.map((each) => (
            <Tabs.Tab key={each.language} value={each.language}>
              {each.title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {LANGUAGES.map((each) => (
          <Tabs.Panel key={each.language} value={each.language} pt="sm">
            {each.language === language && <Program language={language} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Modal>
  );
}

function Program({ language }: { language: Language }) {
  const client = useClient();
  const graph = useEditor((state) => state.history.present);
  const written = useQuery({
    queryKey: ['code', language, graph],
    queryFn: ({ signal }) => client.writeCode({ body: { graph, language }, signal }),
    staleTime: 0,
  });
  const { issues, files } = written.data ?? { issues: [], files: [] };
  const [program] = files;
  return (
    <>
      {written.isPending && <Loading label={words.writingTheProgram} />}
      <Failure error={written.error} />
      {written.data !== undefined && program === undefined && (
        <Text size="sm">{words.problemsFirst(issues.length)}</Text>
      )}
      {program !== undefined && issues.length > 0 && (
        <Alert color="yellow" icon={<TriangleAlert size={16} />} mb="sm">
          <ul className="code-dialog__issues">
            {issues.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </Alert>
      )}
      {program !== undefined && (
        <>
          <Code
            block
            className="code-dialog__text"
            role="region"
            tabIndex={0}
            aria-label={program.name}
          >
            {program.text}
          </Code>
          <Group mt="sm" gap="xs">
            <CopyButton value={program.text}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {copied ? words.copied : words.copy}
                </Button>
              )}
            </CopyButton>
            {files.map(({ name, text }) => (
              <Button
                key={name}
                size="compact-sm"
                variant="default"
                onClick={() => download(name, new Blob([text], { type: 'text/plain' }))}
              >
                {words.downloadFile(name)}
              </Button>
            ))}
          </Group>
        </>
      )}
    </>
  );
}
