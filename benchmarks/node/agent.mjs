// An agent of the bench in Node: agent.mjs CONTENDER setup|enqueue|work name=value ... It says the same lines as the Java
// agent (io.nightshift.benchmarks.agent.Agent) and takes the same options.
import fs from 'node:fs';
import readline from 'node:readline';

const [, , contender, verb, ...words] = process.argv;
const given = Object.fromEntries(words.map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
const address = new URL(process.env.BENCH_URL.replace('jdbc:', ''));
address.username = process.env.BENCH_USER;
address.password = process.env.BENCH_PASSWORD;
const options = {
  connectionString: address.href,
  number: (name, otherwise = 0) => Number(given[name] ?? otherwise),
  has: name => given[name] === 'true',
  sleep: Number(given.sleep ?? 0),
};

console.log = console.info = console.debug = (...all) => console.error(...all); // the lines to the driver have a stream
const say = line => fs.writeSync(1, line + '\n');
const input = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const nextLine = async () => (await input.next()).value;
const pause = millis => new Promise(resolve => setTimeout(resolve, millis));
const nanos = () => process.hrtime.bigint();
const seconds = () => Number(nanos()) / 1e9;

class EventLog {
  #values = [];
  add(...row) { this.#values.push(...row); }
  write(file) {
    const bytes = Buffer.alloc(this.#values.length * 8);
    this.#values.forEach((value, i) => bytes.writeBigInt64BE(BigInt(value), i * 8));
    fs.writeFileSync(file, bytes);
  }
}

const { setup, producer, worker } = await import(`./contenders/${contender}.mjs`);

async function enqueue() {
  const threads = options.number('threads', 1), batch = options.number('batch', 1), keys = options.number('keys');
  const rate = options.number('rate'), first = options.number('first'), end = first + options.number('count', 9e12);
  const client = await producer(options, threads);
  const log = new EventLog();
  say('READY');
  await nextLine();
  const start = seconds(), countFrom = start + options.number('warm');
  const stop = given.seconds > 0 ? countFrom + options.number('seconds') : Infinity;
  const key = id => (keys > 0 ? 'k' + (id % keys) : null);
  let next = first, counted = 0;
  const one = async id => {
    const size = Math.min(batch, end - id);
    await (batch === 1 ? client.one(id, key(id)) : client.many(id, size, key));
    const done = nanos();
    if (Number(done) / 1e9 >= countFrom) counted += size;
    if (given.log) log.add(id, done);
  };
  const asFastAsPossible = async () => {
    while (seconds() < stop && next < end) await one((next += batch) - batch);
  };
  // Whatever became of those before: a timer starts every job that is due, at most 200 at a time.
  const atRate = async () => {
    let underWay = 0, failure = null;
    while (seconds() < stop && next < end && !failure) {
      const due = Math.min(end, first + Math.floor((seconds() - start) * rate));
      while (next < due && underWay < 200) {
        underWay++;
        one((next += batch) - batch).then(() => underWay--, error => { failure = error; });
      }
      await pause(1);
    }
    while (underWay > 0 && !failure) await pause(1);
    if (failure) throw failure;
  };
  await (rate > 0 ? atRate() : Promise.all(Array.from({ length: threads }, asFastAsPossible)));
  const took = seconds() - countFrom;
  if (given.log) log.write(given.log);
  say(`RESULT count=${counted} rate=${counted / took}`);
  await nextLine();
}

async function work() {
  let handled = 0;
  const log = given.log ? new EventLog() : null;
  const node = await worker(options, async id => {
    const start = log ? nanos() : 0;
    if (options.sleep > 0) await pause(options.sleep);
    handled++;
    if (log) log.add(id, start, nanos());
  });
  say('READY');
  await nextLine();
  await node.start();
  let last = -1;
  const reporter = setInterval(() => { if (handled !== last) say(`C ${last = handled}`); }, 20);
  await nextLine();
  clearInterval(reporter);
  if (log) log.write(given.log);
  say(`RESULT count=${handled}`);
}

if (verb === 'setup') {
  await setup(options);
  say('RESULT');
} else {
  await (verb === 'enqueue' ? enqueue() : work());
}
process.exit(0);
