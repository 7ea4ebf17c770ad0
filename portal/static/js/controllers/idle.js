import { Controller } from "../../vendor/stimulus/stimulus.js";

const LOOK_EVERY_MS = 5_000;
const TELL_EVERY_MS = 60_000;
const WORK = ["keydown", "pointerdown", "input"];

// On a <dialog>: warns before the server signs out for doing nothing. Typing is work too, so the server is told of it.
// Time is compared, not counted: a closed laptop stops timers. Other tabs tell each other through the storage.
export default class extends Controller {
  static targets = ["form"];
  static values = { after: Number, warning: Number };

  connect() {
    this.worked = this.told = Date.now();
    this.onWork = () => this.note();
    for (const kind of WORK) document.addEventListener(kind, this.onWork, { passive: true });
    this.channel = new BroadcastChannel("idle");
    this.channel.onmessage = () => this.hear();
    this.channel.postMessage("here");
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  disconnect() {
    clearInterval(this.timer);
    this.channel.close();
    for (const kind of WORK) document.removeEventListener(kind, this.onWork);
  }

  note() {
    // Once asked, only the answer counts.
    if (this.element.open) return;
    this.worked = Date.now();
    if (this.worked - this.told > TELL_EVERY_MS) this.tell();
  }

  hear() {
    this.worked = this.told = Date.now();
    if (this.element.open) this.element.close();
  }

  look() {
    const left = this.afterValue * 1000 - (Date.now() - this.told);
    if (left <= this.warningValue * 1000 && !this.element.open) this.element.showModal();
  }

  stay(event) {
    event.preventDefault();
    this.tell();
  }

  async tell() {
    const before = this.told;
    this.told = Date.now();
    try {
      const answer = await fetch(this.formTarget.action, { method: "POST", body: new FormData(this.formTarget) });
      // Signed out already: the sign-in page leads back here.
      if (answer.status === 401) return window.location.reload();
      if (!answer.ok) return;
      this.channel.postMessage("here");
      if (this.element.open) this.element.close();
    } catch {
      // No network: the server did not hear it, so its clock goes on from before.
      this.told = before;
    }
  }
}
