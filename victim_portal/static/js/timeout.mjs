// Warns five minutes before a session ends. All windows of one browser share the session, so
// each tells the others when it was used. What was typed stays on the page in any case.
const WARN = 5 * 60;
const KEY = "session-ends-at";
const dialog = document.getElementById("timeout");

if (dialog && typeof dialog.showModal === "function") {
  const title = dialog.querySelector("h2");
  const text = dialog.querySelector("#timeout-text");
  const left = dialog.querySelector("[data-left]");
  const said = dialog.querySelector("[data-said]");
  const stayButton = dialog.querySelector("[data-stay-button]");
  const closeButton = dialog.querySelector("[data-close-button]");
  let endsAt = 0;
  let over = false;
  let spoken = "";

  const share = (seconds) => {
    endsAt = Date.now() + seconds * 1000;
    try { localStorage.setItem(KEY, String(endsAt)); } catch { /* a private window keeps nothing */ }
  };

  const words = (seconds) => {
    if (seconds > 60) {
      return `${Math.ceil(seconds / 60)} minutes`;
    }
    return seconds > 20 ? "1 minute" : `${Math.max(0, Math.round(seconds))} seconds`;
  };

  const end = () => {
    over = true;
    title.textContent = "You were signed out";
    text.textContent = "What you typed is still on this page. Send it, sign in again, and you can go on.";
    stayButton.hidden = true;
    closeButton.hidden = false;
    said.textContent = text.textContent;
    if (!dialog.open) { dialog.showModal(); }
    closeButton.focus();
  };

  const look = () => {
    if (over) { return; }
    const seconds = (endsAt - Date.now()) / 1000;
    if (seconds <= 0) {
      end();
    } else if (seconds <= WARN) {
      const now = words(seconds);
      left.textContent = now;
      if (!dialog.open) {
        dialog.showModal();
        title.focus();
      }
      // Read out once a minute and once near the end, and not every second.
      if (now !== spoken && (seconds > 60 || spoken.endsWith("minutes") || !spoken)) {
        said.textContent = `You will be signed out in ${now}.`;
        spoken = now;
      }
    } else if (dialog.open) {
      dialog.close();
      spoken = "";
    }
  };

  const stay = async () => {
    try {
      const answer = await fetch(dialog.dataset.stay, { redirect: "error", cache: "no-store" });
      const seconds = answer.ok ? Number(await answer.text()) : 0;
      if (!(seconds > 0)) { throw new Error("over"); }
      share(seconds);
      dialog.close();
      spoken = "";
    } catch {
      end();
    }
  };

  stayButton.addEventListener("click", stay);
  closeButton.addEventListener("click", () => dialog.close());
  // Escape means: I am here.
  dialog.addEventListener("cancel", (event) => {
    if (!over) {
      event.preventDefault();
      stay();
    }
  });
  window.addEventListener("storage", (event) => {
    if (event.key === KEY && Number(event.newValue) > endsAt) {
      endsAt = Number(event.newValue);
      look();
    }
  });
  share(Number(dialog.dataset.endsIn));
  look();
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
}
