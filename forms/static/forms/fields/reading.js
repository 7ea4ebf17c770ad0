// What stands in the inputs of a field, as the answer that its type makes of it (forms/fieldtypes). By type; a type
// that is not here has one input, whose text is the answer.
export const READERS = {
  multiple_choice: ({ data, name }) => data.getAll(name),
  yes_no: ({ data, name }) => ({ yes: true, no: false })[data.get(name)] ?? "",
  consent: ({ data, name }) => data.has(name) || "",
  scale: ({ data, name }) => (data.get(name) ? Number(data.get(name)) : ""),
  area: ({ data, name }) => placeOf(data, name),
  money: ({ data, name }) => (data.get(name) ?? "").normalize("NFKC").replace(/人民币|HK\$|MOP\$|NT\$|US\$|[元¥$€,\s]/g, ""),
  period: ({ data, name }) => partsOf(data, name),
  matrix: ({ data, name }) => partsOf(data, name),
  identity_paper: ({ data, name }) => (data.get(`${name}-number`)?.trim() ? partsOf(data, name) : ""),
  signature: ({ data, name }) => signedOf(data, name),
  located_address: ({ data, name }) => locatedOf(data, name),
  score_sheet: ({ data, name, form }) => scoredOf(data, name, form),
  files: filesOf,
  photos: filesOf,
  audio: filesOf,
  // The portal's own: what it was when the page was made counts.
  hidden: () => undefined,
  computed: () => undefined,
};

export const answerIn = (form, type, name, key = name, data = new FormData(form)) =>
  type in READERS ? READERS[type]({ form, data, name, key }) : (data.get(name) ?? "");

// Files are sent by themselves; their list shows which there are.
function filesOf({ form, key }) {
  return [...form.querySelectorAll(`[data-key="${key}"] [data-file]`)].map((line) => line.dataset.file);
}

// The lists of a place, from the widest to the narrowest; the last one chosen counts.
const placeOf = (data, name) => [1, 2, 3, 4, 5].map((level) => data.get(`${name}_${level}`)).filter(Boolean).pop() ?? "";

function partsOf(data, name) {
  const parts = [...data.entries()].filter(([one, value]) => one.startsWith(`${name}-`) && value);
  return emptyAsText(Object.fromEntries(parts.map(([one, value]) => [one.slice(name.length + 1), value])));
}

const emptyAsText = (parts) => (Object.keys(parts).length ? parts : "");

function signedOf(data, name) {
  const parts = partsOf(data, name);
  return parts && parts.name && (parts.agreed || parts.drawing) ? { name: parts.name } : "";
}

function locatedOf(data, name) {
  const parts = { area: placeOf(data, `${name}-area`), street: data.get(`${name}-street`)?.trim() };
  return emptyAsText(Object.fromEntries(Object.entries(parts).filter(([, value]) => value)));
}

function scoredOf(data, name, form) {
  const items = partsOf(data, name);
  const total = form.querySelector(`[data-sum-of="${name}"]`);
  if (!items || !total) return "";
  const band = total.parentElement.querySelector("[data-key]:not([hidden])");
  return { items, total: Number(total.textContent), ...(band ? { band: band.dataset.key } : {}) };
}
