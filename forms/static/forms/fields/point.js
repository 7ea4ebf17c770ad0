import { Controller } from "../../vendor/stimulus/stimulus.js";

// Draws the point that was typed, and asks the device for its own place when somebody wants that.
const PAIR = /^([+-]?\d{1,3}(?:\.\d+)?)°?(?:\s*[,;]\s*|\s+)([+-]?\d{1,3}(?:\.\d+)?)°?$/;

export default class extends Controller {
  static targets = ["point", "button", "status", "map", "pin", "west", "south", "link"];
  static values = { asking: String, refused: String, found: String };

  buttonTargetConnected(button) {
    button.hidden = !("geolocation" in navigator);
  }

  ask() {
    this.say(this.askingValue);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.pointTarget.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        this.pointTarget.dispatchEvent(new Event("input", { bubbles: true }));
        this.say(this.foundValue);
      },
      () => this.say(this.refusedValue),
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
    );
  }

  draw() {
    const point = this.read();
    this.mapTarget.hidden = !point;
    if (!point) return;
    const [lat, lon] = point;
    const [south, west] = [Math.floor(lat), Math.floor(lon)];
    this.pinTarget.setAttribute("cx", (100 * (lon - west)).toFixed(1));
    this.pinTarget.setAttribute("cy", (100 * (1 - (lat - south))).toFixed(1));
    this.southTarget.textContent = `${south}°`;
    this.westTarget.textContent = `${west}°`;
    this.linkTarget.href = `geo:${lat},${lon}`;
  }

  // Latitude and longitude; the wrong way round they are understood where that is clear, as the server does.
  read() {
    const match = PAIR.exec(this.pointTarget.value.normalize("NFKC").trim());
    if (!match) return null;
    const [first, second] = match.slice(1).map(Number);
    const pair = first >= 73 && Math.abs(second) <= 54 ? [second, first] : [first, second];
    return Math.abs(pair[0]) <= 90 && Math.abs(pair[1]) <= 180 ? pair : null;
  }

  say(sentence) {
    this.statusTarget.textContent = sentence;
    this.statusTarget.classList.remove("visually-hidden");
  }
}
