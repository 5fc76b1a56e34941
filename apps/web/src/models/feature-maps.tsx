import { Group, Select, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { FeatureMaps as Maps } from '@graft/contracts';
import { useEffect, useId, useRef, useState } from 'react';
import * as words from '#words/feature-maps';
import { useClient } from '../client/api';
import { Failure } from '../frame/failure';
import { formatCount } from '../frame/format';
import { Loading } from '../frame/loading';
import { describeDepth, readPixels, toRgba } from './feature-map-format';
import '../frame/mantine-forms.css';
import './feature-maps.css';

/** What looks at the picture: a registered model, or a base at the size that a graph gives it. */
export type Looker =
  | { readonly model: string; readonly version: number }
  | { readonly base: string; readonly size: number };

interface FeatureMapsProps {
  looker: Looker;
  /** Another picture needs another key. */
  picture: { readonly bytes: Blob; readonly name: string };
}

/** One's own picture as a block of the model sees it: a grid of its channels. */
export function FeatureMaps(props: FeatureMapsProps) {
  const [block, setBlock] = useState<string | null>(null);
  const { data, error, isFetching } = useFeatureMaps(props, block);
  const blocks = data?.blocks ?? [];
  const at = blocks.findIndex((each) => each.block === data?.block);
  return (
    <section aria-label={words.featureMaps} className="feature-maps">
      <Group gap={16} align="flex-end">
        <Select
          size="xs"
          w={280}
          label={words.block}
          allowDeselect={false}
          value={block ?? data?.block ?? null}
          onChange={setBlock}
          data={blocks.map(({ block: name, height, width, channels }) => ({
            value: name,
            label: words.blockWithMaps(name, formatCount(channels), height, width),
          }))}
        />
        {isFetching && <Loading label={words.theBlockIsLooking} />}
      </Group>
      <Failure error={error} />
      {data !== undefined && (
        <>
          <Text size="xs" c="dimmed" my={8}>
            {describeDepth(at, blocks.length)} {words.brightIsWhere}
          </Text>
          <ul>
            {data.maps.map(({ channel, pixels }) => (
              <li key={`${data.block} ${channel}`}>
                <MapPicture {...{ channel, pixels }} height={data.height} width={data.width} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** The maps of the block before stay until those of the chosen one are there. */
function useFeatureMaps({ looker, picture }: FeatureMapsProps, block: string | null) {
  const client = useClient();
  const id = useId();
  return useQuery({
    queryKey: ['models', looker, 'feature-maps', id, block],
    queryFn: ({ signal }): Promise<Maps> => {
      const wanted = { name: picture.name, ...(block === null ? {} : { block }) };
      const sent = { body: picture.bytes, contentType: picture.bytes.type, signal };
      if ('base' in looker) {
        const { base: ref, size } = looker;
        return client.mapBaseFeatures({ params: { ref }, query: { size, ...wanted }, ...sent });
      }
      const { model, version } = looker;
      return client.mapFeatures({ params: { model }, query: { version, ...wanted }, ...sent });
    },
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
}

interface MapPictureProps {
  channel: number;
  pixels: string;
  height: number;
  width: number;
}

function MapPicture({ channel, pixels, height, width }: MapPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const image = new ImageData(toRgba(readPixels(pixels)), width, height);
    canvas.current?.getContext('2d')?.putImageData(image, 0, 0);
  }, [pixels, width, height]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      role="img"
      aria-label={words.channel(formatCount(channel))}
      title={words.channel(formatCount(channel))}
    />
  );
}
