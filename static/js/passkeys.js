// Passkeys: the browser makes one or shows one, and the form sends what it said. Without this the other ways in remain.
/* global webauthnJSON */
const canDoPasskeys = Boolean(window.PublicKeyCredential && window.webauthnJSON);

function optionsOnPage() {
  const found = document.getElementById("passkey-options");
  return found && JSON.parse(found.textContent);
}

async function askServer(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return answer.json();
}

async function make() {
  const options = optionsOnPage().creation_options;
  Object.assign(options.publicKey.authenticatorSelection, {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  return webauthnJSON.create(options);
}

async function show(form) {
  const given = optionsOnPage() || (await askServer(form));
  return webauthnJSON.get(given.request_options);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const failed = form.querySelector("[data-passkey-failed]");
  form.hidden = !canDoPasskeys;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (failed) failed.hidden = true;
    try {
      const credential = await (form.dataset.passkey === "make" ? make() : show(form));
      form.elements.namedItem("credential").value = JSON.stringify(credential);
      form.submit();
    } catch {
      if (failed) failed.hidden = false;
    }
  });
}
for (const words of document.querySelectorAll("[data-passkey-missing]")) words.hidden = canDoPasskeys;
