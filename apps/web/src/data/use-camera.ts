import { useEffect, useRef, useState, type RefObject } from 'react';

const SIDE = 320;

export interface Camera {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly state: 'off' | 'on' | 'refused';
  readonly open: () => Promise<void>;
  /** The middle square of what it sees; null while it shows nothing. */
  readonly take: () => Promise<File | null>;
}

/** The camera of this computer, off until it is asked for and when the page is left. */
export function useCamera(): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream | null>(null);
  const [state, setState] = useState<Camera['state']>('off');
  useEffect(() => () => stop(stream.current), []);
  const open = async () => {
    try {
      stream.current = await navigator.mediaDevices.getUserMedia({ video: { width: 640 } });
      setState('on');
      if (video.current) video.current.srcObject = stream.current;
    } catch {
      setState('refused');
    }
  };
  return { video, state, open, take: () => drawFrame(video.current) };
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

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
