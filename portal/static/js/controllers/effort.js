import { Controller } from "../../vendor/stimulus/stimulus.js";

// On the form of the waiting page: has a worker find the number, then sends the form. Where that is not possible (an old
// browser, a page without TLS), the sentence about waiting stays and the button works after the wait.
export default class extends Controller {
  static targets = ["answer", "waiting", "working"];
  static values = { nonce: String, bits: Number };

  connect() {
    if (!window.Worker || !window.crypto?.subtle) return;
    this.worker = new Worker(new URL("../effort-worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => this.found(data);
    this.worker.onerror = () => this.show(false);
    this.worker.postMessage({ nonce: this.nonceValue, bits: this.bitsValue });
    this.show(true);
  }

  disconnect() {
    this.worker?.terminate();
  }

  found(answer) {
    this.answerTarget.value = answer;
    this.element.requestSubmit();
  }

  show(working) {
    this.workingTarget.hidden = !working;
    this.waitingTarget.hidden = working;
  }
}
