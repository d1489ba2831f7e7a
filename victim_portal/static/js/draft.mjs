// Keeps what is typed into a part of a statement while it is typed, within five seconds. Without
// this script the Save button does it. Nothing is stored in the browser.
const EVERY = 3000;
const form = document.querySelector("form[data-keep]");

if (form) {
  const text = form.elements.words;
  const line = document.getElementById("kept");
  const aloud = document.getElementById("kept-aloud");
  const reading = document.getElementById("reading");
  const tooLong = document.getElementById("too-long");
  const notes = document.getElementById("notes");
  let kept = text.value;
  let timer = 0;
  let busy = false;
  let sent = false;
  let saidLast = "";

  const showTime = (minutes) => {
    reading.textContent = reading.textContent.replace(/\d+/, String(minutes));
    tooLong.hidden = minutes <= 10;
  };

  const count = () => {
    const own = text.value.trim();
    const words = Number(reading.dataset.otherWords) + (own ? own.split(/\s+/).length : 0);
    showTime(Math.ceil(words / Number(reading.dataset.aMinute)));
  };

  // Seen each time; said aloud only when it becomes another thing, or nobody could write.
  const say = (what) => {
    line.textContent = line.dataset[what];
    if (what !== "saving" && what !== saidLast) {
      aloud.textContent = line.dataset[what];
      saidLast = what;
    }
  };

  const show = (answer) => {
    if (answer.outcome !== "beside") {
      // What another place overtook keeps its own beginning, so that both texts stay.
      form.elements.draft.value = answer.draft;
      form.elements.base.value = answer.version;
    }
    document.getElementById("both").hidden = answer.outcome !== "beside";
    const said = [...notes.children].map((one) => one.textContent);
    if (said.join() !== answer.notes.join()) {
      notes.replaceChildren(...answer.notes.map((note) => {
        const one = document.createElement("p");
        one.className = "govuk-inset-text own-note";
        one.textContent = note;
        return one;
      }));
    }
    document.dispatchEvent(new CustomEvent("visit:seen", { detail: answer.ends_in }));
  };

  const later = () => { if (!timer) { timer = setTimeout(keep, EVERY); } };

  const keep = async (leaving = false) => {
    clearTimeout(timer);
    timer = 0;
    const typed = text.value;
    if (sent || typed === kept) { return; }
    if (busy && !leaving) { later(); return; }
    busy = true;
    say("saving");
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        redirect: "manual",
        cache: "no-store",
        // A browser refuses to let more than this outlive its page.
        keepalive: leaving && typed.length < 15000,
      });
      if (answer.type === "opaqueredirect") {
        // The visit is over; what was typed has been put aside.
        location.replace(`${form.dataset.closed}?kept=yes`);
        return;
      }
      const told = await answer.json();
      if (answer.ok) {
        kept = typed;
        show(told);
        say("kept");
      } else if (told.outcome === "gone") {
        // Signed or thrown away in another place: only she can say that this is to be kept.
        kept = typed;
        say("gone");
      } else if (told.wrong) {
        line.dataset.wrong = told.wrong;
        say("wrong");
      } else {
        say("unkept");
      }
    } catch {
      if (!leaving) { say("unkept"); }
    } finally {
      busy = false;
      if (text.value !== kept && !leaving) { later(); }
    }
  };

  say("itself");
  text.addEventListener("input", () => { count(); later(); });
  form.addEventListener("submit", () => { sent = true; });
  addEventListener("pagehide", () => { keep(true); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") { keep(true); }
  });
}
