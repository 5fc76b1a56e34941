const NODE_FILE = /libs\/nodes\/src\/[\w-]+\.node\.ts$/;

/**
 * Leaves the help of nodes out of the app: it is a fifth of their definitions, and the catalog of the API, which
 * the app reads anyway, has it too.
 */
export function leaveOutDocs() {
  return {
    name: 'leave-out-docs',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (!NODE_FILE.test(id)) return null;
      const texts = findDocs(this.parse(code));
      if (texts.length === 0) this.error(`${id} has no docs that could be left out`);
      const short = texts
        .toReversed()
        .reduce((left, { start, end }) => `${left.slice(0, start)}''${left.slice(end)}`, code);
      return { code: short, map: null };
    },
  };
}

/** The values of all properties that are called `docs`, in the order of the text. */
function findDocs(tree) {
  const found = [];
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== 'object') return undefined;
    if (node.type === 'Property' && node.key.name === 'docs') return found.push(node.value);
    return Object.values(node).forEach(visit);
  };
  visit(tree);
  return found;
}
