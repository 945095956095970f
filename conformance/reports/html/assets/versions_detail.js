// What opens below a row: the facts of one version, their history, and the lines of the contract that say so.

// Text in which `names` stand between backticks, as nodes.
function withCode(text) {
  return text.split("`").map((piece, place) => (place % 2 ? el("code", null, piece) : piece));
}

function addressOf(row, version) {
  return "#" + row.path + (version === undefined ? "" : "@" + VERSIONS[version].name);
}

function factsOf(row, version) {
  const state = stateOf(row, version);
  const list = el("dl", { class: "facts" });
  const add = (term, ...told) => list.append(el("dt", null, term), el("dd", null, ...told));
  add("In " + VERSIONS[version].name, el("strong", { class: "kind " + state.kind }, state.own ? state.own.words : state.words));
  const has = CHAT.filter((one) => isDeclared(row, one));
  const stable = has.find((one) => !VERSIONS[one].preview);
  add("First declared", has.length ? VERSIONS[has[0]].name : "nowhere", stable === undefined ? "; in no stable version" : stable === has[0] ? "" : "; first stable: " + VERSIONS[stable].name);
  if (!state.own) return list;
  add("Required", state.own.required ? (state.own.where ? "yes, where it is declared" : "yes") : "no");
  add("Deprecated", state.own.deprecated ? "yes" : "no");
  if (state.own.where) add("Only where", ...state.own.where.flatMap((one, place) => [place ? " and " : "", el("code", null, one)]));
  if (state.own.values) add("Values", ...state.own.values.flatMap((value) => [el("code", null, JSON.stringify(value)), " "]));
  if (state.own.requires) add("Requires", ...state.own.requires.flatMap((name) => [el("code", null, name), " "]));
  for (const [node, saying] of state.elements) {
    add(node.step === "*" ? "Each value" : "Each element", saying.words, saying.requires ? "; requires " + saying.requires.join(", ") : "");
  }
  for (const why of state.own.why || []) add("Known because", ...withCode(why));
  return list;
}

function historyOf(row, version) {
  const list = el("ol", { class: "history" });
  for (const segment of segmentsOf(row, EACH)) {
    const here = segment.versions.includes(version);
    const button = el("button", { type: "button", class: "link", "aria-current": here ? "true" : null, onclick: () => openCell(row, here ? version : segment.versions.at(-1)) }, rangeOf(segment.versions));
    list.append(el("li", { class: here ? "here" : null }, el("span", { class: "key " + segment.state.kind }), button, " ", el("span", { class: "told" }, segment.state.words)));
  }
  return list;
}

function linesOf(row, version) {
  const box = el("div", { class: "lines" });
  const group = VERSIONS[version].group;
  const seen = new Set();
  for (const node of [row, ...row.elements]) {
    const cell = group < 0 || row.root ? 0 : node.cells[group];
    const passages = cell > 0 ? DATA.cells[cell - 1] : [];
    for (let place = 1; place < passages.length; place += 2) {
      const line = passages[place];
      if (seen.has(line)) continue;
      seen.add(line);
      const [text, omitted] = DATA.texts[passages[place + 1]];
      const name = `spec/${VERSIONS[version].name}/inference.json:${line}`;
      const numbers = text.split("\n").map((one, step) => line + step).join("\n");
      const shown = el("pre", { tabindex: 0, role: "region", "aria-label": name }, el("span", { class: "numbers", "aria-hidden": "true" }, numbers), el("code", null, text));
      box.append(el("figure", null, el("figcaption", null, el("code", null, name)), shown, omitted ? el("p", { class: "soft" }, `… ${plural(omitted, "further line")}`) : null));
    }
  }
  if (!box.childNodes.length) box.append(el("p", { class: "soft" }, row.root ? "A payload is the sum of its members; open one of them." : `The contract of ${VERSIONS[version].name} has no line about it.`));
  return box;
}

function versionPicker(row, version) {
  const select = el("select", { class: "field", "aria-label": "Version whose lines are shown", onchange: (event) => openCell(row, Number(event.target.value), true) });
  for (const place of CHAT) select.append(el("option", { value: place, selected: place === version }, VERSIONS[place].name + (isDeclared(row, place) ? "" : " (not declared)")));
  return select;
}

function detailOf(row, version, columns) {
  const step = (by) => {
    const place = CHAT.indexOf(version) + by;
    const button = el("button", { type: "button", class: "button", disabled: CHAT[place] === undefined, onclick: () => openCell(row, CHAT[place], true) });
    button.append(el("span", { "aria-hidden": "true" }, by < 0 ? "‹" : "›"), el("span", { class: "sr-only" }, by < 0 ? "Previous version" : "Next version"));
    return button;
  };
  const head = el("div", { class: "detail-head" },
    el("h2", null, el("code", null, row.path)),
    el("a", { href: addressOf(row, version), class: "soft" }, "link to this cell"),
    el("button", { type: "button", class: "button close", onclick: () => closeCell(true) }, "Close"));
  const pick = el("div", { class: "picker" }, step(-1), versionPicker(row, version), step(1));
  const mine = usedOf(row) ? el("p", { class: "mine-told" }, `Your traffic has it in ${usedTold(row)}.`) : null;
  const body = el("div", { class: "detail-body" },
    el("div", null, mine, factsOf(row, version), el("h3", null, "History"), historyOf(row, version)),
    el("div", null, el("div", { class: "lines-head" }, el("h3", null, "The contract says"), pick), linesOf(row, version)));
  return el("tr", { role: "row", class: "detail", "aria-level": levelOf(row) + 1 }, el("td", { role: "gridcell", "aria-colspan": columns + 2, class: "whole" }, head, body));
}
