// Computes the trees of forms/logic in the browser, as a hint: the server decides. No eval, nothing but lookups.
// Tests compare it with the Python evaluator on thousands of generated expressions.
import { Elsewhere, OnlyServer } from "./errors.js";
import { Moment, readMoment, writeMoment, Zone } from "./moments.js";
import { Num, readNumber, whole, writeNumber } from "./numbers.js";
import { LAZY, OPERATORS } from "./operators.js";
import { Chosen, Column, isMoment, listOf, Rows, truth, typed } from "./values.js";

export { Elsewhere, OnlyServer };

const own = (names, key) => names !== null && typeof names === "object" && Object.hasOwn(names, key);

export class Scope {
  // now: ISO 8601 with its offset; zone: a name such as Asia/Shanghai; position: the number of the row, from 1, null
  // outside of tables; labels: of options, by the path of their field; choice: what a filter looks at; elsewhere: names
  // that only the server knows.
  constructor({ answers = {}, row = {}, now, zone, self = null, position, labels, choice, elsewhere = [] }) {
    Object.assign(this, { answers, row, self, position, labels, choice, elsewhere });
    this.zone = zone instanceof Zone ? zone : new Zone(zone);
    this.now = now instanceof Moment ? now : readMoment(now, this.zone);
  }

  with(changes) {
    return new Scope({ ...this, ...changes });
  }

  lookup([first, ...rest]) {
    const names = [this.row, this.answers].find((level) => own(level, first));
    if (names === undefined && this.elsewhere.includes(first)) throw new Elsewhere(first);
    return names === undefined ? null : rest.reduce((value, key) => this.step(value, key), typed(names[first], this.zone));
  }

  attribute(name) {
    if (!this.choice) throw new OnlyServer(name);
    return (own(this.choice, name) && this.choice[name]) || null;
  }

  step(value, key) {
    if (value instanceof Rows) {
      const cells = [...value].map((row) => typed(own(row, key) ? row[key] : null, this.zone));
      return listOf(Column, cells.filter((cell) => cell !== null));
    }
    const isPlain = value !== null && typeof value === "object" && !Array.isArray(value) && !isMoment(value);
    return isPlain && own(value, key) ? typed(value[key], this.zone) : null;
  }
}

class Evaluation {
  constructor(scope) {
    this.scope = scope;
  }

  value(tree) {
    if (tree === null || tree === "") return null;
    if (typeof tree === "number") return whole(tree);
    if (typeof tree !== "object") return tree;
    const [[op, args]] = Object.entries(tree);
    if (op === "ref") return this.scope.lookup(args);
    if (op === "this") return typed(this.scope.self, this.scope.zone);
    if (op === "attribute") return this.scope.attribute(args[0]);
    if (op === "decimal") return readNumber(args[0]);
    if (own(LAZY, op)) return LAZY[op](this, ...args);
    if (!own(OPERATORS, op)) throw new OnlyServer(op);
    return OPERATORS[op](this.scope, ...args.map((arg) => this.value(arg)));
  }
}

export const evaluate = (tree, scope) => new Evaluation(scope).value(tree);

export const holds = (tree, scope) => truth(evaluate(tree, scope));

// A value as text that tells its kind: what the tests compare, and what a computed field shows.
export function shown(value, zone) {
  if (value instanceof Num) return writeNumber(value);
  if (isMoment(value)) return writeMoment(value, zone);
  if (value instanceof Chosen || value instanceof Column) return [...value].map((one) => shown(one, zone));
  return value;
}
