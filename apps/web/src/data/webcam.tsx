import { Button, Group, Text } from '@mantine/core';
import { Camera } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import * as words from '#words/data';

/** A picture every so often while the button is held, as a person turns the thing before the camera. */
const EVERY = 200;
const SIDE = 320;

interface WebcamProps {
  /** Called with each picture that was taken. */
  onPicture: (file: File) => void;
  count: number;
}

/** Takes pictures with the camera of this computer; they stay here until they are imported. */
export function Webcam({ onPicture, count }: WebcamProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'off' | 'on' | 'refused'>('off');
  const [held, setHeld] = useState(false);
  const stream = useRef<MediaStream | null>(null);
  const hand = useRef(onPicture);
  useEffect(() => {
    hand.current = onPicture;
  });
  useEffect(() => () => stop(stream.current), []);
  useEffect(() => {
    if (!held) return undefined;
    const take = () => void drawFrame(video.current).then((file) => file && hand.current(file));
    take();
    const timer = setInterval(take, EVERY);
    return () => clearInterval(timer);
  }, [held]);
  const open = async () => {
    try {
      stream.current = await navigator.mediaDevices.getUserMedia({ video: { width: 640 } });
      setState('on');
      if (video.current) video.current.srcObject = stream.current;
    } catch {
      setState('refused');
    }
  };
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
        ) : (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<Camera size={14} />}
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

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** The middle square of what the camera sees. */
async function drawFrame(video: HTMLVideoElement | null): Promise<File | null> {
  if (video === null || video.videoWidth === 0) return null;
  const side = Math.min(video.videoWidth, video.videoHeight);
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const [x, y] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
  canvas.getContext('2d')?.drawImage(video, x, y, side, side, 0, 0, SIDE, SIDE);
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', 0.9),
  );
  return blob && new File([blob], `camera-${String(Date.now())}.jpg`, { type: 'image/jpeg' });
}
