"""`python -m services.prediction.training PATH`: evaluate the recipe, refit it on all years, write the model folder.

PATH is a TAAS file of accidents with their outcome (CSV, or a zip with one CSV). Exit codes: 0 written, 1 not written
because a bar is missed or the model in place is better (`--force` overrides), 2 the file cannot be read.
"""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from services.prediction.storage.model_artifact import MODEL_FOLDER, ModelRejected, load_model, read_manifest
from services.prediction.training.artifact import write_artifact
from services.prediction.training.evaluate import BARS, LEAKAGE, evaluate
from services.prediction.training.fit import Recipe, TooFewAccidents, fit
from services.prediction.training.taas import UnreadableAccidents, read_accidents

_NOISE = 0.00005
"""RMSLE differences below this are no difference."""


def main(arguments: list[str] | None = None) -> int:
    """Train; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m services.prediction.training", description=__doc__)
    parser.add_argument("path", type=Path, help="TAAS accidents: CSV or zip")
    parser.add_argument("--folder", type=Path, default=MODEL_FOLDER, help="where the model goes")
    parser.add_argument("--force", action="store_true", help="replace a better model, or miss a bar")
    options = parser.parse_args(arguments)
    console = Console()
    try:
        return _train(options.path, options.folder, options.force, console)
    except (UnreadableAccidents, TooFewAccidents, OSError) as error:
        console.print(f"Cannot train on {options.path}: {error}", style="red")
        return 2


def _train(path: Path, folder: Path, force: bool, console: Console) -> int:
    known = read_accidents(path)
    recipe = Recipe()
    last_year = int(known.year.max())
    console.print(f"{len(known):,} accidents; fitting without {last_year} to measure on it")
    metrics = evaluate(fit(known.within(0, last_year - 1), recipe), known.within(last_year, last_year))
    console.print(metrics_table(metrics, last_year))
    refusals = [*_missed(metrics), *worse_than(folder, metrics["rmsle"])]
    for refusal in refusals:
        console.print(refusal, style="yellow" if force else "red")
    if refusals and not force:
        console.print("Not written. Use --force to write it all the same.")
        return 1
    console.print(f"Refitting on all years through {last_year}")
    manifest = write_artifact(folder, fit(known, recipe), recipe, known, metrics)
    load_model(folder)
    console.print(f"Wrote {folder}: version {manifest.version}, SHA-256 {manifest.model.sha256}")
    return 0


def metrics_table(metrics: dict[str, float], year: int) -> Table:
    """The metrics beside their bars."""
    table = Table("metric", "measured", "must", "goal", "", title=f"Measured on {year}")
    for name, value in metrics.items():
        bar = BARS.get(name)
        must = f"{'<=' if bar.at_most else '>='} {bar.must}" if bar else ""
        goal = str(bar.goal) if bar and bar.goal is not None else ""
        table.add_row(name, f"{value:.4f}", must, goal, "" if bar is None else "ok" if bar.holds(value) else "missed")
    return table


def _missed(metrics: dict[str, float]) -> list[str]:
    missed = [
        f"{name} {metrics[name]:.4f} misses {bar.must}" for name, bar in BARS.items() if not bar.holds(metrics[name])
    ]
    if metrics["rmsle"] < LEAKAGE:
        missed.append(f"rmsle {metrics['rmsle']:.4f} is below {LEAKAGE}: some field tells the outcome")
    return missed


def worse_than(folder: Path, rmsle: float) -> list[str]:
    """Why a model of this RMSLE should not replace the one in `folder`; empty if it may, or if none is there."""
    try:
        before = read_manifest(folder).metrics["rmsle"]
    except ModelRejected:
        return []
    if rmsle <= before + _NOISE:
        return []
    return [f"the model in {folder} is better: RMSLE {before:.4f} against {rmsle:.4f}"]


if __name__ == "__main__":
    sys.exit(main())
