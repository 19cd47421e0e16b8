// Warns of personal data while one types, by the server's own rules. Without this file the server still asks.

const digitsOf = (text) => text.replace(/\D/g, "");

const checks = {
  "": () => true,
  bsn(digits) {
    const nine = digits.padStart(9, "0");
    if (nine.length !== 9 || /^0+$/.test(nine)) return false;
    const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    return weights.reduce((sum, weight, place) => sum + weight * Number(nine[place]), 0) % 11 === 0;
  },
  rrn(digits) {
    if (digits.length !== 11 || Number(digits.slice(2, 4)) % 20 > 12 || Number(digits.slice(4, 6)) > 31) return false;
    const first = Number(digits.slice(0, 9));
    const given = Number(digits.slice(9));
    return given === 97 - (first % 97) || given === 97 - ((2000000000 + first) % 97);
  },
};

function find(text, told) {
  const plain = Array.from(text, (letter) => told.standsFor[letter] ?? letter).join("");
  const hits = [];
  for (const rule of told.rules) {
    for (const match of plain.matchAll(new RegExp(rule.pattern, rule.flags))) {
      const [start, end] = match.indices[1];
      const taken = hits.some((hit) => start < hit.end && hit.start < end);
      if (!taken && checks[rule.check](digitsOf(match[1]))) {
        hits.push({ kind: rule.kind, start, end, text: text.slice(start, end) });
      }
    }
  }
  return hits.sort((one, other) => one.start - other.start);
}

function mask(text, told) {
  let left = text;
  for (const hit of find(text, told).reverse()) left = left.slice(0, hit.start) + told.mask + left.slice(hit.end);
  return left;
}

globalThis.personalData = { find, mask };

const asked = new Map();
function rulesFrom(url) {
  if (!asked.has(url)) asked.set(url, fetch(url, { credentials: "same-origin" }).then((answer) => answer.json()));
  return asked.get(url);
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function watch(field) {
  const box = element("div", "bn-personal__live");
  box.setAttribute("role", "status");
  field.after(box);
  let timer;
  let shown = "";

  async function look() {
    let told;
    try {
      told = await rulesFrom(field.dataset.personal);
    } catch {
      return; // offline: the server asks when the form is sent
    }
    const hits = find(field.value, told);
    const text = hits.map((hit) => `${told.names[hit.kind]} “${hit.text}”`).join("; ");
    if (text === shown) return;
    shown = text;
    box.replaceChildren();
    if (!hits.length) return;
    const button = element("button", "utrecht-button utrecht-button--secondary-action", told.words.mask);
    button.type = "button";
    button.addEventListener("click", () => {
      field.value = mask(field.value, told);
      shown = "";
      box.replaceChildren(element("p", "", told.words.masked));
      field.focus();
    });
    box.append(element("p", "", `${told.words.found} ${text}. ${told.words.advice}`), button);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 400);
  });
}

for (const field of document.querySelectorAll("[data-personal]")) watch(field);
