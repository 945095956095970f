"use strict";
// The samples of a run side by side: a column a language, requests aligned member by member, what they printed below.

function showSamples(panel) {
  for (const scenario of SAMPLES) {
    const title = scenario.name + " under " + scenario.version;
    const table = el("table", {class: "samples"}, el("caption", {class: "sr-only"}, title),
      el("thead", {}, el("tr", {}, el("td", {}), scenario.columns.map(column =>
        el("th", {scope: "col"}, el("span", {}, column.language), el("span", {class: "soft file mono"}, column.file), stateOf(column))))));
    for (const request of scenario.requests) {
      const body = el("tbody", {}, el("tr", {class: "heading"}, el("th", {scope: "rowgroup", colspan: scenario.columns.length + 1}, request.title)));
      for (const line of request.lines) {
        body.append(el("tr", {class: line.differs ? "differs" : null},
          el("th", {scope: "row"}, el("span", {class: "mono"}, line.name), line.differs ? el("span", {class: "badge warning"}, "differs") : null),
          line.cells.map(cell => el("td", {class: "mono" + (line.differs && isOdd(cell, line.cells) ? " odd" : "")},
            cell !== null ? cell : el("span", {class: "soft"}, line.name === "method" ? "not sent" : "–")))));
      }
      table.append(body);
    }
    table.append(el("tbody", {}, el("tr", {class: "heading"}, el("th", {scope: "rowgroup", colspan: scenario.columns.length + 1}, "Output")),
      el("tr", {}, el("th", {scope: "row"}, "printed"), scenario.columns.map(column =>
        el("td", {}, column.output === null ? el("span", {class: "soft"}, "read, not executed") : el("pre", {class: "output", tabindex: "0"}, column.output || "nothing"))))));
    const differences = scenario.requests.flatMap(request => request.lines).filter(line => line.differs).length;
    const fails = scenario.columns.some(column => !column.conforms);
    panel.append(el("details", {class: "scenario", open: differences > 0 || fails}, el("summary", {}, el("h3", {}, scenario.name),
      el("span", {class: "soft"}, scenario.version), differences
      ? el("span", {class: "badge warning"}, plural(differences, "difference")) : el("span", {class: "badge good"}, "requests agree"),
      el("span", {class: "badge " + (fails ? "error" : "good")}, fails ? "fails" : "conforms")),
      el("div", {class: "scroll", tabindex: "0", role: "group", "aria-label": title}, table)));
  }
}

// Whether a cell is not what most of its line are; where no two agree, each is odd.
function isOdd(cell, cells) {
  const count = wanted => cells.filter(one => one === wanted).length;
  const most = Math.max(...cells.map(count));
  return most === 1 || count(cell) < most;
}

function stateOf(column) {
  return el("span", {class: "badge " + (column.conforms ? "good" : "error")}, column.state);
}
