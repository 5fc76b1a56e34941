import type { AnyNodeDefinition, Catalogue, FieldHint, PortMap } from '@graft/graph';
import { z } from 'zod';

const GROUP_TITLES = {
  data: 'Data',
  model: 'Model',
  learn: 'Learn',
  evaluate: 'Evaluate',
  deliver: 'Deliver',
} as const;

/** The reference of all nodes as Markdown: what stands in docs/nodes.md. */
export function describeCatalogue(catalogue: Catalogue): string {
  const definitions = [...catalogue.values()];
  const groups = Object.entries(GROUP_TITLES).flatMap(([group, title]) => {
    const members = definitions.filter((definition) => definition.group === group);
    return members.length === 0 ? [] : [`## ${title}`, ...members.map(describeNode)];
  });
  return [
    '# Nodes',
    'Written from the node definitions in `libs/nodes`; change those, not this page.',
    ...groups,
  ].join('\n\n');
}

function describeNode(definition: AnyNodeDefinition): string {
  const { title, kind, summary, docs, inputs, outputs } = definition;
  const runs = definition.step === undefined ? 'A recipe: costs nothing.' : 'A step: it runs.';
  return [
    `### ${title} (\`${kind}\`)`,
    summary,
    docs,
    `${runs} In: ${describePorts(inputs)}. Out: ${describePorts(outputs)}.`,
    describeParams(definition),
  ].join('\n\n');
}

function describePorts(ports: PortMap): string {
  const described = Object.entries(ports).map(([name, port]) => {
    const extra = port.many ? ', many' : port.optional ? ', optional' : '';
    return `\`${name}\` (${port.type}${extra})`;
  });
  return described.length === 0 ? 'nothing' : described.join(', ');
}

const paramSchema = z.looseObject({
  default: z.json().optional(),
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

function describeParams({ params, fields }: AnyNodeDefinition): string {
  const schema = z.toJSONSchema(params, { io: 'input' });
  const rows = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const param = paramSchema.parse(property);
    const cells = [`\`${name}\``, `\`${JSON.stringify(param.default)}\``, describeRange(param)];
    return `| ${[...cells, describeField(fields[name])].join(' | ')} |`;
  });
  return ['| parameter | default | values | what |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function describeField(field: FieldHint | undefined): string {
  return field === undefined ? '' : `**${field.title}**: ${field.help.replaceAll('|', '\\|')}`;
}

/** JSON Schema says "no limit" of a whole number by the largest safe one. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

function describeRange(range: z.infer<typeof paramSchema>): string {
  if (range.enum !== undefined) return range.enum.map((each) => `\`${each}\``).join(', ');
  const { minimum, maximum } = range;
  if (minimum === undefined || maximum === undefined) return range.type ?? '';
  return Math.abs(maximum) === NO_LIMIT ? `from ${minimum}` : `${minimum} to ${maximum}`;
}
