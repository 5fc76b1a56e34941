import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import * as words from '#words/models';
import '../frame/mantine-forms.css';

/** A text to ask about instead of a picture. */
export function TypedText({ onAsk }: { onAsk: (text: string) => void }) {
  const [text, setText] = useState('');
  return (
    <details className="playground__text">
      <summary>{words.classifyATextInstead}</summary>
      <Group align="flex-end" gap={8} mt={8}>
        <Textarea
          aria-label={words.textToClassify}
          flex={1}
          autosize
          minRows={1}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button disabled={text.trim() === ''} onClick={() => onAsk(text.trim())}>
          {words.ask}
        </Button>
      </Group>
    </details>
  );
}
