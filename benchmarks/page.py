"""Print what the page weighs, how fast it is served under load, and what a step costs a phone:
``python -m benchmarks.page`` (make bench-page). Waits that a person feels, so in kB and seconds."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.timing import verdict
from tests.support.links import link

ROOT = Path(__file__).parents[1]
NEURON = {
    "program": "q = w0*x0 + w1*x1 + w2\nf = 1 / (1 + exp(-q))",
    "inputs": {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
}
TERMS = 100  # of five gates each
LARGE = {
    "program": "s = x\n" + "".join(f"s = tanh(s * w + {k}.5) * v + x\n" for k in range(TERMS)),
    "inputs": {"x": 0.5, "w": 0.1, "v": 0.9},
    "open": "all",
}
PHONE = {"width": 390, "height": 844}
THROTTLED = 4  # a phone's processor, as Chromium's developer tools have it
STEPS = 20
WHEN_READY = """new MutationObserver((_, self) => {
  if (!document.body || !("ready" in document.body.dataset)) return;
  window.readyAt = performance.now();
  self.disconnect();
}).observe(document, {subtree: true, childList: true, attributeFilter: ["data-ready"]})"""
FETCHED = """() => {
  const all = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
  const sent = all.filter(({transferSize}) => transferSize > 0);
  const early = sent.filter(({startTime}) => startTime < window.readyAt);
  return [early, sent].map((some) => some.map(({transferSize}) => transferSize));
}"""
IDLE = "() => new Promise((done) => requestIdleCallback(done, {timeout: 1000}))"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FRAMES = """(seconds) => new Promise((done) => {
  const times = [];
  const frame = (now) => {
    times.push(now);
    if (now - times[0] < seconds * 1000) requestAnimationFrame(frame);
    else done(times);
  };
  requestAnimationFrame(frame);
})"""


def report(what: str, value: float, unit: str, most: float, *, least: bool = False) -> None:
    """A figure beside its goal."""
    met = value >= most if least else value <= most
    goal = f"at {'least' if least else 'most'} {most:g}"
    print(f"{what:<58} {value:8.4g} {unit:<8} {goal:<14} {verdict(met)}", flush=True)


@contextmanager
def serving() -> Iterator[str]:
    """The address of the server as ``make run`` starts it, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "app.py", "--port", str(port)], cwd=ROOT)
    try:
        while not answers(port):
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def answers(port: int) -> bool:
    try:
        return fetch(http.client.HTTPConnection("127.0.0.1", port), "/healthz") == "ok"
    except OSError:
        return False


def fetch(connection: http.client.HTTPConnection, path: str, coding: str = "identity") -> str:
    connection.request("GET", path, headers={"Accept-Encoding": coding, "Accept": "text/html"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, (path, response.status)
    return body.decode("utf-8", "replace")


def weigh(browser: Browser, address: str) -> None:
    """The first and the second visit of one reader."""
    reader = browser.new_context(viewport={"width": 1440, "height": 900})
    reader.add_init_script(WHEN_READY)
    for number, most in ((1, 12), (2, 3)):
        page = reader.new_page()
        page.goto(address + link("/", **NEURON))
        page.wait_for_selector("body[data-whole]", state="attached")
        page.wait_for_load_state("networkidle")
        before, in_all = page.evaluate(FETCHED)
        title = f"visit {number}, before the first step works:"
        report(f"{title} requests", len(before), "", most)
        report(f"{title} size", sum(before) / 1000, "kB", 300)
        print(f"of these the page itself {before[0] / 1000:.1f} kB")
        print(f"visit {number}, in all: {len(in_all)} requests, {sum(in_all) / 1000:.0f} kB")
        page.close()
    reader.close()


def whole_page(port: int, path: str) -> None:
    """A page, and every file that it names."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    text = fetch(connection, path, "br, gzip;q=0.5")
    for name in NAMED[path]:
        fetch(connection, name, "br, gzip;q=0.5")
    assert text
    connection.close()


NAMED: dict[str, list[str]] = {}


def under_load(count: int, seconds: float, visit: Callable[[], None]) -> float:
    """The 99th percentile, in seconds, of calls that begin at even distances."""
    begin = time.perf_counter() + 0.5

    def run(number: int) -> float:
        due = begin + seconds * number / count
        time.sleep(max(due - time.perf_counter(), 0))
        visit()
        return time.perf_counter() - due  # one that could not begin in time has waited

    with ThreadPoolExecutor(64) as readers:
        times = sorted(readers.map(run, range(count)))
    return times[int(0.99 * len(times)) - 1]


def serve(address: str) -> None:
    """Many readers in ten seconds."""
    port = int(address.rpartition(":")[2])
    path = link("/", **NEURON)
    text = fetch(http.client.HTTPConnection("127.0.0.1", port), path)
    NAMED[path] = re.findall(r'(?:href|src)="(/static/[^"]+)"', text.partition("</head>")[0])
    p99 = under_load(100, 10, lambda: whole_page(port, path))
    report("100 whole page loads in 10 s, p99", p99, "s", 0.3)

    def opening() -> None:
        fetch(http.client.HTTPConnection("127.0.0.1", port), path, "br, gzip;q=0.5")

    report("500 openings of a link in 10 s, p99", under_load(500, 10, opening), "s", 0.25)


def scripted(page: Page, session: CDPSession, act: Callable[[], None]) -> float:
    """Milliseconds of script from an act to the second frame after it."""

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "ScriptDuration"))

    before = spent()
    act()
    page.evaluate(TWO_FRAMES)
    return 1000 * (spent() - before)


def step(browser: Browser, address: str) -> None:
    """What stepping costs a phone, in a program of 500 gates."""
    phone = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    page = phone.new_page()
    page.goto(address + link("/", **LARGE))
    page.wait_for_selector("body[data-whole]", state="attached")
    page.wait_for_load_state("networkidle")
    gates = page.evaluate("document.querySelector('#status').textContent")
    session = phone.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLED})
    page.keyboard.press("ArrowRight")
    times = []
    for _ in range(STEPS):
        page.evaluate(IDLE)  # no hand is faster
        times.append(scripted(page, session, lambda: page.keyboard.press("ArrowRight")))
    print(f"phone, {THROTTLED}x throttled: {gates}")
    report("a step, key to second frame, script (median)", median(times), "ms", 16)
    report("the longest of them", max(times), "ms", 16)
    page.keyboard.press("p")
    frames = page.evaluate(FRAMES, 5)
    rate = (len(frames) - 1) / (frames[-1] - frames[0]) * 1000
    report("playing", rate, "frames/s", 59, least=True)
    phone.close()


def main() -> None:
    """Measure and print."""
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        weigh(browser, address)
        step(browser, address)
        browser.close()
        serve(address)


if __name__ == "__main__":
    main()
