// graphile-worker with the batching its page on performance recommends: a local queue, completions without delay.
import { Logger, makeWorkerUtils, run, runMigrations } from 'graphile-worker';
import pg from 'pg';

const logger = new Logger(() => (level, message) => { if (level === 'error') console.error(message); });
const job = (id, key) => ({ identifier: 'bench', payload: { id }, ...(key ? { queueName: key } : {}) });

export const setup = options => runMigrations({ connectionString: options.connectionString, logger });

export async function producer(options, threads) {
  const pgPool = new pg.Pool({ connectionString: options.connectionString, max: threads });
  const utils = await makeWorkerUtils({ pgPool, logger });
  return {
    one: (id, key) => utils.addJob('bench', { id }, key ? { queueName: key } : {}),
    many: (first, count, key) => utils.addJobs(Array.from({ length: count }, (_, i) => job(first + i, key(first + i)))),
  };
}

export async function worker(options, handle) {
  const slots = options.sleep > 0 ? 50 : 24;
  const preset = {
    worker: {
      concurrentJobs: slots,
      maxPoolSize: Math.min(slots, 24) + 1,
      localQueue: { size: options.sleep > 0 ? 200 : 500 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  };
  const pgPool = new pg.Pool({ connectionString: options.connectionString, max: preset.worker.maxPoolSize });
  const taskList = { bench: async payload => { await handle(payload.id); } };
  return { start: () => run({ pgPool, logger, noHandleSignals: true, taskList, preset }) };
}
