const DIMENSIONS = /^[a-z]*[123]d$/i;

/**
 * The block that a layer belongs to, by its name: the parts up to the first one with a number
 * (`block1a_dwconv` -> `block1a`, `block_3_expand` -> `block_3`), or else the first part
 * (`stem_conv` -> `stem`). The 2 of `conv2d` is no number.
 */
export function nameBlock(layerName: string): string {
  const parts = layerName.split(/[_/]/);
  const numbered = parts.findIndex((part) => /\d/.test(part) && !DIMENSIONS.test(part));
  const length = parts.slice(0, Math.max(numbered, 0) + 1).join('_').length;
  return layerName.slice(0, length) || layerName;
}
