// The reader's own traffic: which versions take it, and which members it has.

const TRAFFIC = VIEW.traffic || null;
const USED = new Map();
for (const [place, count] of TRAFFIC ? TRAFFIC.used : []) {
  const row = NODES[place].row;
  USED.set(row, Math.max(USED.get(row) || 0, count));
}
if (TRAFFIC) for (const root of ROOTS) if (MEMBERS.some((row) => row.part === root.part && USED.has(row))) USED.set(root, 0);

const IGNORED = new Set((TRAFFIC ? TRAFFIC.ignored : []).map((place) => NODES[place].row));

// Whether the reader's own traffic has a member that a version does not declare, and that this counts.
const isGap = (row, version) => USED.has(row) && stateOf(row, version).kind === "no" && !(IGNORED.has(row) && VERSIONS[version].dated);
const usedOf = (row) => USED.get(row);
const usedTold = (row) => plural(USED.get(row), row.part === "request" ? "request" : "answer");

function verdictOf(version) {
  const counts = TRAFFIC.verdicts[VERSIONS[version].name];
  if (!counts) return { kind: "none", key: "none", words: VERSIONS[version].group < 0 ? "no chat completions" : "not asked", short: "" };
  const [accepted, notDeclared, refused] = counts;
  const words = `${accepted} accepted` + (notDeclared ? `, ${notDeclared} not declared` : "") + (refused ? `, ${refused} refused` : "");
  if (accepted + notDeclared + refused === 0) return { kind: "none", key: "none", words: "no request", short: "" };
  if (refused) return { kind: "refused", key: counts.join(), words, short: "✗" };
  if (notDeclared) return { kind: "undeclared", key: counts.join(), words, short: "!" };
  return { kind: "taken", key: counts.join(), words, short: "✓" };
}

function verdictSegments(columns) {
  return segmentsBy(columns, (column, place) => {
    const states = column.versions.map(verdictOf);
    const worst = ["refused", "undeclared", "taken", "none"].map((kind) => states.find((state) => state.kind === kind)).find(Boolean);
    return states.every((one) => one.key === states[0].key) ? states[0] : { ...worst, key: "mixed" + place, words: "worst of them: " + worst.words };
  });
}

function reasonsOf(version) {
  const reasons = TRAFFIC.reasons[VERSIONS[version].name] || [];
  if (!reasons.length) return el("p", { class: "soft" }, "Nothing would have to change.");
  return reasonList(reasons);
}

function reasonList(reasons) {
  const count = (one) => (one.requests ? plural(one.requests, "request") + ": " : "");
  return el("ul", { class: "reasons" }, ...reasons.map((one) => el("li", null, count(one), el("code", { class: "badge" }, one.rule), " ", ...withCode(one.message), " ", el("span", { class: "soft" }, `${one.exchange} ${one.pointer}`))));
}

function targetTold({ version, changes, undeclared }) {
  const names = Object.entries(undeclared);
  const box = el("details", { open: true }, el("summary", null, changes.length ? `For ${version} this would have to change` : `For ${version} no request has to change`));
  if (changes.length) box.append(reasonList(changes));
  if (names.length) box.append(el("p", null, `A reader of ${version} would meet undeclared members:`), el("ul", { class: "unknown" }, ...names.map(([name, count]) => el("li", null, el("code", null, name), " ", el("span", { class: "soft" }, plural(count, "answer"))))));
  return box;
}

function showTraffic() {
  if (!TRAFFIC) return;
  const section = document.getElementById("traffic");
  const told = TRAFFIC.requests || TRAFFIC.answers ? `${plural(TRAFFIC.requests, "request")} and ${plural(TRAFFIC.answers, "answer")}. ${TRAFFIC.newest}` : "Nothing was judged: no exchange of the traffic is with Azure OpenAI chat completions.";
  section.append(el("p", null, told, " ", USED.size ? el("span", { class: "soft" }, "Rows with a dot are members that it has; a red gap is a version that does not declare one of them.") : null));
  if (TRAFFIC.unknown.length) {
    section.append(el("details", null, el("summary", null, `${plural(TRAFFIC.unknown.length, "member")} of it no version declares`),
      el("ul", { class: "unknown" }, ...TRAFFIC.unknown.map(([path, count]) => el("li", null, el("code", null, path), " ", el("span", { class: "soft" }, plural(count, path.startsWith("request") ? "request" : "answer")))))));
  }
  if (TRAFFIC.to) section.append(targetTold(TRAFFIC.to));
  section.hidden = false;
  const option = document.querySelector('#which option[value="mine"]');
  option.hidden = option.disabled = false;
}

function verdictDetail(version, columns) {
  const head = el("div", { class: "detail-head" }, el("h2", null, "Your requests in " + VERSIONS[version].name), el("button", { type: "button", class: "button close", onclick: () => closeCell(true) }, "Close"));
  return el("tr", { role: "row", class: "detail", "aria-level": 2 }, el("td", { role: "gridcell", "aria-colspan": columns + 2, class: "whole" }, head, el("p", null, verdictOf(version).words), reasonsOf(version)));
}
