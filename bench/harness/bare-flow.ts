import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Graph } from '@graft/graph';
import { build } from 'esbuild';

/** Serves a page with the same graph in React Flow alone. */
export async function serveBareFlow(
  root: string,
  graph: Graph,
): Promise<{ address: string; close: () => void }> {
  const outdir = join(root, 'node_modules/.cache/graft-bench/bare-flow');
  const { outputFiles } = await build({
    entryPoints: [join(root, 'bench/peers/bare-flow.mjs')],
    bundle: true,
    minify: true,
    write: false,
    outdir,
    define: { 'process.env.NODE_ENV': '"production"' },
    nodePaths: [join(root, 'apps/web/node_modules')],
  });
  const text = (ending: string) =>
    outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const nodes = graph.nodes.map(({ id, position }) => ({ id, position, data: { label: id } }));
  const edges = graph.edges.map(({ from, to }, at) => ({
    id: String(at),
    source: from.node,
    target: to.node,
  }));
  const drawn = JSON.stringify({ nodes, edges });
  const page = `<!doctype html><style>${text('.css')} html,body,#root{height:100%;margin:0}</style>
<div id="root"></div><script>window.graph=${drawn}</script><script>${text('.js')}</script>`;
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${String(port)}`, close: () => server.close() };
}
