// Computes cases with the browser's evaluator. In node: one JSON list per line in, one out.
export async function computer(base) {
  const { evaluate, OnlyServer, Scope } = await import(`${base}/evaluate.js`);
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
    if (typeof value === "object") return ["row"];
    return [typeof value, value];
  }

  function computed({ tree, ...given }) {
    const scope = new Scope(given);
    try {
      return described(evaluate(tree, scope), scope.zone);
    } catch (error) {
      if (error instanceof OnlyServer) return ["refused"];
      throw error;
    }
  }

  return (cases) => cases.map(computed);
}

if (globalThis.process?.argv?.[2]) {
  const { createInterface } = await import("node:readline");
  const compute = await computer(process.argv[2]);
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(compute(JSON.parse(line)))}\n`);
  }
}
