#!/usr/bin/env python3
"""Writes what PyTorch's networks of networks.py give for drawn weights and pictures: networks.txt.

    /usr/bin/python3 generate_networks.py     needs the package python3-torch (1.13.1 was used); not part of the build

`state`: the names and shapes of a network's state dict (without num_batches_tracked) and its trained parameters.
`network`: weights are drawn by the rule of generate_operators.py from `seed`, tensor after tensor in the order of their
sorted names: convolutions draw * sqrt(6 / fan in), where the fan in is the product of all axes but the first; biases
draw / 8; batch normalisation's weight and running_var 1 + draw / 4, bias and running_mean draw / 4. Then the picture.
`expected` has every `step`-th logit, `mask` the class of every pixel, and `margin` the smallest lead of a class.
The two largest networks have a state only.
"""

import math

import torch

import networks
from generate_operators import FOLDER, Draws

BANDS, CLASSES = 2, 3
SIZES = {"fcn32s": (64, 96), "fcn16s": (64, 96), "fcn8s": (64, 96), "deconvnet": (37, 50), "patch-33": (44, 50)}
TOO_LARGE = ["unet-lecture", "unet-2015"]


def drawn(name, tensor, draws, normalised):
    values = draws.tensor(tensor.shape)
    if normalised:
        return values / 4 + (1 if name.endswith((".weight", ".running_var")) else 0)
    if tensor.dim() == 4:
        return values * math.sqrt(6 / (tensor.numel() / tensor.shape[0]))
    return values / 8


def state_of(net):
    return {name: tensor for name, tensor in net.state_dict().items() if "num_batches" not in name}


def draw_weights(net, draws):
    state = state_of(net)
    drawn_state = {}
    for name in sorted(state):
        normalised = name.rsplit(".", 1)[0] + ".running_var" in state
        drawn_state[name] = drawn(name, state[name], draws, normalised).float()
    net.load_state_dict(drawn_state, strict=False)


def main():
    lines = []
    for seed, name in enumerate(networks.NAMES, 1):
        net = networks.named(name, BANDS, CLASSES).eval()
        count = sum(parameter.numel() for parameter in net.parameters())
        tensors = ";".join(f"{key}:{','.join(map(str, t.shape))}" for key, t in sorted(state_of(net).items()))
        lines.append(f"state net={name} parameters={count} tensors={tensors}")
        if name in TOO_LARGE:
            continue
        draws = Draws(seed)
        draw_weights(net, draws)
        height, width = SIZES.get(name, (32, 40))
        picture = draws.tensor([1, BANDS, height, width]).float()
        with torch.no_grad():
            logits = net(picture)[0]
        flat = logits.flatten().tolist()
        step = max(1, len(flat) // 100)
        best = logits.topk(2, 0).values
        lines.append(
            f"network net={name} seed={seed} input=1,{BANDS},{height},{width} output=1,{','.join(map(str, logits.shape))}"
            f" step={step} shape={len(flat[::step])} expected={','.join(f'{value:.7g}' for value in flat[::step])}"
            f" margin={(best[0] - best[1]).min():.3g} mask={''.join(map(str, logits.argmax(0).flatten().tolist()))}"
        )
        print(name, f"{logits.std():.3g}", "classes", logits.argmax(0).flatten().bincount().tolist())
    (FOLDER / "networks.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
