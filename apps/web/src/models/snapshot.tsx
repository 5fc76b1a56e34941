import { Button } from '@mantine/core';
import * as words from '#words/models';
import { CameraView } from '../data/camera-view';
import { useCamera } from '../data/use-camera';

/** One picture from the camera of this computer. */
export function Snapshot({ onPicture }: { onPicture: (file: File) => void }) {
  const camera = useCamera();
  const take = async () => {
    const file = await camera.take();
    if (file !== null) onPicture(file);
  };
  return (
    <CameraView camera={camera}>
      <Button size="xs" onClick={() => void take()}>
        {words.takeAPicture}
      </Button>
    </CameraView>
  );
}
