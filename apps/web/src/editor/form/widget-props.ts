import type { Json } from '@graft/graph';
import type { ReactNode } from 'react';
import type { FormField } from './form-model';

export interface FieldRowProps {
  nodeId: string;
  field: FormField;
  value: Json;
  error: string | null;
  warning: boolean;
  onChange: (value: Json) => void;
  /** Null when the value is the default. */
  onReset: (() => void) | null;
  /** More that can be done about the field, beside its title. */
  action?: ReactNode;
}

export interface WidgetProps extends FieldRowProps {
  /** Of the input, so that its label finds it. */
  id: string;
}
