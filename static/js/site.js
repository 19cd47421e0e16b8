// Small comforts. Every page works without this file.

// Account menu: Escape and a press elsewhere close it.
for (const menu of document.querySelectorAll("details[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// Filters: folded on a phone, always open on a wide screen.
const phone = window.matchMedia("(max-width: 40rem)");
function fold() {
  for (const details of document.querySelectorAll("details[data-fold]")) details.open = !phone.matches;
}
fold();
phone.addEventListener("change", fold);

// Tabs that do not fit: bring the open one into view, without moving the page.
const tabs = document.querySelector(".bn-tabs");
const here = tabs && tabs.querySelector("[aria-current]");
if (here) tabs.scrollLeft = Math.max(0, here.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2);
