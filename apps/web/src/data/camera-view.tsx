import { Button, Group, Text } from '@mantine/core';
import { Camera as CameraIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import * as words from '#words/data';
import type { Camera } from './use-camera';
import './data.css';

/** What a camera shows and, beside it, what takes pictures; a button that opens it while it is off. */
export function CameraView({ camera, children }: { camera: Camera; children: ReactNode }) {
  const { video, state, open } = camera;
  return (
    <div className="webcam">
      <video
        ref={video}
        autoPlay
        muted
        playsInline
        hidden={state !== 'on'}
        aria-label={words.camera}
      />
      <Group gap="sm">
        {state === 'on' ? (
          children
        ) : (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<CameraIcon size={14} />}
            onClick={() => void open()}
          >
            {words.useTheCamera}
          </Button>
        )}
        {state === 'refused' && (
          <Text size="xs" c="var(--state-red)">
            {words.theBrowserGivesNoCamera}
          </Text>
        )}
      </Group>
    </div>
  );
}
