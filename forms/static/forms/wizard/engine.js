// A form with these answers, as forms/logic/passing.py, but only what a change can have touched is looked at again.
// Knows no page: places and answers go in, and what became of them comes out.
import { Elsewhere, OnlyServer, Scope, evaluate, shown } from "../logic/evaluate.js";
import { Zone } from "../logic/moments.js";
import { Num } from "../logic/numbers.js";
import { Chosen, Rows, listOf, truth, typed } from "../logic/values.js";
import { Dependents } from "./dependents.js";

const FORM = "";
// A default may show what has a default, and so on.
const MOST_ROUNDS = 20;

export class Engine {
  // `drawn(place, row)`: whether the server showed it, for rules that hang on what only the server knows.
  constructor(rules, drawn = () => true) {
    const { now, elsewhere, where } = rules;
    Object.assign(this, { rules, drawn, where, nodes: rules.nodes, zone: new Zone(rules.zone) });
    this.dependents = new Dependents(rules);
    this.byPlace = new Map(rules.nodes.map((node) => [node.place, node]));
    this.values = Object.fromEntries(
      Object.entries(rules.answers).map(([key, answer]) => [key, typed(answer, this.zone, rules.kinds?.[key] ?? "any")]),
    );
    this.common = new Scope({ answers: this.values, now, zone: this.zone, elsewhere, position: null });
    this.given = new Map();
    this.states = new Map();
    this.rows = new Map();
    this.dirty = new Map();
    this.judged = new Map();
    this.touched = new Map();
    for (const node of this.nodes) {
      if (node.kind === "table") this.rows.set(node.key, new Map());
      if (!node.table) this.mark(this.dirty, node.place, FORM);
    }
  }

  // An answer as it stands in the fields of the page; `row` is the number of a row in its table.
  give(place, answer, row = FORM) {
    const node = this.byPlace.get(place);
    if (!node || node.kind !== "field" || node.computed) return;
    this.given.set(id(place, row), answer);
    this.mark(this.dirty, place, row);
  }

  // The numbers of the rows a table has now, in their order. Their cells are given afterwards.
  have(table, numbers) {
    const before = this.rows.get(table);
    if (!before) return;
    const columns = this.dependents.columns(table);
    const rows = new Map(numbers.map((number) => [number, before.get(number) ?? emptyRow(columns)]));
    this.rows.set(table, rows);
    this.mark(this.dirty, table, FORM);
    for (const column of columns) for (const number of numbers) this.mark(this.dirty, column.place, number);
    this.changed(table, FORM);
  }

  state(place, row = FORM) {
    const key = id(place, row);
    if (!this.states.has(key)) this.states.set(key, { shown: this.drawn(place, row), failures: [] });
    return this.states.get(key);
  }

  value(place, row = FORM) {
    const node = this.byPlace.get(place);
    return (row === FORM ? this.values : this.rows.get(node.table)?.get(row) ?? {})[node.key] ?? null;
  }

  // Looks at everything that changes have touched; gives what is to be drawn anew, as [node, row, state].
  settle() {
    this.touched.clear();
    for (let round = 0; this.dirty.size && round < MOST_ROUNDS; round += 1) this.sweep(this.dirty, "decide");
    this.sweep(this.judged, "judge");
    return [...this.touched.values()];
  }

  // In the order in which one part needs another, so that each is looked at once.
  sweep(marked, verb) {
    for (const node of this.nodes) {
      const rows = marked.get(node.place);
      if (!rows) continue;
      marked.delete(node.place);
      for (const row of rows) if (row === FORM || this.rows.get(node.table).has(row)) this[verb](node, row);
    }
  }

  decide(node, row) {
    const state = this.state(node.place, row);
    const before = state.shown;
    state.shown = this.isShown(node, row);
    if (before !== state.shown) {
      this.touch(node, row, state);
      for (const inner of this.dependents.inside(node.place)) this.mark(this.dirty, inner.place, FORM);
    }
    if (node.kind === "field") this.ask(node, row, state);
    if (node.kind === "table") this.put(node, row, state.shown && this.rows.get(node.key).size ? this.rowsOf(node) : null, true);
    this.mark(this.judged, node.place, row);
  }

  isShown(node, row) {
    const within = node.table || !node.above || !this.byPlace.has(node.above) || this.state(node.above).shown;
    if (!within || !node.shown_when) return Boolean(within);
    // What the script cannot work out holds nobody up; what hangs on values it never gets stays as it was drawn.
    return this.tried(() => truth(this.result(node.shown_when, node, row)), true, () => this.drawn(node.place, row));
  }

  ask(node, row, state) {
    if (node.choices && !node.computed) this.offer(node, row, state);
    const value = state.shown ? this.read(node, row, state) : null;
    if (value !== undefined) this.put(node, row, value, false);
    if (node.computed && value !== undefined && !equal(state.computed, value)) {
      state.computed = value;
      this.touch(node, row, state);
    }
  }

  read(node, row, state) {
    if (node.computed) {
      const self = this.value(node.place, row);
      return this.tried(() => this.result(node.computed, node, row, { self }), undefined);
    }
    const value = typed(this.given.get(id(node.place, row)), this.zone, node.answers);
    if (!state.offered || value === null) return value;
    if (!(value instanceof Chosen)) return typeof value !== "string" || state.offered.has(value) ? value : null;
    const kept = [...value].filter((key) => state.offered.has(key));
    return kept.length ? listOf(Chosen, kept) : null;
  }

  offer(node, row, state) {
    const place = String((this.where && this.values[this.where]) || "");
    const valid = node.choices.filter(({ over, areas }) => !over && (!areas || areas.some((area) => place.startsWith(area))));
    const keys = this.tried(() => valid.filter((choice) => this.passes(node, row, choice)).map(({ key }) => key), undefined);
    if (keys === undefined || (state.offered && equalKeys(state.offered, keys))) return;
    state.offered = new Set(keys);
    this.touch(node, row, state);
  }

  passes(node, row, { key, label, attributes }) {
    if (!node.choice_filter) return true;
    const choice = { ...attributes, name: key, label };
    return truth(this.result(node.choice_filter, node, row, { self: key, choice }));
  }

  put(node, row, value, always) {
    const level = row === FORM ? this.values : this.rows.get(node.table).get(row);
    if (!always && node.key in level && equal(level[node.key], value)) return;
    level[node.key] = value;
    this.changed(node.place, row);
  }

  judge(node, row) {
    if (node.kind !== "field") return;
    const state = this.state(node.place, row);
    const before = JSON.stringify([state.required, state.failures, state.preset]);
    state.required = this.isRequired(node, row);
    state.failures = state.shown && this.value(node.place, row) !== null ? this.failures(node, row) : [];
    state.preset = node.default && state.shown ? this.tried(() => this.result(node.default, node, row), null) : null;
    state.preset = state.preset === null ? null : shown(state.preset, this.zone);
    if (before !== JSON.stringify([state.required, state.failures, state.preset])) this.touch(node, row, state);
  }

  isRequired(node, row) {
    if (node.required || !node.required_when) return node.required;
    return this.tried(() => truth(this.result(node.required_when, node, row)), false, () => undefined);
  }

  failures(node, row) {
    const self = this.value(node.place, row);
    return (node.checks ?? [])
      .filter(({ tree }) => {
        const value = this.tried(() => this.result(tree, node, row, { self }), null);
        return value !== null && !truth(value);
      })
      .map(({ message }) => message);
  }

  result(tree, node, row, more = {}) {
    const labels = this.rules.labels[node.table ?? ""] ?? {};
    const own = row === FORM ? {} : { row: this.rows.get(node.table).get(row), position: this.position(node.table, row) };
    return evaluate(tree, this.common.with({ labels, ...own, ...more }));
  }

  position(table, row) {
    return [...this.rows.get(table).keys()].indexOf(row) + 1;
  }

  rowsOf(node) {
    return listOf(Rows, [...this.rows.get(node.key).values()]);
  }

  tried(compute, otherwise, asDrawn = () => otherwise) {
    try {
      return compute();
    } catch (error) {
      if (error instanceof Elsewhere) return asDrawn();
      if (error instanceof OnlyServer) return otherwise;
      throw error;
    }
  }

  // Whatever looks at the place is looked at again.
  changed(place, row) {
    for (const { node, own, judges } of this.dependents.of(place)) {
      const marked = judges ? this.judged : this.dirty;
      const rows = !node.table ? [FORM] : own && row !== FORM ? [row] : [...this.rows.get(node.table).keys()];
      for (const one of rows) this.mark(marked, node.place, one);
    }
  }

  mark(marked, place, row) {
    if (!marked.has(place)) marked.set(place, new Set());
    marked.get(place).add(row);
  }

  touch(node, row, state) {
    this.touched.set(id(node.place, row), [node, row, state]);
  }
}

const id = (place, row) => `${place}|${row}`;
const emptyRow = (columns) => Object.fromEntries(columns.map(({ key }) => [key, null]));
const equalKeys = (set, keys) => set.size === keys.length && keys.every((key) => set.has(key));

function equal(a, b) {
  if (a === b) return true;
  if (a === null || b === null || a === undefined || b === undefined || typeof a !== typeof b) return false;
  if (a instanceof Num && b instanceof Num) return a.units === b.units;
  return typeof a === "object" && a.constructor === b.constructor && said(a) === said(b);
}

// BigInts have no JSON.
const said = (value) => JSON.stringify(value, (_key, part) => (typeof part === "bigint" ? String(part) : part));
