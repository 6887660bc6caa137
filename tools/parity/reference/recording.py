"""Recording scenarios written by hand: what options.py does for itself, for files whose steps are code.

    topics = Topics()

    @topics.add
    def joins():
        yield MODELS, ["select(User).join(User.addresses)", …]          # each text is a step, see programs.py

    if __name__ == "__main__":
        topics.main(__file__)                                           # python3 FILE.py OUT.jsonl.gz

Models may be code as well.  A scenario's id is the topic's name and a number.  Each is recorded several times under other hash seeds and memory
addresses, and one whose recordings differ is reported and dropped.
"""
import gzip
import json
import os
import subprocess
import sys

from oracle import run
from programs import run_step

SEEDS = 3


class Topics:
    def __init__(self):
        self.topics = []

    def add(self, fn):
        self.topics.append(fn)
        return fn

    def scenarios(self):
        for fn in self.topics:
            for i, (models, steps, *settings) in enumerate(fn(), 1):
                done = [run_step(s) if isinstance(s, str) else s for s in steps]
                if isinstance(models, str):
                    models = {"tables": [], "classes": [], **{k: v for k, v in run_step(models).items() if k != "op"}}
                yield {"id": f"{fn.__name__}-{i}", "foreign_keys": False, "session": {}, "models": models, "steps": done,
                       **(settings[0] if settings else {})}

    def main(self, file):
        if sys.argv[1:] == ["--record"]:
            for line in sys.stdin:
                scenario = json.loads(line)
                scenario["expect"] = run(scenario)
                print(json.dumps(scenario, separators=(",", ":")))
            return
        out, *only = sys.argv[1:]
        drawn = [json.dumps(s) for s in self.scenarios() if not only or s["id"].rsplit("-", 1)[0] in only]
        recordings = [self._recorded(file, drawn, seed) for seed in range(1 if only else SEEDS)]
        kept = [first for first, *others in zip(*recordings) if self._same(first, others)]
        text = ("\n".join(kept) + "\n").encode()
        with open(out, "wb") as raw:
            if out.endswith(".gz"):
                with gzip.GzipFile("", mode="wb", fileobj=raw, mtime=0) as f:
                    f.write(text)
            else:
                raw.write(text)
        print(f"{len(kept)} of {len(drawn)} kept")

    def _recorded(self, file, drawn, seed):
        env = {**os.environ, "PYTHONHASHSEED": str(seed), **({"SHUFFLE": str(seed)} if seed else {})}
        r = subprocess.run([sys.executable, file, "--record"], input="\n".join(drawn) + "\n", env=env, capture_output=True, text=True)
        if r.returncode:
            sys.exit(r.stderr[-3000:])
        return r.stdout.splitlines()

    def _same(self, first, others):
        if all(o == first for o in others):
            return True
        print("not repeatable:", json.loads(first)["id"], file=sys.stderr)
        return False
