#!/usr/bin/env python3
"""Writes the numbers that PyTorch gives for seeded random settings: convolutions.txt.

    /usr/bin/python3 generate_operators.py     needs the package python3-torch (1.13.1 was used); not part of the build

One line per configuration: `operator name=value ... expected=...`. Operands are not written down. Both sides make them
from the seed: state = (1103515245 * state + 12345) mod 2^31, and each draw is ((state >> 16) mod 17 - 8) / 8, first for
the input, then the weight, then the bias. All sums of their products are multiples of 1/64 that float32 holds exactly;
expected values are written in 64ths. `expected=refused` stands for settings that PyTorch does not take.
"""

import pathlib
import random

import torch

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


def write(name, lines):
    lines = list(lines)
    (FOLDER / name).write_text("\n".join(lines) + "\n")
    print(f"{name}: {len(lines)} configurations, {(FOLDER / name).stat().st_size} bytes")


if __name__ == "__main__":
    write("convolutions.txt", convolutions())
