"use strict";
// A document with its findings in the margin: each stands beside its line and opens below it.

for (const source of SOURCES) source.lines = source.text.split(/\r\n?|\n/);
const SOURCE_BY_FILE = new Map(SOURCES.map(source => [source.file, source]));

function sourceOf(row) {
  return SOURCE_BY_FILE.get(get(row, "source"));
}

const SHOWN_LINES = 400;

function showSource(panel, source, rows) {
  const byLine = new Map();
  for (const row of rows) {
    if (get(row, "source") !== source.file) continue;
    const line = get(row, "line") || 1;
    if (!byLine.has(line)) byLine.set(line, []);
    byLine.get(line).push(row);
  }
  const list = el("div", {class: "source"});
  const upTo = from => {
    const last = Math.min(source.lines.length, from + SHOWN_LINES - 1);
    for (let number = from; number <= last; number++) list.append(...sourceLine(number, source.lines[number - 1], byLine.get(number) || []));
    if (last === source.lines.length) return;
    const more = el("button", {type: "button", class: "button"}, "Show the next lines, from " + (last + 1));
    more.addEventListener("click", () => { more.remove(); upTo(last + 1); });
    list.append(more);
    // A long document grows as it is read.
    new IntersectionObserver((seen, observer) => {
      if (!seen.some(one => one.isIntersecting) || !more.isConnected) return;
      observer.disconnect();
      more.click();
    }, {rootMargin: "600px"}).observe(more);
  };
  upTo(1);
  panel.replaceChildren(list);
}

function sourceLine(number, text, rows) {
  const worst = HIGHEST.find(severity => rows.some(row => groupOf(row).severity === severity));
  const below = [];
  const notes = rows.map(row => {
    const group = groupOf(row), id = "below-" + row.number;
    const button = el("button", {type: "button", class: "margin-note " + group.severity, "aria-expanded": "false", "aria-controls": id},
      el("span", {class: "badge " + group.severity}, group.severity), " ", el("span", {class: "rule"}, group.rule), el("span", {class: "said"}, sentence(get(row, "message"))));
    const detail = el("div", {class: "below", id, hidden: true});
    button.addEventListener("click", () => {
      if (!detail.firstChild) detail.append(detailOf(row, get(row, "message"), true));
      detail.hidden = !detail.hidden;
      button.setAttribute("aria-expanded", String(!detail.hidden));
    });
    below.push(detail);
    return button;
  });
  const line = el("div", {class: "source-line" + (worst ? " marked " + worst : "")},
    el("span", {class: "number"}, String(number)), el("code", {}, text || " "), notes.length ? el("div", {class: "margin"}, notes) : null);
  return [line, ...below];
}
