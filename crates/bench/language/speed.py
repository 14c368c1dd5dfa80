"""Speed and memory, all engines on the same texts in the same run. Every measurement is a process of its own.

One core: the process and its children are bound to one processor (`taskset -c 0`); two: to two. Processor time is
recorded beside wall time: where wall time is longer than it should be, the machine was busy with something else.
"""

import json
import os
import pathlib
import shutil
import subprocess
import threading
import time

REPEATS = 3
GAP = 0.05


def run(command, cores, folder=None):
    """Run to the end: {"wall", "cpu", "peak_mb", "out"}. The peak is that of all its processes together."""
    if shutil.which("taskset"):
        command = ["taskset", "-c", ",".join(map(str, processors(cores))), *command]
    with open(folder / "stdout", "w+b") as out, open(folder / "stderr", "w+b") as err:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=err, cwd=folder, env=environment(cores))
        watch = Watch(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        peak = watch.stop()
        out.seek(0)
        err.seek(0)
        # `read` ends with 1 where something waits for a person, and with 2 where it could not read a file.
        if child.returncode not in (0, 1):
            raise RuntimeError(f"{command[:8]}: exit {child.returncode}: {err.read()[-500:].decode(errors='replace')}")
        return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak_mb": peak / 2**20, "out": out.read()}


def processors(cores):
    return sorted(os.sched_getaffinity(0))[:cores]


def environment(cores):
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": str(cores)}


class Watch:
    """Looks at the memory of a process and its children.

    The kernel's `ru_maxrss` would not do: what is started inherits the peak of this Python.
    """

    def __init__(self, pid):
        self.pid, self.peak, self.done = pid, 0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self):
        while not self.done.wait(GAP):
            family = descendants(self.pid)
            several = len(family) > 1
            self.peak = max(self.peak, sum(proportional(pid) for pid in family) if several else high_water(self.pid))

    def stop(self):
        self.done.set()
        self.thread.join()
        return self.peak


def high_water(pid):
    """Bytes of memory that the process has had at most."""
    return field(f"/proc/{pid}/status", "VmHWM:")


def proportional(pid):
    """Bytes of memory; pages that processes share count once."""
    return field(f"/proc/{pid}/smaps_rollup", "Pss:")


def field(path, name):
    try:
        lines = pathlib.Path(path).read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def descendants(pid):
    found, stack = [], [pid]
    while stack:
        one = stack.pop()
        found.append(one)
        try:
            tasks = list(pathlib.Path(f"/proc/{one}/task").iterdir())
            stack += [int(x) for task in tasks for x in (task / "children").read_text().split()]
        except OSError:
            pass
    return found


# --- the engines --------------------------------------------------------------------------------


class Bench:
    def __init__(self, work, binary, sets, log):
        self.folder, self.texts = work / "speed", work / "texts"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.work, self.binary, self.sets, self.log = work, str(binary), sets, log
        self.rows = []
        # An empty file would be refused.
        self.shortest = self.folder / "shortest.txt"
        self.shortest.write_text("Rain fell.\n", encoding="utf-8")
        self.words = {name: self._count(name) for name in sets}

    def _count(self, name):
        """Words as the program counts them: like those of UD, punctuation included."""
        done = run(self._model("first", self.texts / f"{name}.joined"), 2, self.folder)
        return sum(line.split(b"\t", 1)[0].isdigit() for line in done["out"].splitlines())

    def _model(self, gear, path):
        return [self.binary, "model", "run", "--raw", str(path), "--gear", gear]

    def _read(self, gear, jobs, paths):
        return [self.binary, "read", "--json", "--gear", gear, "--jobs", str(jobs), *map(str, paths)]

    def row(self, engine, what, name, cores, command, start_command=None, own=False, folder=None):
        """Measure; `start` is taken off the wall time, from `start_command`'s best of three or what the engine says."""
        self.log(f"speed: {engine}, {what}, {cores} core(s)")
        load = os.getloadavg()[0]
        start = start_cpu = 0.0
        if start_command:
            tries = [run(start_command, cores, self.folder) for _ in range(REPEATS)]
            start, start_cpu = (min(t[k] for t in tries) for k in ("wall", "cpu"))
        done = run(command, cores, folder or self.folder)
        said = json.loads(done["out"].splitlines()[-1]) if own else {}
        start, start_cpu = said.get("start_s", start), said.get("start_cpu_s", start_cpu)
        wall = said.get("work_s", max(done["wall"] - start, 1e-3))
        cpu = max(done["cpu"] - start_cpu, 1e-3)
        self.rows.append({
            "engine": engine, "what": what, "set": name, "cores": cores, "start_s": start, "work_s": wall,
            "whole_s": done["wall"], "cpu_s": cpu, "peak_mb": done["peak_mb"], "load": load,
            "words": self.words[name], "plain_words": self.sets[name]["words"], "own_words": said.get("words")})

    def casebook(self):
        files = {name: sorted((self.texts / name).glob("*.txt")) for name in self.sets}
        # `model run` reads one file. The first gear does not mind that 500 texts are one; the encoder joins mentions
        # over the whole document, so it gets one of a size that occurs.
        for gear, name in (("first", "all"), ("encoder", "long")):
            self.row("casebook", f"{gear}: language layer", name, 1,
                     self._model(gear, self.texts / f"{name}.joined"), self._model(gear, self.shortest))
        for gear, name in (("first", "all"), ("auto", "all"), ("auto", "news"), ("encoder", "part")):
            for cores in (1, 2):
                self.row("casebook", f"{gear}: whole reading", name, cores, self._read(gear, cores, files[name]),
                         self._read(gear, cores, [self.shortest]))

    def spacy(self, python, model, script):
        for cores in (1, 2):
            command = [str(python), str(script), "speed", "--model", str(model), "--texts", str(self.texts / "all"),
                       "--processes", str(cores)]
            self.row("spaCy", "small CNN: tags, trees, lemmas, names", "all", cores, command, own=True)

    def wink(self, node, folder):
        command = [node, "wink_peer.mjs", str(self.texts / "all")]
        self.row("wink-nlp", "sentences, tags, lemmas, entities; no trees", "all", 1, command, own=True, folder=folder)
