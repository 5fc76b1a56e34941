import { Text } from '@mantine/core';
import type { Evidence } from '@graft/contracts';
import { ImagePlus } from 'lucide-react';
import { useState, type CSSProperties } from 'react';
import * as words from '#words/models';
import { useObjectUrl } from '../data/use-object-url';
import { EvidenceOverlay } from './evidence-overlay';
import './playground.css';

/** What a model is asked about: a picture, or a text. */
export interface Upload {
  readonly bytes: Blob;
  readonly name: string;
}

export const isPicture = ({ bytes }: Upload): boolean => bytes.type.startsWith('image/');

interface ShownProps {
  upload: Upload | null;
  evidence: Evidence | undefined;
}

/** The picture, with what spoke for an answer; without one, how to bring one. */
export function ShownUpload({ upload, evidence }: ShownProps) {
  const url = useObjectUrl(upload !== null && isPicture(upload) ? upload.bytes : null);
  const [ratio, setRatio] = useState(1);
  if (url === null)
    return (
      <div className="playground__empty">
        <ImagePlus size={30} aria-hidden />
        <Text fw={600} ta="center">
          {words.dropAPictureHere}
        </Text>
        <Text size="sm" c="dimmed">
          {words.png}
        </Text>
      </div>
    );
  return (
    <div className="playground__frame" style={{ '--ratio': ratio } as CSSProperties}>
      <img
        src={url}
        alt={upload?.name ?? ''}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setRatio(naturalWidth / Math.max(1, naturalHeight))
        }
      />
      {evidence !== undefined && <EvidenceOverlay evidence={evidence} />}
    </div>
  );
}
