// The page: what its controls and its address do.

const byId = (id) => document.getElementById(id);

function toggle(row) {
  const set = isFiltered() ? state.also : state.open;
  if (!set.delete(row)) set.add(row);
  showTable();
}

function foldOne(fold) {
  fold.folded = !fold.folded;
  showTable();
  [...byId("folds").children][FOLDS.indexOf(fold)].focus();
}

function setAddress(address) {
  const url = new URL(location.href);
  url.hash = address;
  history.replaceState(null, "", url);
}

// Open what is told of a cell, below its row. `keep`: the focus stays on the control of the same name.
function openCell(row, version, keep) {
  const label = keep && document.activeElement ? document.activeElement.getAttribute("aria-label") || document.activeElement.textContent : null;
  state.cell = { row, version };
  if (row !== TRAFFIC) setAddress(addressOf(row, version));
  showTable();
  const detail = table.querySelector(".detail");
  const control = label && [...detail.querySelectorAll("select, button")].find((one) => (one.getAttribute("aria-label") || one.textContent) === label && !one.disabled);
  if (control) control.focus();
  else if (detail && !keep) {
    detail.querySelector(".close").focus({ preventScroll: true });
    detail.scrollIntoView({ block: "nearest" });
  }
}

function closeCell(focus) {
  const cell = state.cell;
  if (!cell) return;
  state.cell = null;
  setAddress("");
  showTable();
  if (focus) focusCell(cell.row === TRAFFIC ? "traffic" : cell.row.path, state.active.path === cell.row.path || cell.row === TRAFFIC ? state.active.column : -2);
}

// Open a row's cell where it has one, else what stands below the row.
function act(line, cell) {
  state.active = { path: line.path, column: cell.column };
  if (cell.version === undefined && line.row !== TRAFFIC && line.row.children.length && cell.column === -2) {
    toggle(line.row);
    focusCell(line.path, -2);
    return;
  }
  const version = cell.version === undefined ? latestOf(line.row) : cell.version;
  if (version === undefined || (line.row !== TRAFFIC && line.row.root)) return;
  if (state.cell && state.cell.row === line.row && state.cell.version === version) closeCell(true);
  else openCell(line.row, version);
}

function latestOf(row) {
  if (row === TRAFFIC) return CHAT.at(-1);
  return CHAT.filter((version) => isTaken(row, version)).at(-1);
}

function lineAndCell(target) {
  const td = target.closest("th, td");
  const line = td && lines.find((one) => one.tr === td.parentElement);
  return line ? [line, line.cells.find((cell) => cell.td === td)] : null;
}

table.addEventListener("click", (event) => {
  if (event.target.closest(".detail") || !event.target.closest("tbody")) return;
  const found = lineAndCell(event.target);
  if (found) act(...found);
});

function stepFrom(line, cell, key) {
  const place = lines.indexOf(line);
  const row = line.row;
  const across = line.cells.indexOf(cell);
  switch (key) {
    case "ArrowDown": return lines[place + 1] && [lines[place + 1].path, cell.column];
    case "ArrowUp": return lines[place - 1] && [lines[place - 1].path, cell.column];
    case "Home": return [line.path, line.cells[0].column];
    case "End": return [line.path, line.cells.at(-1).column];
    case "PageDown": return [lines[Math.min(place + 12, lines.length - 1)].path, cell.column];
    case "PageUp": return [lines[Math.max(place - 12, 0)].path, cell.column];
    case "ArrowRight":
      if (across === 0 && row !== TRAFFIC && row.children.length && !line.open) {
        toggle(row);
        return [line.path, -2];
      }
      return line.cells[across + 1] && [line.path, line.cells[across + 1].column];
    case "ArrowLeft":
      if (across > 0) return [line.path, line.cells[across - 1].column];
      if (line.open && row.children.length) {
        toggle(row);
        return [line.path, -2];
      }
      return row.above && [row.above.path, -2];
    default: return null;
  }
}

table.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || event.ctrlKey) return;
  if (event.key === "Escape" && state.cell) {
    event.preventDefault();
    closeCell(true);
    return;
  }
  if (event.target.closest(".detail")) return;
  const found = lineAndCell(event.target);
  if (!found) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    act(...found);
    return;
  }
  const next = stepFrom(...found, event.key);
  if (next === null) return;
  event.preventDefault();
  if (next) focusCell(...next);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  byId("find").focus();
});

function filterChanged() {
  state.find = byId("find").value.trim();
  state.part = byId("part").value;
  state.which = byId("which").value;
  state.also.clear();
  showTable();
}

function pairChanged() {
  const [before, after] = [byId("before").value, byId("after").value];
  state.pair = before !== "" && after !== "" && before !== after ? [Number(before), Number(after)] : null;
  state.also.clear();
  setAddress(state.pair ? state.pair.map((version) => VERSIONS[version].name).join("..") : "");
  showTable();
}

function setPair(pair) {
  byId("before").value = pair ? pair[0] : "";
  byId("after").value = pair ? pair[1] : "";
  state.pair = pair;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // an address that somebody cut
  }
}

// Follow "request.seed", "request.seed@2024-02-01", "2024-02-01..2024-10-21", "request.seed@2024-02-01..2024-10-21".
function follow() {
  const address = decoded(location.hash.slice(1));
  if (!address || byId(address)) return;
  const [path, rest] = address.includes("@") ? address.split("@") : ROW_OF.has(address) ? [address, ""] : ["", address];
  const names = rest.split("..");
  const places = names.filter(Boolean).map((name) => PLACE_OF.get(name));
  const row = path ? ROW_OF.get(path) : null;
  const wrong = (path && !row) || (row && row.root) || places.some((place) => place === undefined || VERSIONS[place].group < 0);
  if (wrong) {
    byId("status").textContent = `Nothing here is called ${address}.`;
    return;
  }
  for (const id of ["find", "part", "which"]) byId(id).value = "";
  Object.assign(state, { find: "", part: "", which: "", cell: null });
  state.also.clear();
  setPair(names.length === 2 ? places : null);
  for (let one = row && row.above; one; one = one.above) (state.pair ? state.also : state.open).add(one);
  if (row && !state.pair) state.cell = { row, version: places.length ? places[0] : latestOf(row) };
  state.active = { path: row ? row.path : state.active.path, column: -2 };
  showTable();
  const line = row && lines.find((one) => one.row === row);
  if (line) {
    line.tr.scrollIntoView({ block: "center" });
    line.tr.classList.add("current");
    line.cells[0].td.tabIndex = 0;
    line.cells[0].td.focus({ preventScroll: true });
  }
}

function start() {
  for (const id of ["before", "after"]) {
    const options = CHAT.map((place) => el("option", { value: place }, VERSIONS[place].name));
    byId(id).append(el("option", { value: "" }, id === "before" ? "from …" : "to …"), ...options);
    byId(id).addEventListener("change", pairChanged);
  }
  byId("swap").addEventListener("click", () => {
    const [before, after] = [byId("before").value, byId("after").value];
    byId("before").value = after;
    byId("after").value = before;
    pairChanged();
  });
  byId("tools").addEventListener("submit", (event) => event.preventDefault());
  for (const id of ["find", "part", "which"]) byId(id).addEventListener("input", filterChanged);
  byId("clear").addEventListener("click", () => {
    for (const id of ["find", "part", "which"]) byId(id).value = "";
    setPair(null);
    state.cell = null;
    setAddress("");
    filterChanged();
  });
  byId("previews").addEventListener("click", () => {
    const folded = FOLDS.some((fold) => fold.kind === "preview" && !fold.folded);
    for (const fold of FOLDS) if (fold.kind === "preview") fold.folded = folded;
    showTable();
  });
  byId("expand").addEventListener("click", () => {
    const set = isFiltered() ? state.also : state.open;
    const all = ROWS.some((row) => row.children.length && !set.has(row));
    set.clear();
    for (const row of all ? ROWS : isFiltered() ? [] : ROOTS) set.add(row);
    byId("expand").textContent = all ? "Collapse all" : "Expand all";
    showTable();
  });
  if (matchMedia("(max-width: 700px)").matches) for (const fold of FOLDS) fold.folded = true;
  if ((VIEW.chosen || []).length) {
    const option = document.querySelector('#which option[value="chosen"]');
    option.hidden = option.disabled = false;
    option.defaultSelected = true;
    state.which = "chosen";
  }
  if (VIEW.pair) setPair(VIEW.pair.map((name) => PLACE_OF.get(name)));
  showTraffic();
  showTable();
  follow();
  addEventListener("hashchange", follow);
}

start();
