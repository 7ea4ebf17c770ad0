import { Controller } from "../../vendor/stimulus/stimulus.js";

// A sheet to sign on: what is drawn becomes lines of an SVG, and those are sent. Typing the name counts the same.
const MOST = 20000;
// In units of the sheet: nearer points are the same line.
const NEAR = 3;

export default class extends Controller {
  static targets = ["sheet", "paper", "strokes", "drawing"];

  connect() {
    this.sheetTarget.hidden = false;
    this.path = this.drawingTarget.value;
    this.show();
  }

  begin(event) {
    if (event.button > 0 || this.path.length > MOST - 100) return;
    event.preventDefault();
    this.paperTarget.setPointerCapture(event.pointerId);
    this.at = this.place(event);
    this.stroke = `M${this.at.join(" ")}`;
  }

  go(event) {
    if (!this.at) return;
    const [x, y] = this.place(event);
    if (Math.hypot(x - this.at[0], y - this.at[1]) < NEAR) return;
    const longer = `${this.stroke}L${x} ${y}`;
    if (this.path.length + longer.length > MOST) return;
    this.stroke = longer;
    this.at = [x, y];
    this.strokesTarget.setAttribute("d", this.path + this.stroke);
  }

  end() {
    if (!this.at) return;
    // A dot is a very short line.
    if (!this.stroke.includes("L")) this.stroke += `L${Math.max(this.at[0] - 1, 0)} ${this.at[1]}`;
    this.at = null;
    this.keep(this.path + this.stroke);
  }

  clear() {
    this.keep("");
  }

  keep(path) {
    this.path = path;
    this.drawingTarget.value = path;
    this.show();
    this.drawingTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show() {
    this.strokesTarget.setAttribute("d", this.path);
  }

  // Where on the sheet, in its own units.
  place({ clientX, clientY }) {
    const box = this.paperTarget.getBoundingClientRect();
    const { width, height } = this.paperTarget.viewBox.baseVal;
    const inside = (part, whole, most) => Math.round(Math.min(Math.max(part / whole, 0), 1) * most);
    return [inside(clientX - box.left, box.width, width), inside(clientY - box.top, box.height, height)];
  }
}
