import { prepareDatasets } from './platform/prepare-datasets';

/** `prepare-datasets ASSETS FOLDER`: a step of building Graft. */
const [assets, folder] = process.argv.slice(2);
if (assets === undefined || folder === undefined) {
  process.stderr.write('Usage: prepare-datasets ASSETS FOLDER\n');
  process.exit(2);
}
await prepareDatasets(assets, folder);
