// Which part of a form looks at which other: what a change must touch, and nothing else.
const DECIDING = ["shown_when", "computed", "choice_filter"];

export class Dependents {
  constructor({ nodes, where }) {
    this.places = new Map(nodes.map((node) => [node.place, node]));
    this.byPlace = new Map();
    this.within = new Map();
    this.byTable = new Map();
    for (const node of nodes) {
      if (node.table) this.add(this.byTable, node.table, node);
      else if (node.above) this.add(this.within, node.above, node);
    }
    for (const node of nodes) this.learn(node, where);
  }

  learn(node, where) {
    for (const name of DECIDING) this.looks(node, node[name], false);
    for (const tree of [node.required_when, node.default, ...(node.checks ?? []).map((check) => check.tree)]) {
      this.looks(node, tree, true);
    }
    if (where && node.choices?.some((choice) => choice.areas)) this.add(this.byPlace, where, { node, own: false, judges: false });
  }

  looks(node, tree, judges) {
    if (tree === undefined) return;
    for (const [first, second] of references(tree)) {
      if (node.table && this.places.has(`${node.table}.${first}`)) {
        this.add(this.byPlace, `${node.table}.${first}`, { node, own: true, judges });
      } else {
        const cell = this.places.has(`${first}.${second}`);
        this.add(this.byPlace, first, { node, own: false, judges });
        // A table as a whole, such as how many rows it has, may hang on each of its cells.
        for (const column of cell ? [{ place: `${first}.${second}` }] : this.columns(first)) {
          this.add(this.byPlace, column.place, { node, own: false, judges });
        }
      }
    }
    // How many rows come before it.
    if (node.table && speaks(tree, "position")) this.add(this.byPlace, node.table, { node, own: false, judges });
  }

  add(map, key, value) {
    if (!map.has(key)) map.set(key, []);
    map.get(key).push(value);
  }

  of(place) {
    return this.byPlace.get(place) ?? [];
  }

  inside(place) {
    return this.within.get(place) ?? [];
  }

  columns(table) {
    return this.byTable.get(table) ?? [];
  }
}

function* references(tree) {
  if (tree === null || typeof tree !== "object") return;
  for (const [op, args] of Object.entries(tree)) {
    if (op === "ref") yield args;
    else for (const arg of args) yield* references(arg);
  }
}

function speaks(tree, op) {
  if (tree === null || typeof tree !== "object") return false;
  return Object.entries(tree).some(([name, args]) => name === op || args.some((arg) => speaks(arg, op)));
}
