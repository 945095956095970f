"use strict";
// What the page holds: rows of findings, and the tables that they refer to by number.

const TABLES = data("tables");
const COLUMN = Object.fromEntries(TABLES.columns.map((name, index) => [name, index]));
const ROWS = linesOf("rows").map((line, index) => {
  const row = JSON.parse(line);
  row.number = index;
  return row;
});
const SOURCES = data("sources");
const SAMPLES = data("samples");
const IS_TEXT = new Set(["part", "pointer", "message", "version", "language", "file", "suggestion", "source"]);
const HIGHEST = ["error", "warning", "note"];

function linesOf(id) {
  return document.getElementById(id).textContent.split("\n").filter(line => line.trim() !== "");
}

// Return a column of a row; null where it is not there.
function get(row, name) {
  const value = row[COLUMN[name]];
  if (value === undefined || value === null) return null;
  return IS_TEXT.has(name) ? TABLES.texts[value] : value;
}

function groupOf(row) {
  return TABLES.groups[row[COLUMN.group]];
}

// Payloads are read when one is asked for first: most are never looked at.
const lazily = id => {
  let lines = null;
  return number => {
    lines = lines || linesOf(id);
    return JSON.parse(lines[number]);
  };
};
const exchangeAt = lazily("exchanges");
const textAt = lazily("texts");

// What a search looks through, in lower case, made once a row.
function haystack(row) {
  if (row.words === undefined) {
    const said = ["message", "pointer", "exchange", "suggestion", "id", "source"].map(name => get(row, name) || "");
    row.words = (groupOf(row).rule + "\n" + said.join("\n")).toLowerCase();
  }
  return row.words;
}
