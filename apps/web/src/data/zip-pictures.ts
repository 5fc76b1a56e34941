import { zipFiles } from './zip-files';

const PICTURE = /\.(png|jpe?g|webp|gif)$/i;

export function isPicture(file: File): boolean {
  return PICTURE.test(file.name);
}

/**
 * Pictures as a zip with one folder a class: of a chosen folder its own folders, of loose pictures the
 * one that is given.
 */
export function zipPictures(files: readonly File[], label: string): Promise<Blob> {
  return zipFiles(files.filter(isPicture), (file) => {
    const { path } = file as File & { path?: string };
    const whole = (file.webkitRelativePath || path || file.name).replace(/^\.?\//, '');
    return whole.includes('/') ? whole : `${label.replace(/[/\\]/g, '-')}/${file.name}`;
  });
}
