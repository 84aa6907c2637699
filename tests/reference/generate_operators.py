#!/usr/bin/env python3
"""Writes the numbers that PyTorch gives for seeded random settings: convolutions.txt, pooling_and_resizing.txt.

    /usr/bin/python3 generate_operators.py     needs the package python3-torch (1.13.1 was used); not part of the build

One line per configuration: `operator name=value ... expected=...`. Operands are not written down. Both sides make them
from the seed: state = (1103515245 * state + 12345) mod 2^31, and each draw is ((state >> 16) mod 17 - 8) / 8, first for
the input, then the weight, then the bias. All sums of their products are multiples of 1/64 that float32 holds exactly;
expected values are written in 64ths. `expected=refused` stands for settings that PyTorch does not take.

pooling_and_resizing.txt is in the same manner; averages and interpolated values, which are no 64ths, are written as the
shortest decimals of float64. There are 17 values to draw from, so that many windows have ties. Positions to
unpool to are distinct (PyTorch leaves duplicates open) and follow the values in the draws: the positions of a plane are
sorted by (draw, position), and the first ones are taken in that order.
"""

import pathlib
import random

import torch
import torch.nn.functional as F

FOLDER = pathlib.Path(__file__).parent


class Draws:
    """Operands from a seed; the same in tests/core/reference.h."""

    def __init__(self, seed):
        self.state = seed

    def tensor(self, shape):
        count = 1
        for size in shape:
            count *= size
        values = []
        for _ in range(count):
            self.state = (1103515245 * self.state + 12345) % 2**31
            values.append(((self.state >> 16) % 17 - 8) / 8)
        return torch.tensor(values, dtype=torch.float64).reshape(shape)


def commas(values):
    return ",".join(str(int(value)) for value in values)


def in_64ths(tensor):
    exact = tensor * 64
    assert torch.equal(exact, exact.round())
    return commas(exact.flatten().tolist())


def convolution_settings(rng, axes, transposed):
    pair = lambda low, high: [rng.randint(low, high) for _ in range(axes)]
    groups = rng.choice([1, 1, 1, 2, 3])
    settings = {
        "channels": [groups * rng.randint(1, 2), groups * rng.randint(1, 2)],
        "size": pair(1, 5 if transposed else 8),
        "kernel": pair(1, 4),
        "stride": pair(1, 3),
        "padding": pair(0, 3),
        "dilation": pair(1, 3),
        "output_padding": pair(0, 2) if transposed else [0] * axes,
        "groups": groups,
        "mode": "zeros" if transposed else rng.choice(["zeros", "zeros", "reflect", "replicate"]),
        "bias": rng.randint(0, 1),
        "batch": rng.choice([0, 1, 1, 2]),  # 0: none, a tensor of one rank less
    }
    return settings


def layer(axes, transposed, s):
    name = ("ConvTranspose" if transposed else "Conv") + f"{axes}d"
    extra = {"output_padding": s["output_padding"]} if transposed else {}
    return getattr(torch.nn, name)(
        *s["channels"], s["kernel"], stride=s["stride"], padding=s["padding"], dilation=s["dilation"],
        groups=s["groups"], bias=bool(s["bias"]), padding_mode=s["mode"], dtype=torch.float64, **extra)


def run_convolution(axes, transposed, s, seed):
    net = layer(axes, transposed, s)
    draws = Draws(seed)
    shape = ([s["batch"]] if s["batch"] else []) + [s["channels"][0]] + s["size"]
    x = draws.tensor(shape)
    with torch.no_grad():
        net.weight.copy_(draws.tensor(net.weight.shape))
        if s["bias"]:
            net.bias.copy_(draws.tensor(net.bias.shape))
        y = net(x)
    return shape, list(net.weight.shape), y


def convolution_line(axes, transposed, s, seed):
    operator = ("conv_transpose" if transposed else "conv") + f"{axes}d"
    parts = [operator, f"seed={seed}"]
    try:
        shape, weight, y = run_convolution(axes, transposed, s, seed)
        result = [f"shape={commas(y.shape)}", f"expected={in_64ths(y)}"]
    except RuntimeError:
        groups = s["groups"]
        shape = ([s["batch"]] if s["batch"] else []) + [s["channels"][0]] + s["size"]
        first, second = s["channels"] if transposed else reversed(s["channels"])
        weight = [first, second // groups] + s["kernel"]
        result = ["expected=refused"]
    parts += [f"input={commas(shape)}", f"weight={commas(weight)}", f"bias={s['bias']}"]
    parts += [f"{name}={commas(s[name])}" for name in ("stride", "padding", "dilation", "output_padding")]
    parts += [f"groups={s['groups']}", f"mode={s['mode']}"] + result
    return " ".join(parts)


def convolutions():
    rng = random.Random(2)
    wanted = {(1, False): 70, (2, False): 160, (1, True): 90, (2, True): 180}
    for (axes, transposed), count in wanted.items():
        taken, refused = 0, 0
        while taken < count or refused < 15:
            seed = rng.randint(1, 2**31 - 1)
            line = convolution_line(axes, transposed, convolution_settings(rng, axes, transposed), seed)
            bad = line.endswith("refused")
            if len(line) > 1500 or (refused >= 15 if bad else taken >= count):
                continue
            taken, refused = taken + (not bad), refused + bad
            yield line


def decimals(tensor):
    return ",".join(repr(value).removesuffix(".0") for value in tensor.flatten().tolist())


def random_shape(rng, low, high):
    batch = rng.choice([0, 1, 2])  # 0: none, a tensor of one rank less
    return ([batch] if batch else []) + [rng.randint(1, 2), rng.randint(low, high), rng.randint(low, high)]


def line_of(op, seed, shape, settings, run):
    """Runs it; `run` gives the rest of the line from the input."""
    parts = [op, f"seed={seed}", f"input={commas(shape)}"]
    parts += [f"{name}={value if isinstance(value, str) else commas(value)}" for name, value in settings.items()]
    try:
        parts += run(Draws(seed))
    except (RuntimeError, ValueError):
        parts += ["expected=refused"]
    return " ".join(parts)


def pooling_settings(rng, dilated):
    pair = lambda low, high: [rng.randint(low, high) for _ in range(2)]
    settings = {"kernel": pair(1, 4), "stride": pair(1, 3), "padding": pair(0, 2)}
    if dilated:
        settings["dilation"] = pair(1, 2)
    return settings


def max_pool(rng, seed):
    s, shape = pooling_settings(rng, True), random_shape(rng, 1, 7)

    def run(draws):
        y, where = F.max_pool2d(draws.tensor(shape), s["kernel"], s["stride"], s["padding"], s["dilation"],
                                return_indices=True)
        if torch.isinf(y).any():
            return ["expected=beyond"]  # a window of padding alone; its position lies outside the plane
        return [f"shape={commas(y.shape)}", f"indices={commas(where.flatten().tolist())}", f"expected={in_64ths(y)}"]

    return line_of("max_pool2d", seed, shape, s, run)


def avg_pool(rng, seed):
    s, shape = pooling_settings(rng, False), random_shape(rng, 1, 6)
    count = rng.randint(0, 1)

    def run(draws):
        y = F.avg_pool2d(draws.tensor(shape), s["kernel"], s["stride"], s["padding"], count_include_pad=bool(count))
        return [f"shape={commas(y.shape)}", f"expected={decimals(y)}"]

    return line_of("avg_pool2d", seed, shape, {**s, "count_include_pad": [count]}, run)


def distinct_positions(draws, shape, plane):
    """Of a plane of so many cells, as many positions as a plane of the input has, for each of its planes."""
    cells = shape[-1] * shape[-2]
    planes = 1
    for size in shape[:-2]:
        planes *= size
    positions = []
    for _ in range(planes):
        drawn = draws.tensor([plane]).tolist()
        positions += sorted(range(plane), key=lambda position: (drawn[position], position))[:cells]
    return torch.tensor(positions, dtype=torch.int64).reshape(shape)


def max_unpool(rng, seed):
    s, shape = pooling_settings(rng, False), random_shape(rng, 1, 3)
    standard = [(n - 1) * st - 2 * p + k for n, st, p, k in zip(shape[-2:], s["stride"], s["padding"], s["kernel"])]
    size = [n + rng.choice([0, 0, 1, -1, 2]) for n in standard]
    if min(size) < 1 or size[0] * size[1] < shape[-1] * shape[-2]:
        return None

    def run(draws):
        x = draws.tensor(shape)
        where = distinct_positions(draws, shape, size[0] * size[1])
        y = F.max_unpool2d(x, where, s["kernel"], s["stride"], s["padding"], output_size=size)
        return [f"shape={commas(y.shape)}", f"expected={in_64ths(y)}"]

    return line_of("max_unpool2d", seed, shape, {**s, "output_size": size}, run)


def resize(op, rng, seed):
    shape = random_shape(rng, 1, 5)
    corners = rng.randint(0, 1) if op == "upsample_bilinear" else 0
    target = {}
    if rng.randint(0, 1):
        target["size"] = [rng.randint(1, 8), rng.randint(1, 8)]
    else:
        target["factor"] = ",".join(rng.choice(["0.5", "1", "1.25", "1.5", "1.7", "2", "2.5", "3"]) for _ in range(2))

    def run(draws):
        mode = op.removeprefix("upsample_")
        extra = {"align_corners": bool(corners)} if mode == "bilinear" else {}
        if "size" in target:
            extra["size"] = target["size"]
        else:
            extra["scale_factor"] = [float(factor) for factor in target["factor"].split(",")]
        x = draws.tensor(shape)
        y = F.interpolate(x if len(shape) == 4 else x[None], mode=mode, **extra)
        y = y if len(shape) == 4 else y[0]
        return [f"shape={commas(y.shape)}", f"expected={decimals(y)}"]

    return line_of(op, seed, shape, {**target, "align_corners": [corners]}, run)


def activation(op, rng, seed):
    shape = random_shape(rng, 1, 3)
    shape[-3] = rng.randint(1, 6)

    def run(draws):
        x = draws.tensor(shape)
        channels = len(shape) - 3
        y = {"relu": lambda: F.relu(x), "softmax": lambda: F.softmax(x, channels),
             "argmax": lambda: torch.argmax(x, channels).to(torch.float64)}[op]()
        return [f"shape={commas(y.shape)}", f"expected={decimals(y)}"]

    return line_of(op, seed, shape, {}, run)


def pooling_and_resizing():
    rng = random.Random(3)
    nearest = lambda r, seed: resize("upsample_nearest", r, seed)
    bilinear = lambda r, seed: resize("upsample_bilinear", r, seed)
    plain = lambda op: lambda r, seed: activation(op, r, seed)
    wanted = [(max_pool, 100, 12), (avg_pool, 60, 10), (max_unpool, 60, 12), (nearest, 50, 0), (bilinear, 70, 0),
              (plain("relu"), 8, 0), (plain("softmax"), 15, 0), (plain("argmax"), 20, 0)]
    for make, count, refusals in wanted:
        taken, refused = 0, 0
        while taken < count or refused < refusals:
            line = make(rng, rng.randint(1, 2**31 - 1))
            if line is None or line.endswith("beyond") or len(line) > 1500:
                continue
            bad = line.endswith("refused")
            if refused >= refusals if bad else taken >= count:
                continue
            taken, refused = taken + (not bad), refused + bad
            yield line


def write(name, lines):
    lines = list(lines)
    (FOLDER / name).write_text("\n".join(lines) + "\n")
    print(f"{name}: {len(lines)} configurations, {(FOLDER / name).stat().st_size} bytes")


if __name__ == "__main__":
    write("convolutions.txt", convolutions())
    write("pooling_and_resizing.txt", pooling_and_resizing())
