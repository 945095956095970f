"use strict";
// Filters, search, tabs, and the address that leads back to what is seen.

const CHOICES = ["rule", "version", "language", "file"];
const filters = {search: "", severity: new Set(HIGHEST), rule: "", version: "", language: "", file: ""};
const byId = id => document.getElementById(id);

function valueOf(row, name) {
  return name === "rule" ? groupOf(row).rule : get(row, name);
}

function matching() {
  const words = filters.search.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = CHOICES.filter(name => filters[name] !== "");
  return ROWS.filter(row => filters.severity.has(groupOf(row).severity)
    && wanted.every(name => valueOf(row, name) === filters[name])
    && words.every(word => haystack(row).includes(word)));
}

function show() {
  const rows = matching();
  const groups = showGroups(byId("groups"), rows);
  byId("count").textContent = rows.length === ROWS.length
    ? plural(rows.length, "finding") + " in " + plural(groups, "group")
    : spaced(rows.length) + " of " + plural(ROWS.length, "finding") + " in " + plural(groups, "group");
  byId("nothing").hidden = rows.length > 0 || ROWS.length === 0;
  byId("reset").hidden = rows.length === ROWS.length && filters.search === "";
}

function fillChoices() {
  for (const name of CHOICES) {
    const counts = new Map();
    for (const row of ROWS) {
      const value = valueOf(row, name);
      if (value !== null) counts.set(value, (counts.get(value) || 0) + 1);
    }
    const select = byId("choice-" + name);
    select.append(...[...counts.keys()].sort().map(value => {
      const option = el("option", {value});
      addText(option, value + " (" + counts.get(value) + ")");
      return option;
    }));
    select.closest("label").hidden = counts.size < 2;
    select.addEventListener("change", () => { filters[name] = select.value; changed(); });
  }
}

function changed() {
  const said = new URLSearchParams();
  if (filters.search) said.set("search", filters.search);
  if (filters.severity.size < HIGHEST.length) said.set("severity", HIGHEST.filter(one => filters.severity.has(one)).join(","));
  for (const name of CHOICES) if (filters[name]) said.set(name, filters[name]);
  history.replaceState(null, "", "#" + said);
  show();
}

// Set filters, tab and the open finding as the address says.
function follow() {
  const said = new URLSearchParams(location.hash.slice(1));
  if (said.has("finding")) {
    setControls(new URLSearchParams());
    show();
    selectTab("findings");
    openFinding(Number(said.get("finding")));
    return;
  }
  setControls(said);
  show();
  if (said.has("tab")) selectTab(said.get("tab"));
}

function setControls(said) {
  filters.search = byId("search").value = said.get("search") || "";
  const severities = (said.get("severity") || HIGHEST.join(",")).split(",");
  filters.severity = new Set(HIGHEST.filter(one => severities.includes(one)));
  for (const one of HIGHEST) byId("severity-" + one).checked = filters.severity.has(one);
  for (const name of CHOICES) {
    const select = byId("choice-" + name);
    select.value = said.get(name) || "";
    filters[name] = select.value;
  }
}

function openFinding(number) {
  const row = ROWS[number];
  if (!row) return;
  const find = selector => {
    for (;;) {
      const found = byId("groups").querySelector(selector), more = byId("groups").querySelector("li.more button");
      if (found || !more) return found;
      more.click();
    }
  };
  const group = find('[data-group="' + row[COLUMN.group] + '"]');
  group.open();
  const item = group.querySelector(".findings") ? find('[data-finding="' + number + '"]') : group;
  item.open();
  item.scrollIntoView({block: "start"});
  item.querySelector("button").focus({preventScroll: true});
}

function selectTab(name) {
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  if (!tabs.some(tab => tab.dataset.tab === name)) return;
  for (const tab of tabs) {
    const chosen = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    byId("panel-" + tab.dataset.tab).hidden = !chosen;
  }
  const fill = {samples: () => showSamples(byId("samples-list")), sources: () => chooseSource()}[name];
  const panel = byId("panel-" + name);
  if (fill && !panel.dataset.filled) {
    panel.dataset.filled = "1";
    fill();
  }
}

function chooseSource() {
  const select = byId("choice-source");
  const counts = new Map();
  for (const row of ROWS) counts.set(get(row, "source"), (counts.get(get(row, "source")) || 0) + 1);
  select.append(...SOURCES.map(source => {
    const option = el("option", {value: source.file});
    addText(option, source.file + " (" + plural(counts.get(source.file) || 0, "finding") + ")");
    return option;
  }));
  select.closest("label").hidden = SOURCES.length < 2;
  const chosen = () => showSource(byId("source-text"), SOURCE_BY_FILE.get(select.value), ROWS);
  select.addEventListener("change", chosen);
  chosen();
}

function listenToTabs() {
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => selectTab(tab.dataset.tab));
    tab.addEventListener("keydown", event => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (!step) return;
      const next = tabs[(index + step + tabs.length) % tabs.length];
      next.focus();
      selectTab(next.dataset.tab);
    });
  });
}

function begin() {
  fillChoices();
  listenToTabs();
  let waiting = 0;
  byId("search").addEventListener("input", event => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { filters.search = event.target.value; changed(); }, 120);
  });
  for (const one of HIGHEST) {
    byId("severity-" + one).addEventListener("change", event => {
      if (event.target.checked) filters.severity.add(one);
      else filters.severity.delete(one);
      changed();
    });
  }
  byId("reset").addEventListener("click", () => { setControls(new URLSearchParams()); changed(); byId("search").focus(); });
  document.addEventListener("keydown", event => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      selectTab("findings");
      byId("search").focus();
    }
  });
  addEventListener("hashchange", follow);
  follow();
}

begin();
