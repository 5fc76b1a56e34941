import { describe, expect, it } from '@jest/globals';
import { OperationalError } from '@graft/errors';
import { pino } from 'pino';
import { BestKeeper } from './best-keeper';

describe('a keeper of wishes', () => {
  it('goes on with the next one where one has to wait', async () => {
    const due = ['first', 'second', 'third'].map((runId) => ({
      ...{ workspaceId: 'w', runId },
      state: 'succeeded' as const,
    }));
    const fulfilled: string[] = [];
    const keeper = new BestKeeper({
      bests: { listDue: () => Promise.resolve(due) },
      fulfil({ runId }) {
        if (runId === 'first') {
          throw new OperationalError({ code: 'dataset.not-there-yet', message: 'Not there yet.' });
        }
        fulfilled.push(runId);
        return Promise.resolve();
      },
      logger: pino({ level: 'silent' }),
    });
    await keeper.look();
    await keeper.close();
    expect(fulfilled).toEqual(['second', 'third']);
  });
});
