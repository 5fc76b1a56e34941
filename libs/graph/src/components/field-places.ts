import { joinPath, splitPath } from './component-path';
import type { ExpandedGraph } from './expand-components';

type Insides = Pick<ExpandedGraph, 'insides'>;

/** A parameter of a node; `field` may go on into its value, as in `hiddenUnits.0`. */
export interface FieldPlace {
  readonly nodeId: string;
  readonly field: string;
}

/** The parameter that one of a component stands for, however deep; any other stands for itself. */
export function fieldInside(place: FieldPlace, { insides }: Insides): FieldPlace {
  const [name = '', ...deeper] = place.field.split('.');
  const exposed = insides.get(place.nodeId)?.component.params.find((each) => each.name === name);
  if (exposed === undefined) return place;
  const field = [exposed.param, ...deeper].join('.');
  return fieldInside({ nodeId: joinPath(place.nodeId, exposed.node), field }, { insides });
}

/** The outermost parameter that sets one of a node inside; null where a person can't reach it. */
export function fieldOutside(place: FieldPlace, { insides }: Insides): FieldPlace | null {
  const around = splitPath(place.nodeId);
  if (around === null) return place;
  const [param = '', ...deeper] = place.field.split('.');
  const exposed = insides
    .get(around.component)
    ?.component.params.find((each) => each.node === around.id && each.param === param);
  if (exposed === undefined) return null;
  const field = [exposed.name, ...deeper].join('.');
  return fieldOutside({ nodeId: around.component, field }, { insides });
}
