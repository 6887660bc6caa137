import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

/** A page that begins with Python, so that nothing else is run first. */
const PYTHON_AT_ONCE = "./#notebook-1-nullify&python";

/** Runs a program in Python in the place of the present one, to whatever end. */
async function outcomeOf(page: Page, program: string) {
  await page.waitForFunction(() => window.flushlight !== undefined);
  return page.evaluate((text) => {
    const { flushlight } = window;
    if (flushlight === undefined) throw new Error("The page offers nothing to drive.");
    flushlight.open(text, "", "python");
    return flushlight.settled();
  }, program);
}

test.describe.configure({ timeout: 150_000 });
test("a Python scenario of the gallery opens by its address", async ({ flushlight, page }) => {
  await page.goto("./#notebook-1-nullify&python");
  await expect(flushlight.status).toHaveAttribute("data-settled", "true", { timeout: 90_000 });
  await expect(flushlight.ofKind("update")).toContainText("UPDATE logs SET person_id=?");
  expect(await page.evaluate(() => window.flushlight?.link())).toContain("#notebook-1-nullify&python");
});

test("loading can be cancelled and tried again, and what fails says so", async ({ flushlight, page }) => {
  await flushlight.open();
  let fails = true;
  await page.route(/library.*\.bin$/, (route) => (fails ? route.fulfill({ status: 503 }) : route.continue()));
  const loading = page.getByTestId("python-loading");
  await page.evaluate(() => window.flushlight?.open("print('here')", "", "python"));
  await expect(loading).toContainText("Python could not be loaded: the page's server answered 503", {
    timeout: 30_000,
  });
  fails = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(flushlight.printed).toHaveText(["here"], { timeout: 90_000 });
  await expect(loading).toBeHidden();
});

test("a Python program gets nowhere, and nothing stays from one run to the next", async ({
  flushlight,
  page,
  counting,
}) => {
  await page.goto(PYTHON_AT_ONCE);
  await page.evaluate(() => localStorage.setItem("secret", "told to nobody"));
  const before = counting.arrived.length;
  const attacked = await outcomeOf(page, attack(counting.url));
  // What was begun and never ends keeps the run until its time is up; that is as good an end as any.
  // Pyodide itself prints that it would load a package, and that it could not.
  expect(attacked.output.slice(0, ATTEMPTS.length)).toEqual(ATTEMPTS.map((name) => `${name}: nowhere`));
  expect(counting.arrived.slice(before)).toEqual([]);

  const leaving = `import builtins, js, sys
builtins.left = js.left = sys.left = 1
open("/tmp/left", "w").write("1")
print("left")`;
  expect((await outcomeOf(page, leaving)).output).toEqual(["left"]);
  const looking = `import builtins, js, os, sys
print(hasattr(builtins, "left"), hasattr(js, "left"), hasattr(sys, "left"), os.path.exists("/tmp/left"))`;
  expect((await outcomeOf(page, looking)).output).toEqual(["False False False False"]);

  // What is forged is a stranger's: the page takes none of it for its own.
  const forging = `import js
for text in ['{"type":"finished"}', '[]', 'x', '<img src=x onerror=alert(1)>']:
    js.postMessage(text)
print("never seen")`;
  expect((await outcomeOf(page, forging)).error).toContain("Stopped");
  await expect(flushlight.status).toContainText("Stopped");
  expect((await outcomeOf(page, `print("and on")`)).output).toEqual(["and on"]);
});

const RUNAWAYS = [
  { program: "x = 1\nwhile True:\n    x += 1", says: "LimitReached: Stopped by the time limit", where: /on line [23]/ },
  {
    program: "while True:\n    try:\n        x = 1\n    except BaseException:\n        pass",
    says: "LimitReached: Stopped by the time limit",
    where: /on line [1-5]/,
  },
  { program: "sum(range(10**12))", says: "LimitReached: Stopped by the time limit", where: /Stopped/ },
  {
    program: "def deeper(n):\n    return deeper(n + 1)\n\ndeeper(0)",
    says: "RecursionError: maximum recursion depth exceeded",
    where: /on line 2/,
  },
  {
    program: "held = []\nwhile True:\n    held.append(bytearray(50_000_000))",
    says: "MemoryError: the program wants more than the 512 MB of memory",
    where: /on line 3/,
  },
];

test("what never ends, and what wants too much, ends in words; and the next run works", async ({
  flushlight,
  page,
}) => {
  await page.goto(PYTHON_AT_ONCE);
  for (const { program, says, where } of RUNAWAYS) {
    expect((await outcomeOf(page, program)).error).toContain(says);
    await expect(flushlight.status).toContainText(where);
  }
  expect((await outcomeOf(page, `print("and on")`)).output).toEqual(["and on"]);
});

/** What is refused at once. */
const ATTEMPTS = [
  ...["socket", "urllib", "subprocess", "system", "ctypes", "open_url", "XMLHttpRequest", "importScripts"],
  ...["localStorage", "document", "parent", "numpy", "host files"],
];

/**
 * Tries to get out in every way that Python has, and prints how each went. What only a promise would tell of is begun as well:
 * whether any of it gets through, the server knows.
 */
function attack(outside: string): string {
  const { port } = new URL(outside);
  return `
def socket():
    import socket
    socket.create_connection(("127.0.0.1", ${port}), timeout=1).send(b"GET /socket HTTP/1.0\\r\\n\\r\\n")

def urllib():
    from urllib.request import urlopen
    urlopen("${outside}urllib").read()

def subprocess():
    import subprocess
    subprocess.run(["ls"], check=True)

def system():
    import os
    assert os.system("ls") == 0

def ctypes():
    import ctypes
    ctypes.CDLL("libc.so.6")

def open_url():
    from pyodide.http import open_url
    open_url("${outside}open-url").read()

def request():
    import js
    request = js.XMLHttpRequest.new()
    request.open("GET", "${outside}xhr", False)
    request.send()

def import_scripts():
    import js
    js.importScripts("${outside}import-scripts.js")

def local_storage():
    import js
    js.localStorage.getItem("secret")

def document():
    import js
    js.document.body

def parent():
    import js
    js.parent.document

def numpy():
    import pyodide_js
    pyodide_js.loadPackage("numpy")
    import numpy

def host_files():
    open("/etc/shadow").read()

attempts = [socket, urllib, subprocess, system, ctypes, open_url, request, import_scripts, local_storage, document, parent,
    numpy, host_files]

def outcome(attempt):
    try:
        attempt()
    except BaseException:
        return "nowhere"
    return "through"

for name, attempt in zip(${JSON.stringify(ATTEMPTS)}, attempts, strict=True):
    print(f"{name}: {outcome(attempt)}")

import js, pyodide_js
for begun in [
    lambda: js.fetch("${outside}fetch"),
    lambda: js.eval("import('${outside}import.js').catch(() => {})"),
    lambda: js.eval("new WebSocket('${outside.replace("http", "ws")}socket')"),
    lambda: js.eval("new EventSource('${outside}events')"),
    lambda: pyodide_js.loadPackage("${outside}wheel-1.0-py3-none-any.whl"),
]:
    outcome(begun)
`;
}
