import { Controller } from "../../vendor/stimulus/stimulus.js";

// Adds up a score sheet while somebody fills it in. Only a hint: the server adds up again.
export default class extends Controller {
  static targets = ["points", "option", "line", "total", "band"];

  connect() {
    this.add();
  }

  add() {
    const given = [
      ...this.pointsTargets.map((input) => Number.parseFloat(input.value.normalize("NFKC"))),
      ...this.optionTargets.filter((option) => option.checked).map((option) => Number.parseFloat(option.dataset.points)),
    ].filter(Number.isFinite);
    // Tenths as whole numbers, so that 0.1 and 0.2 are 0.3.
    const total = given.reduce((sum, points) => sum + Math.round(points * 100), 0) / 100;
    this.lineTarget.hidden = !given.length;
    this.totalTarget.textContent = total;
    const reached = this.bandTargets.filter((band) => given.length && Number.parseFloat(band.dataset.least) <= total);
    this.bandTargets.forEach((band) => (band.hidden = band !== reached.at(-1)));
  }
}
