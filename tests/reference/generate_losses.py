#!/usr/bin/env python3
"""Writes losses_and_normalisation.txt: what PyTorch gives for losses and batch normalisation, and their gradients.

    /usr/bin/python3 generate_losses.py     needs the package python3-torch (1.13.1 was used); not part of the build

One line per configuration, as in generate_operators.py: operands are drawn from the seed in the order given here.
cross_entropy: logits, then one draw d a pixel (label = (8 d + 8) mod (classes + 1), where `classes` stands for
ignored), then class weights 1.25 + d. binary_cross_entropy: logits, targets (d + 1) / 2, weights 1.25 + d.
batch_norm: input, weight, bias, the gradient of the output, running mean, running variance 1.25 + d.
`expected` is the loss and its gradient; of batch_norm output, three gradients, new running mean and variance.
"""

import random

import torch
import torch.nn.functional as F

from generate_operators import FOLDER, Draws, commas, decimals


def cross_entropy(draws, shape, weighted):
    logits = draws.tensor(shape).mul(3).requires_grad_()
    classes = shape[1]
    labels = draws.tensor([shape[0]] + shape[2:]).mul(8).add(8).long() % (classes + 1)
    labels[labels == classes] = 255
    weights = draws.tensor([classes]) + 1.25 if weighted else None
    loss = F.cross_entropy(logits, labels, weight=weights, ignore_index=255)
    loss.backward()
    return [loss, logits.grad]


def binary_cross_entropy(draws, shape, weighted):
    logits = draws.tensor(shape).mul(3).requires_grad_()
    targets = (draws.tensor(shape) + 1) / 2
    weights = draws.tensor(shape) + 1.25 if weighted else None
    loss = F.binary_cross_entropy_with_logits(logits, targets, weight=weights)
    loss.backward()
    return [loss, logits.grad]


def batch_norm(draws, shape, training):
    channels = [shape[1]]
    x, weight, bias = (draws.tensor(s).requires_grad_() for s in (shape, channels, channels))
    gradient = draws.tensor(shape)
    mean, variance = draws.tensor(channels), draws.tensor(channels) + 1.25
    y = F.batch_norm(x, mean, variance, weight, bias, training=bool(training), momentum=0.1, eps=1e-5)
    y.backward(gradient)
    return [y, x.grad, weight.grad, bias.grad, mean, variance]


def lines():
    rng = random.Random(5)
    for run in (cross_entropy, binary_cross_entropy, batch_norm):
        for _ in range(20):
            seed = rng.randint(1, 2**31 - 1)
            shape = [rng.randint(1, 3), rng.randint(2, 4), rng.randint(2, 3), rng.randint(1, 3)]
            flag = rng.randint(0, 1)
            values = torch.cat([part.detach().flatten() for part in run(Draws(seed), shape, flag)])
            yield (f"{run.__name__} seed={seed} input={commas(shape)} flag={flag} shape={len(values)} "
                   f"expected={decimals(values)}")


if __name__ == "__main__":
    (FOLDER / "losses_and_normalisation.txt").write_text("\n".join(lines()) + "\n")
