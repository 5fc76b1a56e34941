import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { EFFICIENTNET_PATH, readEfficientNet } from './fixtures/efficientnet';
import { listMapPlaces } from './list-map-places';

const text = readFileSync(new URL(EFFICIENTNET_PATH, import.meta.url), 'utf8');

describe('places of feature maps', () => {
  it('are the ends of the blocks, from coarse pictures to fine meanings', () => {
    const places = listMapPlaces(readEfficientNet(text));
    const shapes = new Map(places.map((each) => [each.block, [each.height, each.channels]]));
    expect(places[0]?.block).toBe('stem');
    expect(shapes.get('stem')).toEqual([112, 32]);
    expect(shapes.get('block1a')).toEqual([112, 16]);
    expect(shapes.get('block7a')).toEqual([7, 320]);
    expect(shapes.get('top')).toEqual([7, 1280]);
    expect(shapes.has('head')).toBe(false);
    expect(places.find(({ block }) => block === 'block2b')?.layer).toBe('block2b_add');
  });
});
