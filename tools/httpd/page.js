// What the pages of nnreg-httpd gain by scripts: results while one types, and changes as they happen. Texts are put by textContent.
"use strict";

const search = document.getElementById("search");
if (search) {
  let asked = 0, timer = 0;
  const look = async () => {
    const mine = ++asked;
    const address = location.pathname + "?" + new URLSearchParams(new FormData(search));
    const answer = await fetch(address);
    if (!answer.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const results = page.getElementById("results");
    if (mine !== asked || !results) return;
    document.getElementById("results").replaceWith(document.adoptNode(results));
    history.replaceState(null, "", address);
  };
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 150); });
  search.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); look(); });
}

const live = document.getElementById("live");
if (live) {
  const rows = document.querySelector("tbody");
  const source = new EventSource("/v0.7/events/?since=" + live.dataset.since);
  source.onopen = () => { live.textContent = "Live: changes are shown as they happen."; };
  source.onerror = () => { live.textContent = "The server cannot be reached for now."; };
  source.onmessage = (message) => {
    const event = JSON.parse(message.data);
    const row = rows.insertRow(0);
    const what = (text) => { const cell = row.insertCell(); cell.textContent = text; return cell; };
    row.className = "new";
    what(event.sequence).className = "number";
    what(event.time.slice(0, 19).replace("T", " "));
    what(event.actor);
    const cell = what(event.action + " ");
    const name = event.object + " " + event.object_id;
    if (event.object === "network" || event.object === "spec") {
      const link = document.createElement("a");
      link.href = "/" + event.object + "/" + event.object_id;
      link.textContent = name;
      cell.append(link);
    } else cell.append(name);
    while (rows.rows.length > 1000) rows.deleteRow(-1);
  };
}
