// Computes cases with the browser's evaluator. In node: one JSON list per line in, one out.
export async function computer(base) {
  const { evaluate, Scope } = await import(`${base}/evaluate.js`);
  const { Num, writeNumber } = await import(`${base}/numbers.js`);
  const { Day, Moment, writeMoment } = await import(`${base}/moments.js`);
  const { Chosen, Column, Rows } = await import(`${base}/values.js`);

  function described(value, zone) {
    if (value === null) return null;
    if (value instanceof Num) return ["number", writeNumber(value)];
    if (value instanceof Day) return ["date", writeMoment(value, zone)];
    if (value instanceof Moment) return ["date-time", writeMoment(value, zone)];
    if (value instanceof Chosen) return ["chosen", [...value]];
    if (value instanceof Column) return ["column", [...value].map((one) => described(one, zone))];
    if (value instanceof Rows) return ["rows", value.length];
    return [typeof value, value];
  }

  return (cases) =>
    cases.map(({ tree, answers, self, now, zone }) => {
      const scope = new Scope({ answers, self, now, zone });
      return described(evaluate(tree, scope), scope.zone);
    });
}

if (globalThis.process?.argv?.[2]) {
  const { createInterface } = await import("node:readline");
  const compute = await computer(process.argv[2]);
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(compute(JSON.parse(line)))}\n`);
  }
}
