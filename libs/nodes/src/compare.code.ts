import type { z } from 'zod';
import { defineCode } from './code/code-part';
import { literal } from './code/literals';
import type { compareNode } from './compare.node';

export const compareCode = defineCode<z.infer<typeof compareNode.params>>({
  kind: 'compare',
  write(scope) {
    const { language, params } = scope;
    const files = scope.reports('reports');
    const named = files.map((file, at) => [params.names[at] ?? `report ${String(at + 1)}`, file]);
    const baseline = String(params.baseline - 1);
    const name = literal(language, scope.name());
    scope.use('compare-reports');
    scope.say(
      'Curves of all, and whether each is ahead of the baseline by more than luck. How soon each reaches the best of the baseline is judged in Graft only, and so are further pairs.',
    );
    scope.add(
      language === 'node'
        ? `await compareReports(${name}, ${literal(language, named)}, ${baseline});`
        : `compare_reports(${name}, ${literal(language, named)}, ${baseline})`,
    );
  },
});
