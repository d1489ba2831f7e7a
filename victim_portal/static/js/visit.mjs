// Warns three minutes before a visit ends, and closes the page when it has. Without this script
// the visit ends all the same: the next page that is opened shows nothing.
const WARN = 3 * 60;
const dialog = document.getElementById("timeout");

if (dialog && typeof dialog.showModal === "function") {
  let endsAt = Date.now() + Number(dialog.dataset.endsIn) * 1000;

  const close = () => location.replace(dialog.dataset.closed);

  const look = () => {
    const seconds = (endsAt - Date.now()) / 1000;
    if (seconds <= 0) {
      close();
    } else if (seconds <= WARN && !dialog.open) {
      dialog.showModal();
      dialog.querySelector("h2").focus();
    }
  };

  const stay = async () => {
    try {
      const answer = await fetch(dialog.dataset.stay, { redirect: "error", cache: "no-store" });
      const seconds = answer.ok ? Number(await answer.text()) : 0;
      if (!(seconds > 0)) { throw new Error("over"); }
      endsAt = Date.now() + seconds * 1000;
      dialog.close();
    } catch {
      close();
    }
  };

  dialog.querySelector("[data-stay-button]").addEventListener("click", stay);
  // Escape means: I am here.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  // What keeps itself while somebody types is a sign of life, too.
  document.addEventListener("visit:seen", (event) => {
    endsAt = Date.now() + event.detail * 1000;
    if (dialog.open) { dialog.close(); }
  });
  setInterval(look, 1000);
  // A page that comes back from the browser's memory may show what is over.
  addEventListener("pageshow", (event) => { if (event.persisted) { location.reload(); } });
}
