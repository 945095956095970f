"use strict";
// One finding whole: what is wrong, where, what to write, the payload with the member marked, the contract's lines beside it.

const LABELS = {request: "Request", response: "Answer", chunk: "Chunk", url: "URL", headers: "Headers", status: "Status", document: "Document", spec: "Contract", suite: "Run"};

// Return it; `told` is the sentence that stands above it already.
// `inSource`: it stands in its source, which need not be shown again.
function detailOf(row, told, inSource = false) {
  const group = groupOf(row), message = get(row, "message");
  const left = [payloadOf(row), excerptOf(row), inSource ? null : sourceLineOf(row)].filter(Boolean);
  const right = contractOf(row);
  return el("div", {class: "detail"},
    message === told ? null : el("p", {class: "message"}, sentence(message)),
    writeOf(row),
    factsOf(row),
    left.length || right ? el("div", {class: "evidence" + (left.length && right ? " both" : "")}, left.length ? el("div", {}, left) : null, right) : null,
    ruleOf(group.rule),
    el("p", {class: "explain"}, el("a", {href: "#finding=" + row.number}, "Link to this finding")));
}

// The rule's page, which `conformance explain` prints.
function ruleOf(rule) {
  const sections = TABLES.rules[rule];
  if (!sections) return null;
  const details = el("details", {class: "rule-page"}, el("summary", {}, "Why, and how to fix it"));
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1) return;
    for (const [title, blocks] of sections) {
      details.append(el("p", {class: "rule-section"}, title), ...blocks.map(([kind, text]) =>
        kind === "code" ? el("pre", {class: "raw", tabindex: "0"}, text) : el("p", {class: "rule-text"}, sentence(text))));
    }
  });
  return details;
}

function writeOf(row) {
  const suggestion = get(row, "suggestion");
  if (suggestion === null) return null;
  // Nobody writes an answer but the service.
  const expected = ["response", "chunk", "status"].includes(get(row, "part"));
  return el("p", {class: "write"}, el("strong", {}, expected ? "Expected" : "Write"), " ", el("code", {}, suggestion));
}

function factsOf(row) {
  const facts = [];
  const exchange = get(row, "exchange"), part = get(row, "part"), pointer = get(row, "pointer"), chunk = get(row, "chunk");
  if (exchange !== null) facts.push(["Where", exchange]);
  if (part !== "document") facts.push([LABELS[part] + (chunk === null ? "" : " " + chunk), part === "spec" ? null : pointer || (["request", "response", "chunk"].includes(part) ? "the whole body" : null)]);
  if (get(row, "source") !== null) facts.push(["Source", [get(row, "source"), get(row, "line"), get(row, "column")].filter(one => one !== null).join(":")]);
  const stream = get(row, "stream");
  if (stream !== null && get(row, "source") === null) facts.push(["Stream", "line " + stream[0] + (stream[1] === null ? "" : ", column " + stream[1])]);
  if (get(row, "version") !== null) facts.push(["api-version", get(row, "version")]);
  if (get(row, "language") !== null) facts.push(["Language", get(row, "language")]);
  if (get(row, "id") !== null) facts.push(["Id", get(row, "id")]);
  if (get(row, "baseline") !== null) facts.push(["Baseline", get(row, "baseline")]);
  if (get(row, "predicted")) facts.push(["Predicted", "read from the source, not executed"]);
  for (const [place, at] of get(row, "related") || []) facts.push(["See also", (place + " " + at).trim()]);
  return el("dl", {class: "facts"}, facts.filter(([, said]) => said !== null).map(([name, said]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, el("span", {class: "mono"}, said)))));
}

// Both halves of the exchange; the one that the finding is about is open.
function payloadOf(row) {
  const number = get(row, "payload");
  if (number === null) return null;
  const [request, response] = exchangeAt(number);
  const part = get(row, "part");
  const ofRequest = ["request", "url", "headers"].includes(part), ofResponse = ["response", "chunk", "status"].includes(part);
  return el("div", {class: "exchange"},
    request && messageOf("Request", request, row, ofRequest, !ofRequest && ofResponse),
    response && messageOf("Answer", response, row, ofResponse, ofRequest));
}

function messageOf(title, message, row, concerned, closed) {
  const part = get(row, "part"), severity = groupOf(row).severity;
  const head = concerned && (part === "url" || part === "status");
  const details = el("details", {class: "message-part", open: !closed},
    el("summary", {}, el("strong", {}, title), " ", el("span", {class: "mono head" + (head ? " marked " + severity : "")}, message.head)));
  const fill = () => {
    if (!details.open || details.dataset.filled) return;
    details.dataset.filled = "1";
    if (message.headers) details.append(headersOf(message.headers, concerned && part === "headers" ? row : null));
    details.append(bodyOf(message, row, concerned));
  };
  details.addEventListener("toggle", fill);
  fill();
  return details;
}

function headersOf(headers, row) {
  const wanted = row && tokensOf(get(row, "pointer"))[0];
  const found = el("details", {class: "headers", open: row !== null}, el("summary", {}, plural(headers.length, "header")));
  for (const [name, value] of headers) {
    const marked = wanted && name.toLowerCase() === wanted.toLowerCase();
    found.append(el("div", {class: "leaf" + (marked ? " marked " + groupOf(row).severity : "")}, el("span", {class: "key"}, name), ": ", value));
  }
  return found;
}

function bodyOf(message, row, concerned) {
  const part = get(row, "part");
  const mark = concerned && ["request", "response", "chunk"].includes(part) ? markOf(row) : null;
  if (message.chunks) return chunksOf(message, row, mark);
  if (message.json !== undefined) return treeOf(textAt(message.json), mark);
  if (message.text !== undefined) return textOf(textAt(message.text), message.more || 0);
  if (message.size !== undefined) return el("p", {class: "soft"}, "The body has " + spaced(message.size) + " characters, more than this page holds; the recording has it whole.");
  return el("p", {class: "soft"}, "No body was recorded.");
}

function markOf(row) {
  const group = groupOf(row), spec = get(row, "spec"), suggestion = get(row, "suggestion");
  const absent = suggestion !== null && spec !== null && /\/required$/.test(TABLES.specs[spec].pointer);
  return {path: tokensOf(get(row, "pointer")), severity: group.severity, missing: absent ? suggestion : null};
}

function treeOf(text, mark) {
  const node = readJson(text);
  return node === null ? textOf(text, 0) : jsonTree(node, mark);
}

function textOf(text, more) {
  const made = el("pre", {class: "raw", tabindex: "0"}, text);
  if (more) made.append(el("span", {class: "soft"}, "\n… and " + spaced(more) + " characters that are left out of this page"));
  return made;
}

function chunksOf(message, row, mark) {
  const wanted = get(row, "chunk");
  const list = el("div", {class: "chunks"}, el("p", {class: "soft"}, "A stream of " + plural(message.of, "chunk") +
    (message.chunks.length < message.of ? "; " + message.chunks.length + " of them are in this page." : ".")));
  for (const [number, text] of message.chunks) {
    const own = number === wanted;
    const details = el("details", {open: own}, el("summary", {class: own ? "marked " + groupOf(row).severity : null},
      "Chunk " + number, el("span", {class: "soft preview mono"}, " " + textAt(text).slice(0, 120))));
    const fill = () => {
      if (!details.open || details.dataset.filled) return;
      details.dataset.filled = "1";
      details.append(treeOf(textAt(text), own ? mark : null));
    };
    details.addEventListener("toggle", fill);
    fill();
    list.append(details);
  }
  return list;
}

// Where the payload is not in the page, the piece around the member is.
function excerptOf(row) {
  const excerpt = get(row, "excerpt");
  if (excerpt === null) return null;
  const [text, start, end] = excerpt, points = Array.from(text);
  const piece = (from, to) => points.slice(from, to).join("");
  return el("div", {class: "piece"}, el("p", {class: "piece-title"}, "Around the place"),
    el("pre", {class: "raw", tabindex: "0"}, "…" + piece(0, start), el("mark", {class: groupOf(row).severity}, piece(start, end)), piece(end) + "…"));
}

function sourceLineOf(row) {
  const source = sourceOf(row);
  const line = get(row, "line");
  if (!source || line === null) return null;
  const lines = source.lines;
  const shown = el("div", {class: "lines", tabindex: "0", role: "group", "aria-label": "Lines of " + source.file});
  for (let number = Math.max(1, line - 3); number <= Math.min(lines.length, line + 3); number++) {
    shown.append(numbered(number, lines[number - 1], number === line ? groupOf(row).severity : null));
  }
  return el("div", {class: "piece"}, el("p", {class: "piece-title"}, source.file), shown);
}

function numbered(number, text, severity) {
  const line = el("div", {class: "line" + (severity ? " marked " + severity : "")}, el("span", {class: "number"}, String(number)), el("code", {}, text || " "));
  if (severity) line.append(el("span", {class: "sr-only"}, " (the finding is about this line)"));
  return line;
}

function contractOf(row) {
  const number = get(row, "spec");
  if (number === null) return null;
  const spec = TABLES.specs[number];
  const box = el("div", {class: "piece contract"}, el("p", {class: "piece-title"}, "Contract"),
    el("p", {class: "soft mono spec-place"}, spec.file + (spec.line ? ":" + spec.line : "") + " " + spec.pointer));
  if (!spec.lines) return box;
  const shown = el("div", {class: "lines", tabindex: "0", role: "group", "aria-label": "Lines of the contract"});
  let before = null;
  for (const [line, text] of spec.lines) {
    if (before !== null && line !== before + 1) shown.append(el("div", {class: "line gap"}, el("span", {class: "number"}, "⋮")));
    shown.append(numbered(line, text, line === spec.line ? groupOf(row).severity : null));
    before = line;
  }
  box.append(shown);
  return box;
}
