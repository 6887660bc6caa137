// @ts-check
/** Finds an ffmpeg for recordings, or gets one. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * The name or path of an ffmpeg that starts: the one that `FFMPEG` names, the one on the path, else Debian's package. Says
 * what it does.
 * @returns {string}
 * @throws {Error} that says what is missing
 */
export function findOrInstallFfmpeg() {
  const given = process.env.FFMPEG;
  if (given !== undefined && given !== "") {
    if (starts(given)) return given;
    throw new Error(`FFMPEG is ${given}, which does not start.`);
  }
  if (starts("ffmpeg")) return "ffmpeg";
  if (existsSync("/usr/bin/apt-get")) {
    console.log("There is no ffmpeg: installing Debian's package (apt-get) …");
    if (!apt("install", "-y", "-qq", "--no-install-recommends", "ffmpeg")) {
      apt("update", "-qq");
      apt("install", "-y", "-qq", "--no-install-recommends", "ffmpeg");
    }
    if (starts("ffmpeg")) return "ffmpeg";
  }
  throw new Error("No ffmpeg could be found or installed. Install one, or name it in the variable FFMPEG.");
}

/** @param {string[]} args */
function apt(...args) {
  const [program = "apt-get", ...rest] = [...(process.getuid?.() === 0 ? [] : ["sudo", "-n"]), "apt-get", ...args];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(program, rest, { stdio: "inherit", timeout: 600_000, env }).status === 0;
}

/** @param {string} program */
function starts(program) {
  return spawnSync(program, ["-version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}
