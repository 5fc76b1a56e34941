import '@mantine/dropzone/styles.layer.css';
import { Text } from '@mantine/core';
import { Dropzone, IMAGE_MIME_TYPE } from '@mantine/dropzone';
import { ImagePlus } from 'lucide-react';
import { useState } from 'react';
import * as words from '#words/feature-maps';
import { useObjectUrl } from '../data/use-object-url';
import '../data/data.css';
import { FeatureMaps, type Looker } from './feature-maps';
import '../frame/dropzone.css';

/** A picture of one's own through the blocks of a base, before anything is trained. */
export function BaseMaps({ looker }: { looker: Looker }) {
  const [picture, setPicture] = useState<File | null>(null);
  const [count, setCount] = useState(0);
  const url = useObjectUrl(picture);
  const take = (file: File) => {
    setPicture(file);
    setCount(count + 1);
  };
  return (
    <>
      <Dropzone
        onDrop={([file]) => file && take(file)}
        onReject={() => undefined}
        accept={IMAGE_MIME_TYPE}
        multiple={false}
        className="dropzone"
        maw={280}
        inputProps={{ 'aria-label': words.pictureToLookAt }}
      >
        {url === null ? (
          <Text size="sm" c="dimmed">
            <ImagePlus size={18} aria-hidden /> {words.dropAPicture}
          </Text>
        ) : (
          <img src={url} alt={picture?.name ?? ''} height={96} />
        )}
      </Dropzone>
      {picture !== null && (
        <FeatureMaps
          key={`${JSON.stringify(looker)} ${count}`}
          looker={looker}
          picture={{ bytes: picture, name: picture.name }}
        />
      )}
    </>
  );
}
