"""The benchmarks of the page: how each is called, what it says, and the lines that are read from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rows import Row, ratio, slope, value

BENCH = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Setting:
    """What the commands are made from. `missing` are the packages of rivals that could not be installed."""

    build: Path  # of the release
    engine: Path  # of the explorer
    python: Path  # of the project's environment
    rivals: Path  # Python of the rivals' environment
    quick: bool
    missing: frozenset[str]
    against: Path | None

    @property
    def program(self) -> Path:
        return self.build / "cli/weightshed"

    @property
    def turns(self) -> int:
        return 1 if self.quick else 5


@dataclass(frozen=True)
class Benchmark:
    """A script that prints its turns as JSON. Without its packages, `needed`, it cannot run; without its files it need not."""

    name: str
    title: str
    says: str
    command: Callable[[Setting], list[object]]
    rows: Callable[[Setting], list[Row]]
    needed: frozenset[str] = frozenset()
    files: Callable[[Setting], list[Path]] = lambda _: []

    def why_not(self, setting: Setting) -> str:
        """What keeps it from running that should not; empty when nothing does."""
        return "; ".join(f"{package} could not be installed" for package in sorted(self.needed & setting.missing))

    def left_out(self, setting: Setting) -> str:
        """Why it is not asked for: what it measures has not been built. Empty when it has."""
        return "; ".join(f"{path.name} is not built" for path in self.files(setting) if not path.exists())


def _without(setting: Setting, package: str) -> list[object]:
    return ["--without", package] if package in setting.missing else []


def _kernel(setting: Setting) -> list[object]:
    rivals = ",".join(sorted({"igraph", "networkit", "numpy"} - setting.missing))
    sizes = "100000,1000000" if setting.quick else "100000,1000000,10000000"
    return [setting.rivals, BENCH / "kernel/rivals.py", setting.build / "bench/kernel_bench", "--rounds", setting.turns, "--sizes", sizes,
            "--rivals", rivals]


def _kernel_rows(setting: Setting) -> list[Row]:
    largest = [] if setting.quick else [10_000_000]
    found = [Row(f"kernel, full law, {size:,} nodes, over the machine's limit", ratio(f"kernel, full, {size}", f"limit, full, {size}"),
                 at_most=6.0) for size in (1_000_000, *largest)]
    for name, package, law, sizes in (("igraph Barabasi, bag", "igraph", "ba", [1_000_000, *largest]),
                                      ("igraph Barabasi, psumtree", "igraph", "ba", [1_000_000]),
                                      ("NetworKit BarabasiAlbert, 1 thread", "networkit", "ba", [1_000_000, *largest]),
                                      ("NumPy weekly event bag", "numpy", "ba", [1_000_000, *largest]),
                                      ("NumPy weekly cumulative sums", "numpy", "full", [100_000])):
        found += [Row(f"{name} over the kernel, law {law}, {size:,} nodes", ratio(f"{name}, {law}, {size}", f"kernel, {law}, {size}"),
                      rival=package) for size in sizes]
    return found


def _docking(setting: Setting) -> list[object]:
    few = ["--cxx", 100, "--mesa", 3, "--numpy", 20] if setting.quick else []
    return [setting.rivals, BENCH / "docking/turns.py", setting.build / "bench/docking", "--turns", setting.turns, *few,
            *_without(setting, "mesa")]


def _study(setting: Setting) -> list[object]:
    return [setting.rivals, BENCH / "ema_workbench/study.py", setting.build / "bench/docking", setting.program, "--turns", setting.turns,
            "--experiments", 20 if setting.quick else 60]


def _cell(setting: Setting) -> list[object]:
    against = ["--against", setting.against] if setting.against else []
    return [setting.python, BENCH / "cell/cell_bench.py", setting.program, "--scales", "0.001,0.01,0.1,1.0", "--turns", setting.turns,
            *against]


def _cell_rows(setting: Setting) -> list[Row]:
    found = [Row("a further cell at 0.001, CPU s", value("program further 0.001")),
             Row("a further cell at 0.01, CPU s", value("program further 0.01"), at_most=0.2),
             Row("a further cell at 0.1, CPU s", value("program further 0.1")),
             Row("a further cell at 1.0, CPU s", value("program further 1.0"), at_most=6.0),
             Row("peak memory at 1.0, MB", value("program MB 1.0"), at_most=300.0),
             Row("slope of log time on log scale, 0.1 to 1.0", slope("program process 1.0", "program process 0.1", 10.0), at_most=1.0)]
    if setting.against:
        found += [Row(f"a further cell at {scale} over the former program's", ratio(f"program further {scale}", f"former further {scale}"),
                      at_most=most) for scale, most in (("0.001", 0.6), ("0.01", 0.6), ("0.1", 0.7), ("1.0", 0.75))]
    return found


def _bound(setting: Setting) -> list[object]:
    return [setting.python, BENCH / "cell/bound.py", setting.program, setting.build / "bench", "--turns", setting.turns]


def _stepping(setting: Setting) -> list[object]:
    return [setting.python, BENCH / "ecosystem/stepping.py", "--scales", "0.001,0.01", "--cells", 4, "--turns", setting.turns]


def _cluster(setting: Setting) -> list[object]:
    return [setting.python, BENCH / "cluster/throughput.py", "--cells", 60 if setting.quick else 2000, "--turns", min(3, setting.turns)]


def _dominators(setting: Setting) -> list[object]:
    return [setting.rivals, BENCH / "dominators/dominators.py", setting.build / "bench/dominators", "--turns", setting.turns,
            *_without(setting, "networkx")]


def _explorer(setting: Setting) -> list[object]:
    return [setting.python, BENCH / "explorer/explorer.py", "--program", setting.program, "--engine", setting.engine, "--turns",
            setting.turns]


BENCHMARKS = (
    Benchmark("kernel", "Drawing parents",
              "Time of the processor per node, one thread. igraph and NetworKit also build a graph object. The law `ba` is that of "
              "Barabási and Albert, which needs no weights and no families; the kernel pays for the general law.", _kernel, _kernel_rows),
    Benchmark("docking", "The reduced model",
              "Arrival, derivation and downloads over six years at scale 0.003, the same numbers and roster on all sides; time of the "
              "processor of one history, median of a turn's. Mesa has one agent per author, base and model. The NumPy side keeps agents as "
              "columns and draws a week at once.", _docking,
              lambda _: [Row("Mesa over C++", ratio("Mesa", "C++"), at_least=450.0, rival="mesa"),
                         Row("NumPy over C++", ratio("NumPy", "C++"), rival="numpy")], frozenset({"scipy"})),
    Benchmark("study", "A study through the EMA workbench",
              "The workbench's evaluators around the NumPy side, and `docking design` on the same experiments: the same model, the same "
              "seeds and assumptions, a row of statistics each. `weightshed run` cannot run the reduced model; it runs as many histories of "
              "the full one, six years of `baseline` at the same scale, with labs, supply, adopters, incidents and a sealed result file on "
              "top. That line says what a user waits for, and compares different work.", _study,
              lambda _: [Row("SequentialEvaluator over `docking design`, CPU", ratio("SequentialEvaluator", "one process")),
                         Row("MultiprocessingEvaluator over `docking design`, two processes each, by the clock",
                             ratio("MultiprocessingEvaluator", "processes")),
                         Row("SequentialEvaluator over `weightshed run` of the full model, CPU", ratio("SequentialEvaluator", "weightshed run"))],
              frozenset({"ema_workbench"})),
    Benchmark("cell", "One cell",
              "One policy, world and member of `baseline`, 2019-07 to 2032-12, on one thread. A further cell is what one more member adds "
              "to a run; the slope is of whole processes.", _cell, _cell_rows),
    Benchmark("bound", "One history against its lower bound",
              "A whole process at scale 1.0 over what its random numbers, quantiles, cache lines and bytes take at least on this machine, "
              "measured in the same turn. The bound of NOTES.md makes each block of random words alone; the program makes some of them "
              "together, so the second line has a lower bound.", _bound,
              lambda _: [Row("history over its bound", ratio("history", "bound"), at_most=3.0),
                         Row("history over the bound with random words made together", ratio("history", "bound, together"))]),
    Benchmark("stepping", "Stepping in Python",
              "`weightshed.Ecosystem`, a call for each week, over `run` with its result file; time of the processor.", _stepping,
              lambda _: [Row(f"stepped over run, scale {scale}", ratio(f"stepped {scale}", f"run {scale}"), at_most=1.05)
                         for scale in ("0.001", "0.01")]),
    Benchmark("cluster", "A cluster on this computer",
              "Cells per second by the clock of `weightshed cluster` with two workers over `weightshed run -j 2`; the start of the cluster "
              "and the join are left out on both sides.", _cluster,
              lambda _: [Row("throughput of the cluster over that of run", ratio("cluster", "run"), at_least=0.95),
                         Row("start of the cluster, s", value("start, s")), Row("join, s", value("join, s"))]),
    Benchmark("dominators", "Dominators of a lineage of a million models",
              "Each contender in a process of its own, the graph in memory; all give the same dominators.", _dominators,
              lambda _: [Row(f"{name} over ours, {what}", ratio(f"{name}, {unit}", f"weightshed, {unit}"), rival=package)
                         for name, package in (("Boost.Graph", ""), ("networkx", "networkx"))
                         for what, unit in (("time", "s"), ("peak memory", "MB"))]),
    Benchmark("explorer", "The explorer's engine",
              "Time of the processor of a past and four futures of `tighter-controls` in Node over the program's.", _explorer,
              lambda _: [Row(f"engine over program, scale {scale}", ratio(f"engine {scale}", f"program {scale}")) for scale in ("0.001", "0.01")],
              files=lambda setting: [setting.engine / "engine-module.wasm"]),
)
