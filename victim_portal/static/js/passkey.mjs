// Asks the browser for a passkey and sends its answer with the page's own form.
const form = document.querySelector("form[data-passkey]");

const toBytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const toText = (buffer) => {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const known = (keys) => (keys || []).map((key) => ({ ...key, id: toBytes(key.id) }));

async function ask(kind, options) {
  const publicKey = { ...options, challenge: toBytes(options.challenge) };
  if (kind === "create") {
    publicKey.user = { ...options.user, id: toBytes(options.user.id) };
    publicKey.excludeCredentials = known(options.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey });
    return answer(made, {
      attestationObject: toText(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  }
  publicKey.allowCredentials = known(options.allowCredentials);
  const used = await navigator.credentials.get({ publicKey });
  const { authenticatorData, signature, userHandle } = used.response;
  return answer(used, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

function answer(credential, response) {
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
  });
}

if (form) {
  const status = document.getElementById("passkey-status");
  const button = document.getElementById("passkey-button");
  const start = async () => {
    if (!window.PublicKeyCredential || !navigator.credentials) {
      status.textContent = "This browser can't use passkeys. Use an app for codes instead.";
      return;
    }
    if (window.location.origin !== form.dataset.origin) {
      status.textContent = `Passkeys work only at ${form.dataset.origin}. Open the portal there.`;
      return;
    }
    status.textContent = "Follow what your browser or your security key asks.";
    try {
      form.elements.answer.value = await ask(form.dataset.passkey, JSON.parse(form.dataset.options));
      form.submit();
    } catch {
      status.textContent = "That did not work, or it was stopped. You can try again.";
      button.hidden = false;
    }
  };
  button.addEventListener("click", start);
  start();
}
