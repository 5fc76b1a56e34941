import { describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { zipClasses, zipPictures } from './zip-pictures';

const picture = (name: string, path = '') =>
  Object.assign(new File([`bytes of ${path || name}`], name), { path });

async function namesOf(zip: Blob): Promise<string[]> {
  return Object.keys(unzipSync(new Uint8Array(await zip.arrayBuffer())));
}

describe('pictures for an upload', () => {
  it('of a folder keep their folders, and other files stay at home', async () => {
    const files = [
      picture('a.png', './cats/a.png'),
      picture('b.JPG', '/cats/b.JPG'),
      picture('notes.txt', 'cats/notes.txt'),
    ];
    expect(await namesOf(await zipPictures(files, ''))).toEqual(['cats/a.png', 'cats/b.JPG']);
  });

  it('of several classes come into a folder each', async () => {
    const zip = zipClasses([
      { label: ' cats ', files: [picture('a.png'), picture('a.png')] },
      { label: 'dogs/wolves', files: [picture('a.png'), picture('notes.txt')] },
      { label: 'none', files: [] },
    ]);
    expect(await namesOf(await zip)).toEqual(['cats/a.png', 'cats/a (2).png', 'dogs-wolves/a.png']);
  });

  it('that lie loose come into the class that is given, none over another', async () => {
    const files = [picture('a.png'), picture('A.png'), picture('a.png')];
    expect(await namesOf(await zipPictures(files, 'cats/dogs'))).toEqual([
      'cats-dogs/a.png',
      'cats-dogs/A (2).png',
      'cats-dogs/a (3).png',
    ]);
  });
});
