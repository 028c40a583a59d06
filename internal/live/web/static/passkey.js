// Passkeys: asks the browser to make one, or to sign with one, and sends what it says with the page's own form.
"use strict";
(() => {
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = list => (list ?? []).map(c => ({ ...c, id: bytes(c.id) }));
  const begun = async (address, form) => {
    const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ pin: form.elements.pin?.value ?? "" }) });
    const told = await answer.json();
    if (!answer.ok) throw { said: told.said };
    return told.publicKey;
  };
  const said = c => {
    const r = c.response, response = { clientDataJSON: text(r.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) if (r[part]) response[part] = text(r[part]);
    if (r.getTransports) response.transports = r.getTransports();
    return JSON.stringify({ id: c.id, rawId: text(c.rawId), type: c.type, authenticatorAttachment: c.authenticatorAttachment, clientExtensionResults: c.getClientExtensionResults(), response });
  };
  const made = async (address, form) => {
    const o = await begun(address, form);
    return said(await navigator.credentials.create({ publicKey: { ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) }, excludeCredentials: listed(o.excludeCredentials) } }));
  };
  const signed = async (address, form) => {
    const o = await begun(address, form);
    return said(await navigator.credentials.get({ publicKey: { ...o, challenge: bytes(o.challenge), allowCredentials: listed(o.allowCredentials) } }));
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async event => {
      const field = form.elements.made ?? form.elements.signed;
      if (field.value) return;
      event.preventDefault();
      const alert = form.querySelector("[role=alert]");
      alert.hidden = true;
      try {
        field.value = await (form.elements.made ? made : signed)(form.dataset.passkey, form);
        form.submit();
      } catch (refused) {
        if (refused?.said) alert.textContent = refused.said;
        alert.hidden = false;
      }
    });
  }
})();
