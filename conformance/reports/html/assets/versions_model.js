// The members as rows, and what each version says of them. An array and its elements are one row, so are a map and its values.

const DATA = data("versions");
const VIEW = data("view");
const VERSIONS = DATA.versions;
const CHAT = VERSIONS.map((version, place) => place).filter((place) => VERSIONS[place].group >= 0);
const PLACE_OF = new Map(VERSIONS.map((version, place) => [version.name, place]));
const PART_NAMES = { request: "request", response: "answer", chunk: "chunk of a stream" };
const BEFORE = "\ue000";
const AFTER = "\ue001";

const NODES = [];
for (const [above, part, step, cells, repeats] of DATA.members) {
  const holder = above < 0 ? null : NODES[above];
  const path = holder ? holder.path + (step === "[]" ? "[]" : "." + step) : part + (step === "[]" ? "[]" : "." + step);
  const isElement = holder !== null && (step === "[]" || step === "*");
  const node = { place: NODES.length, path, part: holder ? holder.part : part, step, cells, repeats, children: [], elements: [], states: new Map() };
  node.row = isElement ? holder.row : node;
  if (isElement) node.row.elements.push(node);
  NODES.push(node);
}

// A payload is the row at the top of its tree; it is there where the version describes it.
const ROOTS = Object.keys(PART_NAMES).map((part) => {
  const cells = Array.from({ length: DATA.groups }, (none, group) => (NODES.some((node) => node.part === part && node.cells[group]) ? -1 : 0));
  return { place: -1, path: part, part, step: PART_NAMES[part], cells, children: [], elements: [], states: new Map(), root: true };
}).filter((root) => root.cells.some(Boolean));
const ROOT_OF = new Map(ROOTS.map((root) => [root.part, root]));
const ROW_OF = new Map(ROOTS.map((root) => [root.path, root]));
for (const node of NODES) {
  ROW_OF.set(node.path, node.row);
  if (node.row !== node) continue;
  const above = DATA.members[node.place][0];
  node.above = above < 0 ? ROOT_OF.get(node.part) : NODES[above].row;
  node.above.children.push(node);
}
const ROWS = [...ROW_OF.values()].filter((row, place, all) => all.indexOf(row) === place);
const MEMBERS = ROWS.filter((row) => !row.root);

function levelOf(row) {
  let level = 1;
  for (let one = row; one.above; one = one.above) level += 1;
  return level;
}

// A row of two sayings is the same to a reader where these are; how it is known what a file forgot does not count.
const TOLD = DATA.sayings.map((saying) => {
  if (saying.forgotten) return saying.words;
  const where = (saying.where || []).map((one) => one.slice(one.lastIndexOf(".") + 1));
  return saying.words + (saying.requires ? ", requires " + saying.requires.join(" ") : "") + (where.length ? ", where " + where.join(" and ") : "");
});
const KEYS = DATA.sayings.map((saying) => JSON.stringify({ ...saying, why: 0 }));

// Return the number of the saying of one version, -1 where the member is not declared.
function sayingOf(node, group) {
  const cell = node.cells[group];
  return cell > 0 ? DATA.cells[cell - 1][0] : -1;
}

// What a version says of a row: `kind` for its colour, `words` for its reader, `key` is the same where all is the same.
function stateOf(row, version) {
  const group = VERSIONS[version].group;
  if (group < 0) return { kind: "none", key: "none", words: "no chat completions", short: "" };
  if (!row.states.has(group)) row.states.set(group, said(row, group));
  return row.states.get(group);
}

function said(row, group) {
  if (row.root) return row.cells[group] ? { kind: "yes", key: "yes", words: "described", short: "" } : { kind: "no", key: "no", words: "not described", short: "" };
  const number = sayingOf(row, group);
  if (number < 0) return { kind: "no", key: "no", words: "not declared", short: "" };
  const own = DATA.sayings[number];
  const below = row.elements.map((node) => [node, sayingOf(node, group)]).filter((pair) => pair[1] >= 0);
  const inside = own.forgotten ? [] : below.map(([node, saying]) => (node.step === "*" ? "values: " : "elements: ") + TOLD[saying]);
  const elements = below.map(([node, saying]) => [node, DATA.sayings[saying]]);
  const kind = own.forgotten ? "forgotten" : own.deprecated ? "deprecated" : own.required ? "required" : "yes";
  const key = [KEYS[number], ...(own.forgotten ? [] : below.map(([node, saying]) => node.path + KEYS[saying]))].join();
  return { kind, key, own, elements, words: [TOLD[number], ...inside].join("; "), short: own.forgotten ? "†" : own.short.includes("|") ? "mix" : own.short };
}

const isTaken = (row, version) => !["no", "none"].includes(stateOf(row, version).kind);
const isDeclared = (row, version) => isTaken(row, version) && stateOf(row, version).kind !== "forgotten";

// Consecutive columns that say the same are one segment. A column is one version, or several that are folded.
function segmentsBy(columns, stateIn) {
  const found = [];
  for (const [place, column] of columns.entries()) {
    const state = stateIn(column, place);
    const last = found.at(-1);
    if (last && last.state.key === state.key) {
      last.span += 1;
      last.versions.push(...column.versions);
    } else found.push({ start: place, span: 1, versions: [...column.versions], state });
  }
  return found;
}

function segmentsOf(row, columns) {
  return segmentsBy(columns, (column, place) => {
    const states = column.versions.map((version) => stateOf(row, version));
    const same = states.every((state) => state.key === states[0].key);
    const count = column.versions.filter((version) => isDeclared(row, version)).length;
    const some = { kind: "mixed", key: "mixed" + place, short: column.versions.some((version) => isTaken(row, version)) ? "±" : "", words: count === column.versions.length ? "declared in all, not the same in all" : `declared in ${count} of ${column.versions.length}` };
    return same ? states[0] : some;
  });
}

function rangeOf(versions) {
  const names = versions.map((version) => VERSIONS[version].name);
  return names.length === 1 ? names[0] : names[0] + " to " + names.at(-1);
}

const EACH = CHAT.map((place) => ({ versions: [place] }));

// Return "since 2024-02-15-preview" and what is to be added: where it ended, or which versions in between lack it.
function sinceOf(row) {
  if (row.since) return row.since;
  const has = CHAT.filter((version) => isDeclared(row, version));
  if (!has.length) return (row.since = { text: "in no contract", more: "yet taken", preview: false, gone: false });
  const first = has[0];
  const last = has.at(-1);
  const lacking = CHAT.filter((version) => version > first && version < last && !has.includes(version));
  const text = first === CHAT[0] ? "every version" : "since " + VERSIONS[first].name;
  const more = [];
  if (has.length === 1) row.since = { text: "only " + VERSIONS[first].name, more: "" };
  else {
    if (last !== CHAT.at(-1)) more.push("until " + VERSIONS[last].name);
    if (lacking.length === 1) more.push("not in " + VERSIONS[lacking[0]].name);
    else if (lacking.length) more.push(`not in ${lacking.length} in between`);
    row.since = { text: first === CHAT[0] && more.length ? "since the first" : text, more: more.join(", ") };
  }
  row.since.preview = has.every((version) => VERSIONS[version].preview);
  row.since.gone = last !== CHAT.at(-1);
  return row.since;
}

// Previews stand together before the stable version that followed them; versions without chat are a group of their own.
const FOLDS = [];
for (const [place, version] of VERSIONS.entries()) {
  const kind = version.group < 0 ? "none" : version.preview ? "preview" : "";
  const last = FOLDS.at(-1);
  if (kind && last && last.kind === kind && last.versions.at(-1) === place - 1) last.versions.push(place);
  else if (kind) FOLDS.push({ kind, versions: [place], folded: kind === "none" });
}

function columnsNow() {
  const columns = [];
  for (const place of VERSIONS.keys()) {
    const fold = FOLDS.find((one) => one.versions.includes(place));
    if (!fold || !fold.folded) columns.push({ versions: [place], fold });
    else if (fold.versions[0] === place) columns.push({ versions: fold.versions, fold, folded: true });
  }
  return columns;
}
