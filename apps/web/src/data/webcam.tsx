import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import * as words from '#words/data';
import { CameraView } from './camera-view';
import { useCamera } from './use-camera';

/** A picture every so often while the button is held, as a person turns the thing before the camera. */
const EVERY = 200;

interface WebcamProps {
  /** Called with each picture that was taken. */
  onPicture: (file: File) => void;
  count: number;
}

/** Takes pictures with the camera of this computer; they stay here until they are imported. */
export function Webcam({ onPicture, count }: WebcamProps) {
  const camera = useCamera();
  const [held, setHeld] = useState(false);
  const shoot = useRef(() => {});
  useEffect(() => {
    shoot.current = () => void camera.take().then((file) => file && onPicture(file));
  });
  useEffect(() => {
    if (!held) return undefined;
    shoot.current();
    const timer = setInterval(() => shoot.current(), EVERY);
    return () => clearInterval(timer);
  }, [held]);
  return (
    <CameraView camera={camera}>
      <Button
        size="xs"
        onPointerDown={({ currentTarget, pointerId }) => {
          // With the first picture the page may move away below the pointer.
          currentTarget.setPointerCapture(pointerId);
          setHeld(true);
        }}
        onLostPointerCapture={() => setHeld(false)}
        onKeyDown={(event) => event.key === ' ' && setHeld(true)}
        onKeyUp={() => setHeld(false)}
      >
        {words.holdToTakePictures(count)}
      </Button>
    </CameraView>
  );
}
