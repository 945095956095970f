"use strict";
// Elements are made from data, never from markup: text of a payload is a text node and nothing else.

// What is not simply shown: control, bidirectional and other invisible characters, lone surrogates.
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

function escapeOf(character) {
  const code = character.codePointAt(0);
  if (code < 0x100) return "\\x" + code.toString(16).padStart(2, "0");
  return code < 0x10000 ? "\\u" + code.toString(16).padStart(4, "0") : "\\U" + code.toString(16).padStart(8, "0");
}

// Append `text` to `parent`; what a reader would not see stands there as an escape in a frame of its own.
function addText(parent, text) {
  let done = 0;
  for (const match of text.matchAll(UNSAFE)) {
    if (match.index > done) parent.append(text.slice(done, match.index));
    const shown = document.createElement("span");
    shown.className = "escaped";
    shown.textContent = escapeOf(match[0]);
    parent.append(shown);
    done = match.index + match[0].length;
  }
  if (done < text.length) parent.append(text.slice(done));
}

// Return an element: `el("p", {class: "soft"}, "text", other)`. Attributes that are null or false are left out.
function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined) continue;
    if (typeof child === "string") addText(made, child);
    else made.append(child);
  }
  return made;
}

// Return a sentence as children of an element: what stands between backticks is code.
function sentence(text) {
  return text.split(/(`[^`]+`)/).filter(Boolean).map(piece =>
    piece.length > 2 && piece[0] === "`" && piece.endsWith("`") ? el("code", {}, piece.slice(1, -1)) : piece);
}

// Return the value that stands in a script element of type application/json.
function data(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function spaced(number) {
  return number.toLocaleString("en").replaceAll(",", "\u202f");
}

function plural(count, noun) {
  return spaced(count) + " " + noun + (count === 1 ? "" : "s");
}
