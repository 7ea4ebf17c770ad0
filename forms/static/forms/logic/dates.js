// Dates and times as text, as forms/logic/dateformat.py.
import { OnlyServer } from "./errors.js";
import { clockOf } from "./moments.js";
import { moment, text } from "./values.js";

const MONTHS = {
  zh: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};
const DAYS = {
  zh: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
  en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
};

const two = (count) => String(count).padStart(2, "0");

export function formatted({ zone }, value, pattern, language = "zh") {
  const found = moment(value, zone);
  if (found === null) return null;
  const code = text(language, zone);
  if (!Object.hasOwn(MONTHS, code)) throw new OnlyServer(code);
  const parts = partsOf(clockOf(found, zone), code);
  const written = text(pattern, zone).replace(/%(.?)/gsu, (_, sign) => {
    if (!Object.hasOwn(parts, sign)) throw new OnlyServer(sign);
    return parts[sign];
  });
  return written || null;
}

function partsOf(clock, code) {
  const [year, month, day] = [clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate()];
  const hour = clock.getUTCHours();
  return {
    Y: String(year),
    y: two(year % 100),
    m: two(month + 1),
    n: String(month + 1),
    b: MONTHS[code][month],
    d: two(day),
    e: String(day),
    a: DAYS[code][clock.getUTCDay()],
    H: two(hour),
    h: String(hour),
    M: two(clock.getUTCMinutes()),
    S: two(clock.getUTCSeconds()),
    3: "000",
    "%": "%",
  };
}
