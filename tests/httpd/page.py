"""The page for people: what it shows, that hostile names stay text, and, where there is a Chromium with its driver, how it behaves in it."""
import base64
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser

from harness import KEY, NNREG, PATIENCE, READ_KEY, Model, expect, main, served

HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">'\"&amp;"
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """Reads a page strictly: what is opened is closed, in order. Keeps elements, and the text."""

    def __init__(self, answer):
        super().__init__()
        self.open, self.elements, self.text = [], [], ""
        self.feed(answer.body.decode())
        expect(not self.open, "not closed", self.open)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        expect(self.open and self.open.pop() == tag, "closed in another order", tag, self.open)

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def get(server, path, **more):
    answer = server.request("GET", path, **more)
    expect(answer.status == 200, path, answer)
    return Page(answer)


def fill(server, count=3):
    """Networks of which one is hostile wherever its author may write, and a specification that uses the first."""
    model = Model(server.folder)
    names = ["a first one", HOSTILE, "名前"] + [f"number {i}" for i in range(3, count)]
    for name in names:
        server.add({**model.description, "name": name, "description": name, "metadata": {"text": name},
                    "license": name, "authors": [name]}, model.folder)
    labels = [{"id": i, "name": HOSTILE + str(i)} for i in range(10)]
    tensor = model.description["postprocessings"][0]["tensors_output"]["tensors"][0]
    server.request("POST", "/v0.7/recognition/specs/", {
        "name": HOSTILE, "outputs": [{"labels": {"labels": labels, "exclusive": True, "roi": "NONE"}}]})
    made = server.request("POST", "/v0.7/recognition/versions/", {
        "spec_id": 1, "network_id": 2, "post_processings": [{"classification": {"output_tensor": tensor}}]})
    expect(made.status == 201, made)


def test_every_page_is_whole_and_its_own(server):
    fill(server)
    for path in ("/", "/specs", "/history", "/network/1", "/network/2?check=1", "/spec/1"):
        page = get(server, path)
        expect(len(page.all("h1")) == 1 and page.all("main") and page.all("html")[0]["lang"] == "en", path)
        for tag, attributes in page.elements:
            for name, value in attributes.items():
                expect(not name.startswith("on") and name != "style", "inline", path, tag, name)
                if name in ("src", "href", "action"):
                    expect(value.startswith(("/", "#")) and not value.startswith("//"), "leads elsewhere", path, value)
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        expect(len(ids) == len(set(ids)), "an id twice", path, ids)
        for label in page.all("label"):
            expect(label["for"] in ids, "a label of nothing", path, label)


def test_the_policy_lets_nothing_in(server):
    answer = server.request("GET", "/")
    policy = answer.headers["content-security-policy"]
    expect("default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy, policy)
    expect(answer.headers["x-content-type-options"] == "nosniff", answer.headers)


def test_hostile_names_stay_text(server):
    fill(server)
    for path in ("/", "/specs", "/network/2", "/spec/1", "/?q=" + "%3Cscript%3E%22"):
        page = get(server, path)
        expect(all(script.get("src") == "/page.js" for script in page.all("script")), path)
        expect(not page.all("img"), path)
    expect(HOSTILE in get(server, "/").text)
    expect(get(server, "/?q=%3Cscript%3E").text.count("1 network\n") == 1)


def test_a_search_finds_what_it_says(server):
    fill(server, 6)
    expect("3 networks" in get(server, "/?q=number").text)
    expect("0 networks" in get(server, "/?q=*").text, "a star is a letter")
    expect("6 networks" in get(server, "/?q=").text)
    expect("1 network\n" in get(server, "/?q=%E5%90%8D").text)


def test_pages_follow_each_other(server):
    model = Model(server.folder)
    for i in range(53):
        server.add({**model.description, "name": f"number {i}"}, model.folder)
    first = get(server, "/?order=name")
    button = [each for each in first.all("button") if each.get("name") == "cursor"]
    expect(len(button) == 1 and button[0]["class"] == "next", button)
    second = get(server, "/?order=name&cursor=" + button[0]["value"])
    rows = [page.text.count("number ") for page in (first, second)]
    expect(rows == [50, 3], rows)
    expect(server.request("GET", "/?cursor=nonsense").status == 400)


def test_what_is_long_is_shown_in_part(server):
    labels = [{"id": i - 1, "name": f"label {i}"} for i in range(1, 521)]
    outputs = [{"labels": {"labels": each, "exclusive": True, "roi": "NONE"}} for each in (labels, labels[:500])]
    made = server.request("POST", "/v0.7/recognition/specs/", {"name": "long", "outputs": outputs})
    expect(made.status == 201, made)
    text = get(server, "/spec/1").text
    expect("Output 1" in text and "520 labels" in text and "Output 2" in text and "500 labels" in text, text[:2000])
    expect(text.count("label 500\n") == 2 and "label 501" not in text and text.count("and 20 more") == 1, "500 of each")
    expect(" more" not in text.replace("and 20 more", ""), "all are shown")
    model = Model(server.folder)
    results = [{"tensors_output": {"tensors": ["probabilities:0"]}}] * 14
    server.add({**model.description, "postprocessings": results}, model.folder)
    page = get(server, "/network/1")
    boxes = [each for each in page.all("g") if each["class"] == "output"]
    expect(len(boxes) == 12 and "and 2 more" in page.text, boxes)


def test_what_is_public_current_and_large_is_shown_so(server):
    fill(server)
    subprocess.run([NNREG, "-r", server.registry, "--quiet", "publish", "1", "cats"], check=True)
    subprocess.run([NNREG, "-r", server.registry, "--quiet", "spec", "publish", "1", "labels-of-cats"], check=True)
    large = Model(server.folder, "--kind", "big-variables", "--bytes", "3M")
    server.add(large.description, large.folder)
    expect("public as cats" in get(server, "/").text and "public as labels-of-cats" in get(server, "/specs").text)
    network, spec = get(server, "/network/1").text, get(server, "/spec/1").text
    expect("Public as" in network and "cats" in network and "Current version" in spec and "labels-of-cats" in spec, network, spec)
    text = get(server, "/network/4").text
    expect("3.0 MiB" in text and " KiB" in text, text[:3000])


def test_what_is_said_of_a_network_is_shown(server):
    model = Model(server.folder, "--mean", "npy")
    said = {"source": "https://example.org/model", "license": "MIT", "authors": ["Ann", "Bob"]}
    description = {**model.description, **said}
    description["preprocessing"]["inputs"][0]["image"]["mean_file"] = "mean.npy"
    server.add(description, model.folder)
    text = get(server, "/network/1").text
    for words in ("https://example.org/model", "MIT", "Ann", "Bob", "mean.npy"):
        expect(words in text, words, text)


def test_a_detector_has_its_parts_in_the_picture(server):
    model = Model(server.folder, "--kind", "detector", "--flat-scores")
    description = {**model.description, "postprocessings": [
        {"standard_output": {"boxes_tensor": "boxes", "scores_tensor": "scores:0"}}, {"tensors_output": {"tensors": ["top:1"]}}]}
    server.add(description, model.folder)
    labels = {"labels": [{"id": i, "name": f"label {i}"} for i in range(10)], "exclusive": False, "roi": "BBOX"}
    server.request("POST", "/v0.7/recognition/specs/", {"name": "things", "outputs": [{"labels": labels}]})
    detection = {"direct_output": {"boxes_tensor": "boxes:0", "scores_tensor": "scores:0", "classes_tensor": "scores"},
                 "nms_threshold": 0.5, "discard_threshold": 0.1}
    made = server.request("POST", "/v0.7/recognition/versions/", {
        "spec_id": 1, "network_id": 1, "post_processings": [{"detection": detection}]})
    expect(made.status == 201, made)
    page = get(server, "/network/1")
    boxes = [each for each in page.all("g") if each["class"] == "output"]
    expect(len(boxes) == 3, boxes)
    expect("any of them may hold, region of interest BBOX" in get(server, "/spec/1").text)


def test_what_is_not_there_has_a_page_too(server):
    for kind in ("network", "spec"):
        answer = server.request("GET", f"/{kind}/7")
        expect(answer.status == 404 and f"there is no {kind} 7" in Page(answer).text, answer)


def test_a_check_tells_what_it_finds(server):
    fill(server)
    text = get(server, "/network/1?check=1").text
    expect("no SPDX expression" in text and "compared with their checksums" in text, text)
    folder = os.path.join(server.registry, "blobs")
    for where, _, names in os.walk(folder):  # all stored files lose their first byte's value
        for name in names:
            path = os.path.join(where, name)
            os.chmod(path, 0o600)
            with open(path, "r+b") as file:
                byte = file.read(1)
                file.seek(0)
                file.write(bytes([byte[0] ^ 0xff]))
    text = get(server, "/network/1?check=1").text
    expect("error the file has" in text and "at saved_model.pb" in text, text)


@served(keys=True)
def test_people_come_in_with_a_password(server):
    answer = server.request("GET", "/")
    expect(answer.status == 401 and answer.headers["www-authenticate"].startswith("Basic "), answer.headers)
    for key in (KEY, READ_KEY):
        basic = base64.b64encode(f"me:{key}".encode()).decode()
        expect(server.request("GET", "/", headers={"Authorization": "Basic " + basic}).status == 200)
    expect(server.request("GET", "/page.css").status == 200, "the style has no secret")


# ------------------------------------------------------------------------------------------------------ in a browser


class Browser:
    """Headless Chromium, by the WebDriver protocol (W3C)."""

    def __init__(self, *arguments, scripts=True):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                       start_new_session=True)
        for line in self.driver.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                self.port = int(found.group(1))
                break
        wanted = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *arguments],
                  "prefs": {} if scripts else {"profile.managed_default_content_settings.javascript": 2}}
        self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": wanted, "goog:loggingPrefs": {"browser": "ALL"}}}})["sessionId"]

    def call(self, method, path, body=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": "application/json"})
        value = json.loads(line.getresponse().read())["value"]
        line.close()
        if isinstance(value, dict) and "error" in value:
            raise RuntimeError(value["message"])
        return value

    def do(self, path, body=None, method="POST"):
        return self.call(method, f"/session/{self.session}/{path}", body if method == "POST" else None)

    def go(self, server, path):
        self.do("url", {"url": f"http://127.0.0.1:{server.port}{path}"})

    def ask(self, script):
        return self.do("execute/sync", {"script": script, "args": []})

    def until(self, script):
        """Waits in the page until a script's value is true: at each change of the page, not by the clock."""
        return self.do("execute/async", {"args": [], "script": f"""
            const done = arguments[0], look = () => ({script}) && (watch.disconnect(), done(true));
            const watch = new MutationObserver(look);
            watch.observe(document, {{subtree: true, childList: true, characterData: true, attributes: true}});
            look();"""})

    def type(self, selector, text):
        element = self.do("element", {"using": "css selector", "value": selector})
        self.do(f"element/{list(element.values())[0]}/value", {"text": text})

    def complaints(self):
        return [entry["message"] for entry in self.do("se/log", {"type": "browser"})
                if "favicon" not in entry["message"]]

    def close(self):
        try:
            self.call("DELETE", f"/session/{self.session}")
        finally:
            os.killpg(self.driver.pid, signal.SIGKILL)
            self.driver.wait()


def in_browser(*arguments, scripts=True):
    """A test that gets a browser, too; without one there is nothing to do."""
    def set_up(test):
        def tested(server):
            browser = Browser(*arguments, scripts=scripts)
            try:
                test(server, browser)
            finally:
                browser.close()
        return tested
    return set_up


BROWSER = shutil.which("chromedriver") is not None


@in_browser()
def browser_test_results_come_while_one_types(server, browser):
    fill(server, 6)
    browser.go(server, "/")
    browser.type("#q", "number")
    browser.until("document.querySelector('#results [role=status]').textContent === '3 networks'")
    expect(browser.ask("return location.search").startswith("?q=number"))
    expect(browser.ask("return document.activeElement.id") == "q", "who types goes on typing")
    expect(browser.ask("return document.title") == "Networks · nnreg", "a name was a script")
    expect(browser.complaints() == [], browser.complaints())


@in_browser()
def browser_test_changes_are_shown_as_they_happen(server, browser):
    fill(server)
    browser.go(server, "/history")
    browser.until("document.getElementById('live').textContent.startsWith('Live')")
    server.request("PATCH", "/v0.7/networks/1/", {"name": "changed"})
    browser.until("document.querySelector('tbody tr.new')?.textContent.includes('update network 1')")
    expect(browser.complaints() == [], browser.complaints())


@in_browser(scripts=False)
def browser_test_it_works_without_scripts(server, browser):
    fill(server, 6)
    browser.go(server, "/")
    browser.type("#q", "number\ue007")
    end = time.monotonic() + PATIENCE
    while "3 networks" not in browser.do("source", method="GET"):
        expect(time.monotonic() < end, "the search is not sent")


@in_browser("--window-size=360,640")
def browser_test_narrow_screens_do_not_scroll_sideways(server, browser):
    fill(server)
    for path in ("/", "/network/2?check=1", "/spec/1", "/history"):
        browser.go(server, path)
        wide = browser.ask("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        expect(wide <= 0, path, wide)


@in_browser()
def browser_test_the_keyboard_reaches_everything(server, browser):
    fill(server)
    browser.go(server, "/network/1")
    reached = browser.ask("""return [...document.querySelectorAll('a[href], button, input, select, [tabindex="0"]')]
        .filter((each) => each.tabIndex < 0).length""")
    expect(reached == 0, reached)
    browser.do("actions", {"actions": [{"type": "key", "id": "keys", "actions": [
        {"type": "keyDown", "value": "\ue004"}, {"type": "keyUp", "value": "\ue004"}]}]})
    expect(browser.ask("return document.activeElement.className") == "skip", "the first stop leads to the content")


@in_browser()
def browser_test_contrast_is_enough_in_both_schemes(server, browser):
    fill(server)
    browser.go(server, "/network/2")
    for scheme in ("light", "dark"):
        browser.do("goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]}})
        least = browser.ask("""
            const parts = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
            const light = (colour) => parts(colour).map((c) => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
            const behind = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
                if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
            return Math.min(...[...document.querySelectorAll('main *, header *')].filter((e) => e.childNodes.length === 1
                && e.firstChild.nodeType === 3 && e.firstChild.data.trim() && !e.closest('svg')).map((e) => {
                const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
                return (a + .05) / (b + .05); }));""")
        expect(least >= 4.5, scheme, least)


if __name__ == "__main__":
    if BROWSER:
        for name, test in list(globals().items()):
            if name.startswith("browser_test_"):
                globals()[name[len("browser_"):]] = test
    else:
        print("skipped: the tests in a browser (Debian: chromium-driver)")
    main(sys.modules[__name__])
