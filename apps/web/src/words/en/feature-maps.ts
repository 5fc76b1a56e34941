// feature-map-format
export const anEarlyBlock = 'An early block: edges and colours, where they are in the picture.';
export const aBlockInTheMiddle = 'A block in the middle: textures, corners and simple shapes.';
export const aLateBlock =
  'A late block: parts of things. The maps are coarse, what they stand for is fine.';

// base-maps
export const pictureToLookAt = 'Picture to look at';
export const dropAPicture = 'Drop a picture here, or press to choose one.';

// feature-maps
export const featureMaps = 'Feature maps';
export const block = 'Block';
export const blockWithMaps = (name: string, channels: string, height: number, width: number) =>
  `${name}: ${channels} maps of ${height} x ${width}`;
export const theBlockIsLooking = 'The block is looking';
export const brightIsWhere =
  'Bright is where a channel answers most; those that differ most over the picture come first.';
export const channel = (number: string) => `Channel ${number}`;
