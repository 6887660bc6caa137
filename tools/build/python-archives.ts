/**
 * What a browser needs of Python besides the interpreter itself: the standard library and our own packages, each as one zip of
 * compiled modules. Compiled by the very interpreter that will load them, and kept until something changes.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import type { PyodideInterface } from "pyodide";

/** The folder of the package that the interpreter comes in. */
export const PYODIDE = dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));

/**
 * Top-level modules of the standard library that are left out: those that need a network, a terminal, processes or a desktop,
 * none of which a program in the page has, and tools for developing Python itself.
 */
const LEFT_OUT = [
  ...[
    "email",
    "ftplib",
    "http",
    "imaplib",
    "mailbox",
    "netrc",
    "poplib",
    "smtplib",
    "socketserver",
    "wsgiref",
    "xmlrpc",
  ],
  ...["_pyrepl", "bdb", "cmd", "code", "codeop", "curses", "getpass", "pdb", "pty", "rlcompleter", "tty"],
  ...["multiprocessing", "webbrowser", "antigravity", "idlelib", "tkinter", "turtle", "turtledemo"],
  ...[
    "_pyio",
    "doctest",
    "ensurepip",
    "modulefinder",
    "pickletools",
    "profile",
    "pstats",
    "pyclbr",
    "pydoc",
    "pydoc_data",
  ],
  ...["test", "trace", "tracemalloc", "venv", "zipapp", "cProfile", "compileall", "py_compile"],
  ...["_aix_support", "_android_support", "_apple_support", "_ios_support", "_osx_support", "_pydecimal"],
  ...["dbm", "plistlib", "sqlite3", "tarfile", "xml", "_sysconfigdata__emscripten_wasm32-emscripten"],
];

/** Codecs that text in a program may be written in; the standard library has a hundred more. */
const CODECS = [
  "__init__",
  "aliases",
  "ascii",
  "base64_codec",
  "cp1252",
  "cp437",
  "hex_codec",
  "idna",
  "latin_1",
  "punycode",
];
const UNICODE_CODECS = [
  "raw_unicode_escape",
  "unicode_escape",
  "utf_16",
  "utf_16_be",
  "utf_16_le",
  "utf_32",
  "utf_8",
  "utf_8_sig",
];

/** Bytes of a zip archive whose files are not compressed: they are compressed together, on their way. */
export type Archive = Uint8Array;

/** Makes an archive anew where the kept one is of something else. */
export class PythonArchives {
  readonly #cache: string;
  #interpreter: Promise<PyodideInterface> | null = null;

  /** @param cache the folder in which archives are kept */
  constructor(cache: string) {
    this.#cache = cache;
  }

  /** The standard library, without what is left out, its modules compiled without docstrings. */
  standardLibrary(): Promise<Archive> {
    const source = readFileSync(join(PYODIDE, "python_stdlib.zip"));
    return this.#kept("stdlib", [source], (python) => {
      python.FS.writeFile("/tmp/source.zip", source);
      return compiled(python, { leftOut: LEFT_OUT, codecs: [...CODECS, ...UNICODE_CODECS], optimize: 2 });
    });
  }

  /** All packages in a folder. */
  packages(folder: string): Promise<Archive> {
    const files = filesBelow(folder).map((path) => ({
      name: relative(folder, path).replaceAll("\\", "/"),
      content: readFileSync(path),
    }));
    return this.#kept(
      "packages",
      files.flatMap(({ name, content }) => [name, content]),
      (python) => {
        python.FS.writeFile(
          "/tmp/files.json",
          JSON.stringify(files.map(({ name, content }) => [name, content.toString()])),
        );
        python.runPython(ARCHIVE_FILES);
        return compiled(python, { leftOut: [], codecs: [], optimize: 0 });
      },
    );
  }

  async #kept(
    name: string,
    content: readonly (string | Uint8Array)[],
    make: (python: PyodideInterface) => Archive,
  ): Promise<Archive> {
    const hash = createHash("sha256").update(readFileSync(new URL(import.meta.url)));
    hash.update(readFileSync(join(PYODIDE, "package.json")));
    for (const part of content) hash.update(`${part.length}:`).update(part);
    const kept = join(this.#cache, `python-${name}-${hash.digest("hex").slice(0, 24)}.zip`);
    if (existsSync(kept)) return readFileSync(kept);
    const made = make(await this.#python());
    mkdirSync(this.#cache, { recursive: true });
    for (const old of readdirSync(this.#cache)) {
      if (old.startsWith(`python-${name}-`)) rmSync(join(this.#cache, old), { force: true });
    }
    writeFileSync(kept, made);
    return made;
  }

  #python(): Promise<PyodideInterface> {
    this.#interpreter ??= import("pyodide").then(({ loadPyodide }) => loadPyodide({ indexURL: PYODIDE }));
    return this.#interpreter;
  }
}

/** The files of a folder of Python packages, in order. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.pyi?$|py\.typed$/.test(entry.name))
    .map((entry) => resolve(entry.parentPath, entry.name))
    .toSorted();
}

interface Compilation {
  readonly leftOut: readonly string[];
  /** Modules of `encodings` that stay; all where none is named. */
  readonly codecs: readonly string[];
  /** As `compile` has it: 2 leaves out docstrings and assertions. */
  readonly optimize: 0 | 2;
}

/** Compiles the modules of `/tmp/source.zip` in the interpreter's file system. */
function compiled(python: PyodideInterface, compilation: Compilation): Archive {
  python.FS.writeFile("/tmp/compilation.json", JSON.stringify(compilation));
  python.runPython(COMPILE_ARCHIVE);
  return python.FS.readFile("/tmp/compiled.zip");
}

const ARCHIVE_FILES = `
import json, zipfile
with zipfile.ZipFile("/tmp/source.zip", "w") as archive:
    for name, text in json.load(open("/tmp/files.json")):
        archive.writestr(name, text)
`;

// Compiled modules of the kind that is never compared with a source: there is none beside them.
const COMPILE_ARCHIVE = `
import importlib._bootstrap_external as bootstrap, json, zipfile
compilation = json.load(open("/tmp/compilation.json"))
left_out, codecs = set(compilation["leftOut"]), set(compilation["codecs"])

def stays(name):
    top, _, rest = name.partition("/")
    if top.removesuffix(".py") in left_out:
        return False
    return top != "encodings" or not codecs or rest.removesuffix(".py") in codecs

with zipfile.ZipFile("/tmp/source.zip") as source, zipfile.ZipFile("/tmp/compiled.zip", "w") as made:
    for name in sorted(source.namelist()):
        if name.endswith("/") or not stays(name):
            continue
        content = source.read(name)
        if name.endswith(".py"):
            code = compile(content, name, "exec", dont_inherit=True, optimize=compilation["optimize"])
            content, name = bootstrap._code_to_hash_pyc(code, b"\\0" * 8, False), name + "c"
        made.writestr(zipfile.ZipInfo(name), bytes(content))
`;
