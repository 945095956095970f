// Two versions beside each other: rows that differ, what differs, and whom it breaks.

const BREAKS = { sender: ["error", "breaks senders"], reader: ["warning", "breaks readers"], none: ["good", "breaks nothing"] };

// Return the changes from one version to the other by their row; those of a whole payload are at its root.
function changesOf(pair) {
  const [before, after] = pair.map((version) => VERSIONS[version].group);
  const found = new Map();
  for (const number of DATA.pairs[DATA.groups * before + after]) {
    const [place, part, breaks, message] = DATA.changes[number];
    const row = place < 0 ? ROOT_OF.get(part) : NODES[place].row;
    if (!found.has(row)) found.set(row, []);
    found.get(row).push({ breaks, message: message.replaceAll(BEFORE, VERSIONS[pair[0]].name).replaceAll(AFTER, VERSIONS[pair[1]].name) });
  }
  return found;
}

// A default, or a deprecation, is no change of what is accepted, yet a reader of both contracts sees it.
function differs(row, pair, changes) {
  if (changes.has(row)) return true;
  return !row.root && stateOf(row, pair[0]).key !== stateOf(row, pair[1]).key;
}

// A change of a member is told at that member; what stands below a member that is new or gone is new or gone with it.
function withItsHolder(row, pair, changes) {
  const now = pair.map((version) => isTaken(row, version));
  return now[0] !== now[1] && !changes.has(row);
}

function sameYetTold(row, pair) {
  const [before, after] = pair.map((version) => Boolean(stateOf(row, version).own && stateOf(row, version).own.deprecated));
  if (before !== after) return after ? `deprecated in ${VERSIONS[pair[1]].name}; accepts the same` : `no longer deprecated in ${VERSIONS[pair[1]].name}; accepts the same`;
  return "accepts the same; it is described otherwise";
}

function pairTold(pair, changes) {
  const names = pair.map((version) => VERSIONS[version].name);
  const all = [...changes.values()].flat();
  if (!all.length) return `${names[0]} and ${names[1]} accept the same.`;
  const count = (whom) => all.filter((change) => change.breaks === whom).length;
  const told = [["sender", "breaks senders", "break senders"], ["reader", "breaks readers", "break readers"]].filter(([whom]) => count(whom)).map(([whom, one, many]) => `${count(whom)} ${count(whom) === 1 ? one : many}`);
  return `From ${names[0]} to ${names[1]}: ${plural(all.length, "change")}, ${told.join(" and ") || "none of which breaks anybody"}.`;
}

function changeCell(row, pair, changes) {
  const cell = el("td", { role: "gridcell", class: "change", tabindex: -1 });
  for (const { breaks, message } of changes.get(row) || []) {
    const [colour, told] = BREAKS[breaks];
    cell.append(el("p", null, el("span", { class: "badge " + colour }, told), " ", ...withCode(message)));
  }
  if (!cell.childNodes.length && withItsHolder(row, pair, changes)) cell.append(el("p", { class: "soft" }, isTaken(row, pair[1]) ? "new with what holds it" : "gone with what holds it"));
  else if (!cell.childNodes.length && differs(row, pair, changes)) cell.append(el("p", { class: "soft" }, sameYetTold(row, pair)));
  return cell;
}
