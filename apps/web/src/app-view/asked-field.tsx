import type { AskedField, Json } from '@graft/graph';
import { FieldRow } from '../editor/form/field-row';
import { chooseValue, makeForm, readField, type FormField } from '../editor/form/form-model';
import { useTyped } from '../editor/form/use-typed';
import { useEditor, useEditorStore } from '../editor/store/editor-context';
import { AddData } from './add-data';
import '../editor/inspector/inspector.css';

/** A field of the form: that of the node, with its own widget, help and errors. */
export function AskedFieldRow({ asked }: { asked: AskedField }) {
  const field = makeForm(asked.definition).find(({ name }) => name === asked.param);
  return field === undefined ? null : <BoundRow nodeId={asked.node} field={field} />;
}

function BoundRow({ nodeId, field }: { nodeId: string; field: FormField }) {
  const store = useEditorStore();
  const value = useEditor((state) => readField(field, state.byId.get(nodeId)?.params ?? {}));
  const issue = useEditor((state) =>
    state.issuesOf.get(nodeId)?.find((each) => each.field?.split('.')[0] === field.name),
  );
  const choose = (next: Json) => store.getState().setParams(nodeId, chooseValue(field, next));
  const [shown, onChange] = useTyped<Json>(value, choose);
  return (
    <div>
      <FieldRow
        nodeId={nodeId}
        field={field}
        value={shown}
        error={issue?.message ?? null}
        warning={issue?.severity === 'warning'}
        onChange={onChange}
        onReset={null}
      />
      {field.input.kind === 'dataset' && <AddData onAdded={choose} />}
    </div>
  );
}
