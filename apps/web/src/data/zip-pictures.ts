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

/** Pictures of one class. */
export interface PictureClass {
  readonly label: string;
  readonly files: readonly File[];
}

/** Classes of pictures as a zip with one folder each; a class without pictures is left out. */
export function zipClasses(classes: readonly PictureClass[]): Promise<Blob> {
  const folders = new Map(
    classes.flatMap(({ label, files }) =>
      files.map((file): [File, string] => [file, label.trim().replace(/[/\\]/g, '-')]),
    ),
  );
  return zipFiles([...folders.keys()].filter(isPicture), (file) => {
    return `${folders.get(file) ?? ''}/${file.name}`;
  });
}
