// The team board by mouse: a card is dropped on somebody's lane. It presses the same button as the keyboard does.
import { Controller } from "../vendor/stimulus/stimulus.js";

import { application } from "../js/application.js";

class BoardController extends Controller {
  static targets = ["card", "count", "lane", "to"];

  connect() {
    const hint = document.querySelector("[data-board-hint]");
    if (hint) hint.hidden = !matchMedia("(hover: hover)").matches;
    this.count();
  }

  cardTargetConnected(card) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => this.pickUp(event, card));
    card.addEventListener("dragend", () => this.letGo(card));
  }

  laneTargetConnected(lane) {
    lane.addEventListener("dragover", (event) => this.hover(event, lane));
    lane.addEventListener("dragleave", (event) => {
      if (!lane.contains(event.relatedTarget)) lane.classList.remove("is-over");
    });
    lane.addEventListener("drop", (event) => this.drop(event, lane));
  }

  count() {
    const chosen = this.boxes.filter((box) => box.checked).length;
    for (const place of this.countTargets) place.textContent = chosen ? `(${chosen})` : "";
  }

  pickUp(event, card) {
    this.dragged = card;
    card.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  }

  letGo(card) {
    this.dragged = null;
    card.classList.remove("is-dragged");
    for (const lane of this.laneTargets) lane.classList.remove("is-over");
  }

  hover(event, lane) {
    if (!this.dragged || lane.contains(this.dragged)) return;
    event.preventDefault();
    lane.classList.add("is-over");
  }

  // The chosen cards go together when the dragged one is among them, else it goes alone.
  drop(event, lane) {
    const card = this.dragged;
    if (!card || lane.contains(card)) return;
    event.preventDefault();
    const box = card.querySelector("input[type=checkbox]");
    if (!box.checked) for (const other of this.boxes) other.checked = other === box;
    this.toTarget.value = lane.dataset.to;
    this.element.requestSubmit();
  }

  get boxes() {
    return this.cardTargets.map((card) => card.querySelector("input[type=checkbox]"));
  }
}

application.register("board", BoardController);
