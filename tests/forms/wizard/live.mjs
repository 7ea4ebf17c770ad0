// Gives a form answers, one change after the other, and says what the browser's engine makes of it.
// In node: one JSON list of cases per line in, one out.
export async function computer(base) {
  const { Engine } = await import(`${base}/../wizard/engine.js`);
  const { shown } = await import(`${base}/evaluate.js`);

  function told(engine) {
    const found = {};
    for (const node of engine.nodes) {
      const rows = node.table ? [...engine.rows.get(node.table).keys()] : [""];
      for (const row of rows) {
        const { shown: isShown, required, failures, offered, computed, preset } = engine.state(node.place, row);
        found[row === "" ? node.place : `${node.table}.${row}.${node.key}`] = {
          shown: isShown, required: Boolean(required && isShown), failures, preset: preset ?? null,
          offered: offered ? [...offered] : null, computed: node.computed ? shown(computed ?? null, engine.zone) : null,
        };
      }
    }
    return found;
  }

  function run({ rules, changes }) {
    const engine = new Engine(rules);
    engine.settle();
    for (const { place, row = "", answer, rows } of changes) {
      if (rows) engine.have(place, rows);
      else engine.give(place, answer, row);
      engine.settle();
    }
    return told(engine);
  }

  return (cases) => cases.map(run);
}

if (globalThis.process?.argv?.[2]) {
  const { createInterface } = await import("node:readline");
  const compute = await computer(process.argv[2]);
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(compute(JSON.parse(line)))}\n`);
  }
}
