// pg-boss with batches, bursts and notifications; jobs with a key in a queue that is strictly first in, first out.
import * as module from 'pg-boss';

const PgBoss = module.PgBoss ?? module.default;
const boss = (options, max, more) => {
  const made = new PgBoss({ connectionString: options.connectionString, max, ...more });
  made.on('error', error => console.error(error));
  return made;
};
const client = { supervise: false, schedule: false };

export async function setup(options) {
  const made = boss(options, 2, client);
  await made.start();
  await made.createQueue('bench', { notify: true, ...(options.has('ordered') ? { policy: 'key_strict_fifo' } : {}) });
  await made.stop({ graceful: false });
}

export async function producer(options, threads) {
  const made = boss(options, threads, client);
  await made.start();
  const job = (id, key) => ({ data: { id }, ...(key ? { singletonKey: key } : {}) });
  return {
    one: (id, key) => made.send('bench', { id }, key ? { singletonKey: key } : {}),
    many: (first, count, key) =>
      made.insert('bench', Array.from({ length: count }, (_, i) => job(first + i, key(first + i)))),
  };
}

export async function worker(options, handle) {
  const ordered = options.has('ordered');
  const made = boss(options, 10, { useListenNotify: true });
  await made.start();
  const settings = {
    batchSize: options.sleep > 0 ? 25 : ordered ? 250 : 500,
    localConcurrency: 2,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 1,
    burstWhenBatchFull: true,
  };
  const all = async jobs => {
    if (!ordered) return Promise.all(jobs.map(job => handle(job.data.id)));
    for (const job of jobs) await handle(job.data.id);
  };
  return { start: () => made.work('bench', settings, all) };
}
