import { Code, CopyButton, Button, Tabs } from '@mantine/core';
import * as words from '#words/models';
import { Section } from '../frame/page';
import '../frame/mantine-forms.css';

interface CallExamplesProps {
  model: string;
  version: number;
}

/** How to ask the model from a program. The token is that of `$GRAFT_HOME/token`. */
export function CallExamples({ model, version }: CallExamplesProps) {
  const url = `${window.location.origin}/api/v1/models/${encodeURIComponent(model)}/predict?version=${String(version)}`;
  const examples = writeExamples(url);
  return (
    <Section title={words.askItFromAProgram} note={words.theTokenLiesInGraftHome}>
      <Tabs defaultValue="curl">
        <Tabs.List>
          {examples.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {examples.map(({ name, code }) => (
          <Tabs.Panel key={name} value={name} pt="sm">
            <Code block>{code}</Code>
            <CopyButton value={code}>
              {({ copied, copy }) => (
                <Button mt={8} size="compact-xs" variant="subtle" onClick={copy}>
                  {copied ? words.copied : words.copy}
                </Button>
              )}
            </CopyButton>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}

function writeExamples(url: string): { name: string; code: string }[] {
  return [
    {
      name: 'curl',
      code: `curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: image/png" \\
  --data-binary @picture.png "${url}"`,
    },
    {
      name: 'JavaScript',
      code: `import { readFile } from 'node:fs/promises';

const response = await fetch('${url}', {
  method: 'POST',
  headers: { authorization: \`Bearer \${process.env.TOKEN}\`, 'content-type': 'image/png' },
  body: await readFile('picture.png'),
});
const { predictions } = await response.json();
console.log(predictions[0].top);`,
    },
    {
      name: 'Python',
      // eslint-disable-next-line no-restricted-syntax -- a program is the same in every language
      code: `import json, os, urllib.request

request = urllib.request.Request(
    "${url}",
    data=open("picture.png", "rb").read(),
    headers={"Authorization": "Bearer " + os.environ["TOKEN"], "Content-Type": "image/png"},
)
print(json.load(urllib.request.urlopen(request))["predictions"][0]["top"])`,
    },
  ];
}
