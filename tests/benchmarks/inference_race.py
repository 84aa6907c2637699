#!/usr/bin/env python3
"""A race between SegLab's engine and PyTorch on the CPU: UNet-S, inference and training, 1 and 2 threads.

    tests/benchmarks/inference_race.py build/release/seglab [--rounds 7] [--runs 5]

Needs PyTorch (Debian: python3-torch) and OpenBLAS (libopenblas0), which is preloaded for the strong contestants: as
packaged, PyTorch falls back to a reference BLAS. All contestants take turns, so that whatever else runs on the machine
hits them alike; only the ratios of one run mean something. A ratio above 1: SegLab is faster.
"""
import argparse
import glob
import json
import os
import statistics
import subprocess
import sys
import time

CONTESTANTS = {  # name: (OpenBLAS preloaded, variant)
    "torch as packaged": (False, "eager"),
    "torch + OpenBLAS": (True, "eager"),
    "torch + OpenBLAS, optimize_for_inference": (True, "optimised"),
}


def unet_s(torch, classes=6, widths=(16, 32, 64, 128)):
    nn = torch.nn

    def block(inputs, outputs):
        return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(),
                             nn.Conv2d(outputs, outputs, 3, padding=1), nn.ReLU())

    class UNetS(nn.Module):
        def __init__(self):
            super().__init__()
            self.down = nn.ModuleList([block(a, b) for a, b in zip((3,) + widths[:-2], widths[:-1])])
            self.bottom = block(widths[-2], widths[-1])
            pairs = list(zip(widths[:0:-1], widths[-2::-1]))
            self.up = nn.ModuleList([nn.ConvTranspose2d(a, b, 2, stride=2) for a, b in pairs])
            self.merge = nn.ModuleList([block(2 * b, b) for _, b in pairs])
            self.last = nn.Conv2d(widths[0], classes, 1)
            self.pool = nn.MaxPool2d(2)

        def forward(self, x):
            skips = []
            for down in self.down:
                skips.append(down(x))
                x = self.pool(skips[-1])
            x = self.bottom(x)
            for up, merge in zip(self.up, self.merge):
                x = merge(torch.cat([skips.pop(), up(x)], 1))
            return self.last(x)

    return UNetS()


class Contestant:
    """In a process of its own: reads one job a line, answers with one list of milliseconds."""

    def __init__(self, torch, variant):
        self.torch, self.variant, self.ready = torch, variant, {}

    def prepare(self, what, size, batch):
        torch = self.torch
        torch.manual_seed(1)
        model, x = unet_s(torch), torch.randn(batch, 3, size, size)
        if what == "inference":
            model.eval()
            if self.variant == "optimised":
                with torch.no_grad():
                    model = torch.jit.optimize_for_inference(torch.jit.trace(model, x))
            return lambda: model(x)
        labels = torch.randint(0, 6, (batch, size, size))
        optimiser, loss = torch.optim.Adam(model.parameters()), torch.nn.CrossEntropyLoss()

        def step():
            optimiser.zero_grad()
            loss(model(x), labels).backward()
            optimiser.step()

        return step

    def answer(self, what, size, batch, threads, runs):
        self.torch.set_num_threads(threads)
        key = (what, size, batch)
        if key not in self.ready:
            self.ready[key] = self.prepare(*key)
        times = []
        with self.torch.set_grad_enabled(what == "training"):
            self.ready[key]()
            for _ in range(runs):
                start = time.perf_counter()
                self.ready[key]()
                times.append(1000 * (time.perf_counter() - start))
        return times


def contest(variant):
    import torch
    contestant = Contestant(torch, variant)
    for line in sys.stdin:
        print(json.dumps(contestant.answer(*json.loads(line))), flush=True)


def start(preload, variant):
    environment = dict(os.environ)
    if preload:
        found = glob.glob("/usr/lib/*/openblas-pthread/libblas.so.3") + glob.glob("/usr/lib/*/libopenblas.so.0")
        if not found:
            sys.exit("OpenBLAS is not there: install libopenblas0")
        environment["LD_PRELOAD"] = found[0]
    return subprocess.Popen([sys.executable, __file__, "--contest", variant], env=environment, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def seglab_times(program, what, size, batch, threads, runs):
    words = ["bench", what, "--net", "unet-s", "--image-size", f"{size}x{size}", "--batch", str(batch), "--threads",
             str(threads), "--runs", str(runs), "--json"]
    return [json.loads(subprocess.check_output([program] + words))["median_ms"]]


def race(program, processes, job, rounds):
    """Median milliseconds of each contestant, and of the ratio of each round."""
    times = {name: [] for name in ["seglab", *processes]}
    for _ in range(rounds):
        times["seglab"].append(statistics.median(seglab_times(program, *job)))
        for name, process in processes.items():
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
            times[name].append(statistics.median(json.loads(process.stdout.readline())))
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", help="seglab, built for release")
    parser.add_argument("--contest", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--runs", type=int, default=5, help="of each contestant in each round")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--only", choices=["inference", "training"])
    options = parser.parse_args()
    if options.contest:
        return contest(options.contest)
    if not options.program:
        parser.error("name the program: build/release/seglab")
    processes = {name: start(*how) for name, how in CONTESTANTS.items()}
    jobs = [("inference", size, 1) for size in (128, 256)] + [("training", 64, 8), ("training", 128, 4)]
    for what, size, batch in jobs:
        if options.only not in (None, what):
            continue
        able = {n: p for n, p in processes.items() if what == "inference" or "optimize" not in n}
        for threads in options.threads:
            times = race(options.program, able, (what, size, batch, threads, options.runs), options.rounds)
            own = times.pop("seglab")
            print(f"{what} {size}x{size}, batch {batch}, {threads} threads: seglab {statistics.median(own):.2f} ms")
            for name, other in times.items():
                ratio = statistics.median(b / a for a, b in zip(own, other))
                print(f"    {statistics.median(other):8.2f} ms  {ratio:5.2f}x  {name}", flush=True)
    for process in processes.values():
        process.stdin.close()
        process.wait()


if __name__ == "__main__":
    main()
