// The editor of a draft: headings, lists, bold and italics. What leaves the page is the plain text in the textarea; no
// HTML is ever sent. Without this file, or when the text holds what the editor cannot show, the textarea stays.

const LISTS = { bulletList: "bullet", bullet: "bullet", numberList: "number", number: "number" };
const wordLike = (letter) => /[\p{L}\p{N}]/u.test(letter);

function kindOf(block) {
  const names = block.getAttributes();
  const list = names.map((name) => LISTS[name]).filter(Boolean).pop();
  return list || (names.includes("heading1") ? "heading" : "paragraph");
}

function runsOf(block) {
  const runs = [];
  for (const piece of block.text.getPieces()) {
    if (piece.hasAttribute("blockBreak") || piece.attachment) continue;
    const bold = piece.hasAttribute("bold");
    const italic = piece.hasAttribute("italic");
    const last = runs[runs.length - 1];
    const text = piece.toString().replace(/\u00a0/g, " ");
    if (last && last.bold === bold && last.italic === italic) last.text += text;
    else runs.push({ text, bold, italic });
  }
  return runs;
}

// As documents/editor.py writes it: a mark stands at whole words, and blanks stand outside it.
function wordsOf(runs) {
  let out = "";
  runs.forEach((run, place) => {
    const words = run.text.replace(/\*/g, "\\*");
    const core = words.trim();
    if (!core) {
      out += words;
      return;
    }
    const mark = "*".repeat((run.bold ? 2 : 0) + (run.italic ? 1 : 0));
    const before = words.slice(0, words.length - words.trimStart().length);
    const behind = words.slice(words.trimEnd().length);
    const after = runs.slice(place + 1).map((one) => one.text).join("");
    const left = (before || out).slice(-1);
    const right = (behind || after).slice(0, 1);
    const fits = mark && !wordLike(left) && left !== "*" && !wordLike(right) && right !== "*";
    out += before + (fits ? mark + core + mark : core) + behind;
  });
  return out;
}

// A blank line inside a block would end it: in a paragraph that is meant, in an item or heading it is not.
const lines = (text) => text.split("\n").map((line) => line.trim());
const joined = (text) => lines(text).filter(Boolean).join("\n");
const paragraphs = (text) => lines(text).join("\n").replace(/\n{3,}/g, "\n\n").trim();

function written(trixDocument) {
  const parts = [];
  let list = null;
  for (const block of trixDocument.getBlocks()) {
    const kind = kindOf(block);
    const text = wordsOf(runsOf(block));
    if (kind === "bullet" || kind === "number") {
      if (!joined(text)) continue;
      if (!list || list.kind !== kind) parts.push((list = { kind, items: [] }));
      list.items.push(joined(text));
      continue;
    }
    list = null;
    if (kind === "heading") parts.push(`## ${joined(text).replace(/\n/g, " ")}`);
    else parts.push(paragraphs(text));
  }
  const asText = (part) => {
    if (typeof part === "string") return part === "##" || part === "## " ? "" : part;
    return part.items.map((item, place) => `${part.kind === "number" ? `${place + 1}.` : "-"} ${item}`).join("\n");
  };
  return parts.map(asText).filter(Boolean).join("\n\n");
}

// What is pasted from elsewhere keeps its words, lists, headings, bold and italics: no style, no pictures, no addresses.
const GONE = /<!--[\s\S]*?-->|<(script|style|head|title|svg|math|template|noscript|iframe|object)\b[\s\S]*?<\/\1\s*>/gi;
const TAG = /<(\/?)([a-z][\w-]*)\b[^>]*>/gi;
const KEPT = {
  p: "p", div: "div", tr: "div", br: "br", ul: "ul", ol: "ol", li: "li", b: "strong", strong: "strong", i: "em", em: "em",
  h1: "h2", h2: "h2", h3: "h2", h4: "h2", h5: "h2", h6: "h2",
};

function plainer(html) {
  return html.replace(GONE, "").replace(TAG, (_tag, slash, name) => {
    const kept = KEPT[name.toLowerCase()];
    return kept ? `<${slash}${kept}>` : "";
  });
}

function begin(place) {
  const field = document.getElementById(place.dataset.field);
  const given = JSON.parse(place.dataset.document);
  const toolbar = place.querySelector("trix-toolbar");
  const editor = document.createElement("trix-editor");
  editor.setAttribute("toolbar", toolbar.id);
  editor.setAttribute("aria-label", place.dataset.label);
  editor.className = "bn-editor__text bn-sheet";
  editor.addEventListener("trix-file-accept", (event) => event.preventDefault());
  editor.addEventListener("trix-before-paste", (event) => {
    if (event.paste.html) event.paste.html = plainer(event.paste.html);
  });
  editor.addEventListener("trix-attachment-add", (event) => event.attachment.remove());
  editor.addEventListener("trix-initialize", () => {
    editor.editor.loadJSON({ document: given.blocks, selectedRange: [0, 0] });
    if (written(editor.editor.getDocument()) !== given.canonical) {
      editor.remove();
      place.dataset.state = "plain";
      return;
    }
    place.hidden = false;
    field.hidden = true;
    const hint = document.getElementById(`${field.id}_helptext`); // about marks nobody has to type here
    if (hint) hint.hidden = true;
    editor.addEventListener("trix-change", () => {
      field.value = written(editor.editor.getDocument());
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    place.dataset.state = "rich";
  });
  place.append(editor);
}

if (globalThis.Trix) {
  Trix.config.blockAttributes.heading1.tagName = "h2";
  document.querySelectorAll("[data-editor]").forEach(begin);
}
