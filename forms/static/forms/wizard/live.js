import { shown } from "../logic/evaluate.js";
import { Controller } from "../../vendor/stimulus/stimulus.js";
import { answerOf, fill } from "./answers.js";
import { complain, prepare } from "./complaints.js";
import { herald, markOptional, offer, showComputed } from "./drawing.js";
import { Engine } from "./engine.js";

const MOST_ROUNDS = 10;

// Shows, hides, offers, computes and checks while somebody answers. Only a hint: the server looks at everything again.
export default class extends Controller {
  static targets = ["part", "row", "computed", "seen"];

  connect() {
    this.rules = JSON.parse(document.getElementById("wizard-rules").textContent);
    this.parts = new Map();
    this.drawn = new Map();
    this.touched = new Set();
    this.left = new Set();
    this.presets = new Map();
    this.computed = new Set();
    this.engine = new Engine(this.rules, (place, row) => this.drawn.get(`${place}|${row}`) ?? true);
    this.tell = herald(this.element);
    this.nodes = new Map(this.rules.nodes.map((node) => [node.place, node]));
    this.onEnter = ({ target }) => this.enter(target);
    this.onLeave = ({ target, relatedTarget }) => this.leave(target, relatedTarget);
    this.onPress = () => { this.isPressing = true; };
    this.onRelease = () => { this.isPressing = false; setTimeout(() => this.sayWhatWaits()); };
    this.waiting = [];
    this.element.addEventListener("focusin", this.onEnter);
    this.element.addEventListener("focusout", this.onLeave);
    this.element.addEventListener("pointerdown", this.onPress);
    for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, this.onRelease);
    this.learn();
    this.answerAtOnce();
  }

  disconnect() {
    this.element.removeEventListener("focusin", this.onEnter);
    this.element.removeEventListener("focusout", this.onLeave);
    this.element.removeEventListener("pointerdown", this.onPress);
    for (const kind of ["pointerup", "pointercancel"]) window.removeEventListener(kind, this.onRelease);
  }

  // In a preview nothing is sent.
  stay(event) {
    event.preventDefault();
  }

  // Something was typed, chosen, added or removed.
  refresh({ target }) {
    const place = this.placeOf(target);
    if (!place) return;
    if (place.node.kind === "table") this.learn(place.node);
    else this.take(place);
    this.touched.add(place.id);
    if (!this.isAnswering) this.answerAtOnce();
  }

  // Which parts there are, in the form or in one table of it, and what stands in them.
  learn(table) {
    for (const [id, { node }] of this.parts) if (!table || node.table === table.key) this.parts.delete(id);
    const numbers = new Map([...this.nodes.values()].filter(({ kind }) => kind === "table").map(({ key }) => [key, []]));
    for (const row of this.rowTargets) numbers.get(row.dataset.table)?.push(row.dataset.row);
    for (const [key, found] of numbers) if (!table || key === table.key) this.engine.have(key, found);
    for (const part of this.partTargets) {
      const place = this.placeOf(part);
      if (!place || (table && place.node.table !== table.key)) continue;
      this.parts.set(place.id, place);
      if (!this.drawn.has(place.id)) this.drawn.set(place.id, !part.hidden);
      this.take(place);
    }
    // Cells of tables come with their table.
    if (!table) this.outermost = [...this.parts.values()].filter(({ row }) => !row);
  }

  placeOf(element) {
    const part = element.closest("[data-key]");
    if (!part || !this.element.contains(part)) return null;
    const { table = "", row = "" } = part.closest("[data-row]")?.dataset ?? {};
    const node = this.nodes.get(table ? `${table}.${part.dataset.key}` : part.dataset.key);
    if (!node) return null;
    const name = table ? `${table}-${row}-${node.key}` : node.key;
    return { part, node, row, name, id: `${node.place}|${row}` };
  }

  take({ part, node, row, name }) {
    if (node.kind !== "field" || node.computed) return;
    const answer = answerOf(this.element, part, node, name);
    if (answer !== undefined) this.engine.give(node.place, answer, row);
  }

  // Options that go change answers, and so does what a field begins with: until nothing more comes of it.
  answerAtOnce() {
    this.isAnswering = true;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const changes = this.engine.settle();
      for (const change of changes) this.draw(...change);
      if (!changes.length) break;
    }
    this.isAnswering = false;
    this.seenTarget.value = this.outermost.filter(({ part }) => !part.hidden).map(({ node }) => node.key).join(" ");
  }

  draw(node, row, state) {
    const place = this.parts.get(`${node.place}|${row}`);
    if (!place) return;
    const { part } = place;
    if (part.hidden === state.shown) part.hidden = !state.shown;
    if (node.required_when && state.required !== undefined) markOptional(part, state.required, this.rules.words.optional);
    if (state.offered) this.narrow(place, state.offered);
    if (node.computed && state.computed !== undefined) this.compute(place, state.computed);
    if (state.preset !== null && state.preset !== undefined) this.preset(place, state.preset);
    if (this.left.has(place.id)) complain(part, state.failures);
  }

  narrow(place, offered) {
    const gone = offer(place.part, offered);
    if (!gone.length) return;
    this.take(place);
    this.tell(this.rules.words.gone.replace("%(what)s", gone.join("、")));
  }

  // As the server drew it, until it is something else.
  compute({ part, node, id }, value) {
    const isDrawn = !this.computed.has(id) && part.querySelector("output")?.textContent.trim() !== "–";
    this.computed.add(id);
    if (!isDrawn) showComputed(part, value, node, { words: this.rules.words, zone: this.engine.zone });
  }

  // What a field begins with goes into one that is empty and that nobody has touched.
  preset(place, answer) {
    const { part, node, row, name, id } = place;
    const before = this.presets.get(id);
    const fresh = this.rules.fresh || this.drawn.get(id) === false || before !== undefined;
    if (!fresh || this.touched.has(id) || JSON.stringify(before) === JSON.stringify(answer)) return;
    const stands = shown(this.engine.value(node.place, row), this.engine.zone);
    if (before === undefined && stands !== null && JSON.stringify(stands) !== JSON.stringify(answer)) return;
    if (!fill(part, name, answer)) return;
    this.presets.set(id, answer);
    this.take(place);
  }

  enter(target) {
    const place = this.placeOf(target);
    if (place?.node.checks) prepare(place.part);
  }

  // A sentence moves what stands below it: while a finger is down it waits, or the click would miss what it was for.
  leave(target, to) {
    const place = this.placeOf(target);
    if (!place?.node.checks || place.part.contains(to)) return;
    this.waiting.push(place);
    if (!this.isPressing) this.sayWhatWaits();
  }

  sayWhatWaits() {
    for (const { part, node, row, id } of this.waiting.splice(0)) {
      this.left.add(id);
      complain(part, this.engine.state(node.place, row).failures);
    }
  }
}
