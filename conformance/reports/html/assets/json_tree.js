"use strict";
// A payload as a tree that opens and closes. Numbers, escapes and doubled keys stand as they were written: the text is
// read here token by token, for JSON.parse would change them.

const TOKEN = /"(?:[^"\\]|\\[^])*"|[\[\]{},:~]|[^\s\[\]{},:"~]+/g;
const LONG = 400; // characters of a string that are shown at once
const MANY = 200; // members that are shown at once

// Return {open, members: [{key, node} or {left: n}]} for what has members, {text, cut} for what has none; null where
// `text` is not JSON. `"begin"~12` is a string that lost 12 characters, `~5` stands for 5 members that were left out.
function readJson(text) {
  const tokens = text.match(TOKEN) || [];
  let at = 0;
  const left = () => { at++; return Number(tokens[at++]); };
  function value() {
    const token = tokens[at++];
    if (token === "{" || token === "[") return members(token);
    if (token === undefined || "]},:".includes(token)) throw new SyntaxError();
    return {text: token, cut: tokens[at] === "~" ? left() : 0};
  }
  function members(open) {
    const close = open === "{" ? "}" : "]", found = [];
    let number = 0;
    while (tokens[at] !== close) {
      if (tokens[at] === ",") { at++; continue; }
      if (tokens[at] === "~") {
        const count = left();
        found.push({left: count});
        number += count;
        continue;
      }
      let key = number, written = null;
      if (open === "{") {
        written = tokens[at++];
        key = JSON.parse(written);
        if (tokens[at] === "~") left();
        if (tokens[at++] !== ":") throw new SyntaxError();
      }
      found.push({key: String(key), written, node: value()});
      number++;
    }
    at++;
    return {open, members: found, count: number};
  }
  try {
    const node = value();
    return at === tokens.length ? node : null;
  } catch { return null; }
}

function tokensOf(pointer) {
  return pointer === "" ? [] : pointer.slice(1).split("/").map(one => one.replaceAll("~1", "/").replaceAll("~0", "~"));
}

// Return the tree of `node`. `mark` is {path, severity, missing}: the member there is marked, and what leads to it is open.
function jsonTree(node, mark) {
  return el("div", {class: "tree"}, branch({node, written: null}, mark, 0));
}

function branch(member, mark, depth) {
  const {node, written} = member;
  const marked = mark !== null && mark.path.length === 0;
  const key = written === null ? null : el("span", {class: "key"}, written);
  const colon = key && ": ";
  if (node.members === undefined) {
    const line = el("div", {class: "leaf" + (marked ? " marked " + mark.severity : "")}, key, colon, scalar(node));
    if (marked) line.append(el("span", {class: "sr-only"}, " (the finding is about this)"));
    return line;
  }
  const close = node.open === "{" ? "}" : "]";
  const noun = node.open === "{" ? "member" : "element";
  const summary = el("summary", {class: marked ? "marked " + mark.severity : null}, key, colon, node.open,
    el("span", {class: "soft preview"}, preview(node)), el("span", {class: "soft closing"}, close),
    el("span", {class: "soft size"}, " " + plural(node.count, noun)));
  if (marked) summary.append(el("span", {class: "sr-only"}, " (the finding is about this)"));
  const details = el("details", {}, summary);
  const fill = () => {
    if (details.dataset.filled) return;
    details.dataset.filled = "1";
    const inside = el("div", {class: "inside"});
    addMembers(inside, node, mark, depth, 0);
    if (marked && mark.missing !== null) {
      inside.append(el("div", {class: "leaf missing " + mark.severity}, el("span", {class: "key"}, JSON.stringify(mark.missing)), " is missing"));
    }
    details.append(inside, el("div", {class: "soft"}, close));
  };
  details.addEventListener("toggle", fill);
  if (mark !== null || (depth < 2 && node.count <= 20)) {
    fill();
    details.open = true;
  }
  return details;
}

function addMembers(parent, node, mark, depth, from) {
  const leads = member => mark !== null && mark.path.length > 0 && member.key === mark.path[0];
  const shown = node.members.slice(from, from + MANY);
  // The last one of doubled keys counts, as in every parser that the service could have.
  const last = node.members.findLastIndex(leads);
  shown.forEach((member, index) => {
    if (member.left !== undefined) {
      parent.append(el("div", {class: "soft cut"}, "… " + spaced(member.left) + " more, left out of this page"));
      return;
    }
    const below = from + index === last ? {...mark, path: mark.path.slice(1)} : null;
    parent.append(branch(member, below, depth + 1));
  });
  const rest = node.members.length - from - shown.length;
  if (rest > 0) {
    const more = el("button", {class: "button small", type: "button"}, "Show " + Math.min(rest, MANY) + " of " + rest + " more");
    more.addEventListener("click", () => { more.remove(); addMembers(parent, node, mark, depth, from + MANY); });
    parent.append(more);
    if (last >= from + MANY) more.click();
  }
}

function scalar(node) {
  const text = node.text;
  const kind = text[0] === '"' ? "string" : /^[-0-9]/.test(text) ? "number" : "word";
  const made = el("span", {class: kind}, text.length > LONG ? text.slice(0, LONG) : text);
  if (text.length > LONG) {
    const more = el("button", {class: "button small", type: "button"}, "… " + spaced(text.length - LONG) + " more characters");
    more.addEventListener("click", () => { more.remove(); addText(made, text.slice(LONG)); });
    made.append(more);
  }
  if (node.cut) made.append(el("span", {class: "soft cut"}, " … and " + spaced(node.cut) + " characters that are left out of this page"));
  return made;
}

// Return the begin of what a closed object or array holds.
function preview(node) {
  let text = "";
  for (const {node: below, written, left} of node.members) {
    const value = left !== undefined ? "…" : below.members ? (below.open === "{" ? "{…}" : "[…]") : below.text;
    text += (text && ", ") + (written === null || written === undefined ? "" : written + ": ") + value;
    if (text.length > 70) return " " + text.slice(0, 70) + "… ";
  }
  return text && " " + text + " ";
}
