import type { AskedField } from '@graft/graph';
import { FieldRow } from '../editor/form/field-row';
import { makeForm, type FormField } from '../editor/form/form-model';
import { useNodeField } from '../editor/form/use-node-field';
import { useEditor } from '../editor/store/editor-context';
import { AddData } from './add-data';
import '../editor/inspector/inspector.css';

/** A field of the form: that of the node, with its own widget, help and errors. */
export function AskedFieldRow({ asked }: { asked: AskedField }) {
  const field = makeForm(asked.definition).find(({ name }) => name === asked.param);
  return field === undefined ? null : <BoundRow nodeId={asked.node} field={field} />;
}

function BoundRow({ nodeId, field }: { nodeId: string; field: FormField }) {
  const { value, onChange, choose } = useNodeField(nodeId, field);
  const issue = useEditor((state) =>
    state.issuesOf.get(nodeId)?.find((each) => each.field?.split('.')[0] === field.name),
  );
  return (
    <div>
      <FieldRow
        nodeId={nodeId}
        field={field}
        value={value}
        error={issue?.message ?? null}
        warning={issue?.severity === 'warning'}
        onChange={onChange}
        onReset={null}
      />
      {field.input.kind === 'dataset' && <AddData onAdded={choose} />}
    </div>
  );
}
