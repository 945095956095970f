// The table: which rows are shown, its head, its cells, and a way through it by keyboard.

const MIXED_OR_MANY = 4;
const table = document.getElementById("members");
const state = { find: "", part: "", which: "", open: new Set(ROOTS), also: new Set(), cell: null, pair: null, active: { path: "", column: -2 } };
let lines = [];
let columns = [];
let changes = new Map();

const WHICH = {
  mine: (row) => USED.has(row) && !row.root,
  chosen: (row) => (VIEW.chosen || []).some((path) => ROW_OF.get(path) === row),
  deprecated: (row) => CHAT.some((version) => stateOf(row, version).kind === "deprecated"),
  preview: (row) => !row.root && sinceOf(row).preview,
  gone: (row) => !row.root && sinceOf(row).gone,
};

function matches(row) {
  if (row.root && !state.pair) return false;
  const path = row.path.toLowerCase();
  if (!state.find.toLowerCase().split(/\s+/).every((word) => path.includes(word))) return false;
  if (state.which && !WHICH[state.which](row)) return false;
  return !state.pair || differs(row, state.pair, changes);
}

const isFiltered = () => Boolean(state.find.trim() || state.which || state.pair);

// Return the rows to show, each with its level and its place among its neighbours.
function shownRows() {
  const roots = ROOTS.filter((root) => !state.part || root.part === state.part);
  const filtered = isFiltered();
  const wanted = new Set();
  if (filtered) {
    for (const row of ROWS) {
      if (matches(row)) for (let one = row; one && !wanted.has(one); one = one.above) wanted.add(one);
    }
  }
  const found = [];
  const walk = (rows, level, all) => {
    const kept = all ? rows : rows.filter((row) => wanted.has(row));
    for (const [place, row] of kept.entries()) {
      const below = filtered ? row.children.some((child) => wanted.has(child)) || state.also.has(row) : state.open.has(row);
      found.push({ row, level, place: place + 1, size: kept.length, open: below });
      if (below) walk(row.children, level + 1, !filtered || state.also.has(row));
    }
  };
  walk(roots, 1, !filtered);
  return found;
}

function counted() {
  return ROWS.filter((row) => !row.root && (!state.part || row.part === state.part) && (!isFiltered() || matches(row))).length;
}

function headCell(column) {
  const version = VERSIONS[column.versions[0]];
  const text = column.folded ? (column.fold.kind === "none" ? "no chat" : plural(column.versions.length, "preview")) : (version.name[0] === "v" ? version.name : version.name.replace("-preview", ""));
  const full = column.folded ? rangeOf(column.versions) + (column.fold.kind === "none" ? ", without chat completions" : ", folded") : version.name;
  const cell = el("th", { role: "columnheader", scope: "col", class: "version" + (column.folded ? " folded" : version.preview || version.group < 0 ? " preview" : " stable"), title: full });
  cell.append(el("span", { class: "upright", "aria-hidden": "true" }, text), el("span", { class: "sr-only" }, full));
  return cell;
}

function showHead() {
  const head = table.tHead;
  const row = el("tr", { role: "row", class: state.pair ? "paired" : null });
  row.append(el("th", { role: "columnheader", scope: "col", class: "name" }, "Member"));
  if (state.pair) {
    for (const version of state.pair) row.append(el("th", { role: "columnheader", scope: "col", class: "side" }, VERSIONS[version].name));
    row.append(el("th", { role: "columnheader", scope: "col", class: "change" }, "What changed"));
  } else {
    row.append(el("th", { role: "columnheader", scope: "col", class: "since" }, "Declared"));
    row.append(...columns.map(headCell));
  }
  head.replaceChildren(row);
  showFolds();
}

function showFolds() {
  const box = document.getElementById("folds");
  box.hidden = Boolean(state.pair);
  box.replaceChildren();
  for (const fold of FOLDS) {
    const start = columns.findIndex((column) => column.fold === fold);
    const span = columns.filter((column) => column.fold === fold).length;
    const next = VERSIONS[fold.versions.at(-1) + 1];
    const name = fold.kind === "none" ? "versions without chat completions" : `${plural(fold.versions.length, "preview")}${next ? " before " + next.name : ""}`;
    const shown = fold.folded ? "+" + fold.versions.length : fold.versions.length > 2 ? plural(fold.versions.length, fold.kind === "none" ? "without chat" : "preview") : "−";
    const button = el("button", { type: "button", "aria-expanded": String(!fold.folded), "aria-label": name, title: (fold.folded ? "Unfold " : "Fold ") + name, onclick: () => foldOne(fold) }, shown);
    button.style.gridColumn = `${start + 3} / span ${span}`;
    box.append(button);
  }
  document.getElementById("previews").setAttribute("aria-pressed", String(FOLDS.some((fold) => fold.kind === "preview" && !fold.folded)));
}

function nameCell({ row, level, open }) {
  const marks = row.elements.map((node) => (node.step === "*" ? ".*" : "[]")).join("");
  const cell = el("th", { role: "rowheader", scope: "row", class: "name", tabindex: -1, title: row.path });
  cell.style.setProperty("--level", level - 1);
  cell.append(el("span", { class: "twist", "aria-hidden": "true" }, row.children.length ? (open ? "▾" : "▸") : ""));
  cell.append(el("span", { class: row.root ? "root" : "step" }, row.step), marks ? el("span", { class: "marks" }, marks) : "");
  if (usedOf(row)) cell.append(" ", el("span", { class: "dot", "aria-hidden": "true", title: usedTold(row) }, "●"), el("span", { class: "sr-only" }, `, in ${usedTold(row)} of yours`));
  return cell;
}

function sinceCell(row) {
  const cell = el("td", { role: "gridcell", class: "since", tabindex: -1 });
  if (row.root) return cell;
  const { text, more } = sinceOf(row);
  cell.append(el("span", { class: "first" }, text), more ? el("span", { class: "more" }, more) : "");
  return cell;
}

function segmentCell(row, segment) {
  const { kind, words, short } = segment.state;
  const gap = segment.versions.some((version) => row !== TRAFFIC && isGap(row, version)) ? " missing" : "";
  const cell = el("td", { role: "gridcell", "aria-colspan": segment.span, class: `cell ${kind}${gap}`, tabindex: -1, title: `${rangeOf(segment.versions)}: ${words}` });
  cell.style.gridColumn = "span " + segment.span;
  const shown = kind === "no" || kind === "none" ? "" : segment.span >= MIXED_OR_MANY ? words : short;
  cell.append(el("span", { class: segment.span >= MIXED_OR_MANY ? "shown" : "shown short", "aria-hidden": "true" }, shown), el("span", { class: "sr-only" }, `${rangeOf(segment.versions)}: ${words}`));
  return cell;
}

function sideCell(row, version) {
  const { kind, words } = stateOf(row, version);
  return el("td", { role: "gridcell", class: "side", tabindex: -1 }, el("span", { class: "cell " + kind }, words));
}

// Return the line of one row: its element, and its cells with the column that each begins at.
function lineOf(shown) {
  const { row, level, place, size, open } = shown;
  const classes = [row.root ? "payload" : null, state.pair ? "paired" : null, state.cell && state.cell.row === row ? "current" : null];
  const tr = el("tr", { role: "row", class: classes.filter(Boolean).join(" ") || null, "aria-level": level, "aria-posinset": place, "aria-setsize": size, "aria-expanded": row.children.length ? String(open) : null });
  const cells = [{ column: -2, td: nameCell(shown) }];
  if (state.pair) {
    cells.push(...state.pair.map((version, side) => ({ column: side, version, td: sideCell(row, version) })), { column: 2, td: changeCell(row, state.pair, changes) });
  } else {
    cells.push({ column: -1, td: sinceCell(row) });
    for (const segment of segmentsOf(row, columns)) cells.push({ column: segment.start, span: segment.span, version: segment.versions.at(-1), segment, td: segmentCell(row, segment) });
  }
  tr.append(...cells.map((cell) => cell.td));
  return { row, path: row.path, tr, cells, open };
}

function trafficLine() {
  const tr = el("tr", { role: "row", class: "verdicts", "aria-level": 1 });
  const name = el("th", { role: "rowheader", scope: "row", class: "name", tabindex: -1 }, el("span", { class: "twist", "aria-hidden": "true" }, ""), el("span", { class: "root" }, "Your requests"));
  const since = el("td", { role: "gridcell", class: "since", tabindex: -1 }, el("span", { class: "first" }, plural(TRAFFIC.requests, "request")));
  const cells = [{ column: -2, td: name }, { column: -1, td: since }];
  for (const segment of verdictSegments(columns)) cells.push({ column: segment.start, span: segment.span, version: segment.versions.at(-1), segment, td: segmentCell(TRAFFIC, segment) });
  tr.append(...cells.map((cell) => cell.td));
  return { row: TRAFFIC, path: "traffic", tr, cells, open: false };
}

function showTable() {
  columns = columnsNow();
  changes = state.pair ? changesOf(state.pair) : new Map();
  table.style.setProperty("--columns", columns.length);
  document.getElementById("folds").style.setProperty("--columns", columns.length);
  document.body.classList.toggle("pairing", Boolean(state.pair));
  showHead();
  lines = shownRows().map(lineOf);
  if (TRAFFIC && TRAFFIC.requests && !state.pair) lines.unshift(trafficLine());
  const body = [];
  for (const line of lines) {
    body.push(line.tr);
    if (state.cell && state.cell.row === line.row) body.push(line.row === TRAFFIC ? verdictDetail(state.cell.version, columns.length) : detailOf(line.row, state.cell.version, columns.length));
  }
  table.tBodies[0].replaceChildren(...body);
  const empty = !lines.some((line) => line.row !== TRAFFIC);
  const none = document.getElementById("empty");
  none.hidden = !empty;
  table.hidden = empty;
  document.getElementById("folds").hidden = empty || Boolean(state.pair);
  none.textContent = empty ? emptyTold() : "";
  document.getElementById("status").textContent = statusTold();
  const current = cellAt(state.active.path, state.active.column) || (lines[0] && lines[0].cells[0]);
  if (current) current.td.tabIndex = 0;
}

function emptyTold() {
  if (state.pair && !state.find && !state.which) return pairTold(state.pair, changes);
  if (state.which === "mine" && !state.find) return "Your traffic has no member that a contract declares.";
  const near = state.find.trim() ? " A part of a name will do, and so will a path such as messages[].content." : "";
  return `No member matches.${near} "Reset" shows all of them.`;
}

function statusTold() {
  const count = plural(counted(), "member");
  if (state.pair) return pairTold(state.pair, changes);
  return isFiltered() || state.part ? `${count} of ${MEMBERS.length}.` : `${count} in ${CHAT.length} versions.`;
}

function cellAt(path, column) {
  const line = lines.find((one) => one.path === path);
  return line && (line.cells.find((cell) => column >= cell.column && column < cell.column + (cell.span || 1)) || line.cells[0]);
}

function focusCell(path, column) {
  for (const old of table.querySelectorAll('[tabindex="0"]:not(pre)')) old.tabIndex = -1;
  const cell = cellAt(path, column);
  if (!cell) return;
  state.active = { path, column };
  cell.td.tabIndex = 0;
  cell.td.focus();
}
