import { UserError } from '@graft/errors';
import type { BuiltModel } from '../build/built-model';
import type { TrainingSettings } from './settings';
import type { DataSource } from './training';

/** Refuses what can't be trained, before anything is computed. */
export function checkTraining({ model, settings, train, validation }: TrainingParts): void {
  if (!model.variables.some(({ role }) => role === 'gradient')) {
    throw new UserError({
      code: 'train.nothing-trainable',
      message:
        'Every layer of the model is frozen, so there is nothing to train. Unfreeze a layer or add a head.',
    });
  }
  if (train.count === 0) {
    throw new UserError({
      code: 'train.no-examples',
      message: 'The training part has no examples. Check the split and the filters before it.',
    });
  }
  if (!validation && settings.monitor.startsWith('validation')) {
    throw new UserError({
      code: 'train.monitor-without-validation',
      message: `The setting watches the ${settings.monitor.replace('-', ' ')}, but no validation part is wired. Wire one, or watch the training loss.`,
    });
  }
}

interface TrainingParts {
  readonly model: BuiltModel;
  readonly settings: TrainingSettings;
  readonly train: DataSource;
  readonly validation: DataSource | null;
}
