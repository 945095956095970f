"use strict";
// Groups first: one line for all findings that say the same. What is inside is made when it is opened.

const GROUPS_AT_ONCE = 100, FINDINGS_AT_ONCE = 50;

// Show `rows` in `list` by their groups, the weightiest and most frequent first.
function showGroups(list, rows) {
  const groups = new Map();
  for (const row of rows) {
    const number = row[COLUMN.group];
    if (!groups.has(number)) groups.set(number, []);
    groups.get(number).push(row);
  }
  const weight = number => HIGHEST.indexOf(TABLES.groups[number].severity);
  const order = [...groups.keys()].sort((a, b) => weight(a) - weight(b) || groups.get(b).length - groups.get(a).length || a - b);
  list.replaceChildren();
  inPieces(list, order, GROUPS_AT_ONCE, "group", number => groupItem(number, groups.get(number)));
  return order.length;
}

// Append an item of each of `all` to `list`, so many at once; a button brings the next.
function inPieces(list, all, most, noun, item, from = 0) {
  list.append(...all.slice(from, from + most).map(item));
  const rest = all.length - from - most;
  if (rest <= 0) return;
  const more = el("button", {type: "button", class: "button"}, "Show " + plural(Math.min(most, rest), noun) + " more of " + spaced(rest));
  const holder = el("li", {class: "more"}, more);
  more.addEventListener("click", () => {
    holder.remove();
    const before = list.childElementCount;
    inPieces(list, all, most, noun, item, from + most);
    list.children[before].querySelector("button").focus();
  });
  list.append(holder);
}

function groupItem(number, rows) {
  const group = TABLES.groups[number];
  const versions = [...new Set(rows.map(row => get(row, "version")).filter(one => one !== null))];
  const single = rows.length === 1;
  const first = rows[0];
  const aside = [single ? (get(first, "part") === "document" ? placeOf(first) : get(first, "exchange")) : plural(rows.length, "finding"), versions.length > 3 ? versions.length + " versions" : versions.join(", ")].filter(Boolean).join(" · ");
  const said = group.others ? "Further findings of this rule" : get(first, "message");
  const item = disclosure("group " + group.severity, [
    el("span", {class: "headline"}, el("span", {class: "badge " + group.severity}, group.severity),
      el("span", {class: "rule"}, group.rule), el("span", {class: "aside soft"}, aside)),
    el("span", {class: "said"}, sentence(said)),
  ], inside => {
    if (single) {
      inside.append(detailOf(first, said));
      return;
    }
    const list = el("ul", {class: "findings"});
    inPieces(list, rows, FINDINGS_AT_ONCE, "finding", row => findingItem(row, said));
    inside.append(list);
  }, "h3");
  item.dataset.group = number;
  return item;
}

function findingItem(row, said) {
  const message = get(row, "message");
  const item = disclosure("finding", [
    el("span", {class: "headline"}, el("span", {class: "place mono"}, placeOf(row)), el("span", {class: "aside soft"}, get(row, "version") || "")),
    message === said ? null : el("span", {class: "said"}, sentence(message)),
  ], inside => inside.append(detailOf(row, message)));
  item.dataset.finding = row.number;
  return item;
}

function placeOf(row) {
  if (get(row, "part") === "document") return [get(row, "source"), get(row, "line"), get(row, "column")].filter(one => one !== null).join(":");
  const chunk = get(row, "chunk");
  return [get(row, "exchange"), get(row, "part") + (chunk === null ? "" : " " + chunk), get(row, "pointer")].filter(Boolean).join(" ");
}

let disclosures = 0;

// Return a list item: a button that opens what `fill` puts inside, made when it is opened first.
function disclosure(kind, label, fill, heading = null) {
  const id = "inside-" + disclosures++;
  const button = el("button", {type: "button", class: "opener", "aria-expanded": "false", "aria-controls": id}, ...label);
  const inside = el("div", {class: "inside-item", id, hidden: true});
  const set = open => {
    if (open && !inside.firstChild) fill(inside);
    inside.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => set(inside.hidden));
  const item = el("li", {class: kind}, heading ? el(heading, {}, button) : button, inside);
  item.open = () => set(true);
  return item;
}
