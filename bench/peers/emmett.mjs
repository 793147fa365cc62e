// Emmett on SQLite as a peer: one JSON request a line on standard input, one JSON reply a line on standard output.
// Run by emmett.py beside the packages it installed; one stream a row, as one would do it there.
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { getSQLiteEventStore, readMessagesBatch, sqliteConnection } from '@event-driven-io/emmett-sqlite';

const fileName = process.argv[2];
// Appends fail now and then with SQLITE_BUSY (a statement of its driver is still open at the commit), with one
// connection for all of them (`singleton`) more often; they are tried again. It logs that where our replies go.
console.log = () => {};
const MOST_TRIES = 5;
const store = getSQLiteEventStore({ fileName, schema: { autoMigration: 'CreateOrUpdate' } });
const BATCH = 2000;
let rows = [];
let ofCountry = new Map();

const before = (one, other) =>
  one.day < other.day || (one.day === other.day && one.id < other.id) ? -1 : one.id === other.id ? 0 : 1;
const evolve = (row) => {
  if (!ofCountry.has(row.country)) ofCountry.set(row.country, []);
  ofCountry.get(row.country).push(row);
};
const append = async (row) => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await store.appendToStream(`vote-${row.id}`, [{ type: 'Recorded', data: row }]);
    } catch (error) {
      if (error.code !== 'SQLITE_BUSY' || tries === MOST_TRIES) throw error;
    }
  }
};

const steps = {
  take: ({ file }) => {
    rows = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    return rows.length;
  },
  load: async () => {
    for (const row of rows) await append(row);
    return rows.length;
  },
  rebuild: async () => {
    ofCountry = new Map();
    let count = 0;
    const connection = sqliteConnection({ fileName });
    let after = 0n;
    for (let more = true; more; ) {
      const read = await readMessagesBatch(connection, { after, batchSize: BATCH });
      read.messages.forEach((message) => evolve(message.data));
      count += read.messages.length;
      after = read.currentGlobalPosition;
      more = read.areEventsLeft;
    }
    connection.close();
    for (const entries of ofCountry.values()) entries.sort(before);
    return count;
  },
  page: ({ country, known_on: knownOn, limit }) => {
    let entries = ofCountry.get(country) ?? [];
    if (knownOn) entries = entries.filter((row) => row.published <= knownOn);
    return { rows: entries.slice(0, limit), total: entries.length };
  },
  append: async ({ row }) => {
    await append(row);
    evolve(row);
    ofCountry.get(row.country).sort(before);
    return 1;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  process.stdout.write(JSON.stringify({ answer: await steps[asked.do](asked) }) + '\n');
}
process.exit(0);
