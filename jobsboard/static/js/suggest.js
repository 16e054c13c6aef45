// Offers searches under the field while somebody types: by letters, by sound (dianhan), despite a typo.
// They are links, so that fingers, keys and screen readers know them. Without this script, or on a connection
// that is slow or gone, the search works the same.
const WAIT = 150;

for (const field of document.querySelectorAll("input[data-suggest]")) {
  const list = document.getElementById(field.dataset.suggestInto);
  let timer = 0;
  let asked = "";
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });

  async function ask() {
    asked = field.value.trim();
    const suggestions = asked ? await suggestionsFor(field.dataset.suggest, asked) : [];
    // What was typed since then has asked anew.
    if (asked !== field.value.trim()) return;
    list.replaceChildren(...suggestions.map((one) => link(field.form.action, one)));
    list.hidden = !suggestions.length;
  }
}

async function suggestionsFor(address, words) {
  const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`).catch(() => null);
  return answer?.ok ? (await answer.json()).suggestions : [];
}

function link(search, { text, count }) {
  const item = document.createElement("li");
  const made = item.appendChild(document.createElement("a"));
  made.href = `${search}?q=${encodeURIComponent(text)}`;
  made.append(text, Object.assign(document.createElement("span"), { textContent: `${count} 个岗位` }));
  return item;
}
