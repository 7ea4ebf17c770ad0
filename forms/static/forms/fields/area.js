import { Controller } from "../../vendor/stimulus/stimulus.js";

// Fills the list below as soon as a place is chosen. Without it, the server does so when the step is sent.
export default class extends Controller {
  static targets = ["level", "more", "status"];
  static values = { address: String, placeholder: String };

  connect() {
    // On a slow line somebody has chosen before this script was there to hear of it.
    const chosen = this.levelTargets.filter((list) => list.value).at(-1);
    const next = chosen && this.levelTargets[this.levelTargets.indexOf(chosen) + 1];
    if (next && next.options.length < 2) this.choose({ target: chosen });
  }

  moreTargetConnected(button) {
    // Removed, not hidden: a hidden button would still be what Enter presses.
    button.remove();
  }

  async choose({ target: select }) {
    const index = this.levelTargets.indexOf(select);
    const below = this.levelTargets.slice(index + 1);
    below.forEach((list) => this.fill(list, [], ""));
    const next = below[0];
    // "Elsewhere or not sure" has the code of the place above: there is nothing to choose below it.
    const unsure = select.selectedOptions[0]?.dataset.unsure !== undefined;
    if (!next || !select.value || unsure) return;
    const chosen = select.value;
    try {
      const answer = await fetch(this.addressValue.replace(this.placeholderValue, chosen));
      if (!answer.ok) return;
      const { areas } = await answer.json();
      if (select.value !== chosen) return;
      this.fill(next, areas, chosen);
      this.statusTarget.textContent = `${this.labelOf(next)}: ${areas.length}`;
    } catch {
      // No network: the step can still be sent, the server fills the list.
    }
  }

  fill(list, areas, parent) {
    const [choose] = list.options;
    if (areas.length) choose.textContent = list.dataset.choose;
    const options = areas.map(({ code, name }) => new Option(name, code));
    if (list.dataset.unsure && parent && areas.length) {
      const option = new Option(list.dataset.unsure, parent);
      option.dataset.unsure = "";
      options.push(option);
    }
    list.replaceChildren(choose, ...options);
    list.value = "";
    list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  labelOf(list) {
    return list.labels[0]?.textContent ?? "";
  }
}
