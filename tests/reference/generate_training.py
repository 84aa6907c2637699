#!/usr/bin/env python3
"""Writes training.txt: 50 steps of PyTorch's SGD and Adam on a small U-Net, and the learning rates of its schedules.

    /usr/bin/python3 generate_training.py     needs the package python3-torch (1.13.1 was used); not part of the build

The network has widths 4, 6 and 8, two input bands and three classes. Weights and batches are drawn from the seed as in
generate_operators.py: first all parameters in the order of the state dict, scaled by 1 / sqrt(fan in) (of batch
normalisation weights 1 and biases 0, which are not drawn), then for every step a batch of 2 x 2 x 16 x 12, whose label
is 0 where the sum of both bands is below -0.25, 2 where it is above 0.25, else 1.
"""

import math

import torch
import torch.nn.functional as F

from generate_operators import FOLDER, Draws
from networks import UNet

STEPS = 50


def draw_weights(net, draws):
    fan = 1
    for name, parameter in net.named_parameters():
        if "bn" in name:
            continue
        if parameter.dim() == 4:
            fan = math.prod(parameter.shape[1:])
        drawn = draws.tensor(parameter.shape) / math.sqrt(fan)
        with torch.no_grad():
            parameter.copy_(drawn.float())


def draw_batch(draws):
    images = draws.tensor([2, 2, 16, 12])
    total = images.sum(1)
    return images.float(), 1 + (total > 0.25).long() - (total < -0.25).long()


def optimiser_of(name, parameters, rate, decay):
    if name == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=0.9, weight_decay=decay)
    return torch.optim.Adam(parameters, lr=rate, weight_decay=decay)


def schedule_of(name, optimiser):
    if name == "cosine":
        return torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=STEPS, eta_min=1e-4)
    if name == "step":
        return torch.optim.lr_scheduler.StepLR(optimiser, step_size=15, gamma=0.3)
    return torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1)


def curve(seed, name, rate, decay, schedule, normalised):
    draws = Draws(seed)
    net = UNet(2, 3, [4, 6, 8], normalised=normalised)
    draw_weights(net, draws)
    optimiser = optimiser_of(name, net.parameters(), rate, decay)
    scheduler = schedule_of(schedule, optimiser)
    losses, rates = [], []
    for _ in range(STEPS):
        images, labels = draw_batch(draws)
        loss = F.cross_entropy(net(images), labels)
        optimiser.zero_grad()
        loss.backward()
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
        losses.append(loss.item())
    print(name, schedule, f"{losses[0]:.3f} -> {losses[-1]:.3f}")
    decimals = lambda values: ",".join(f"{value:.9g}" for value in values)
    return (f"curve seed={seed} optimiser={name} rate={rate} decay={decay} schedule={schedule} "
            f"normalised={int(normalised)} shape={STEPS} rates={decimals(rates)} expected={decimals(losses)}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    lines = [
        curve(11, "sgd", 0.05, 0, "constant", False),
        curve(12, "sgd", 0.1, 0.01, "step", False),
        curve(13, "adam", 0.003, 0, "constant", False),
        curve(14, "adam", 0.005, 0.001, "cosine", False),  # at 0.01 PyTorch is 1e-3 away from its own float64
        curve(15, "adam", 0.003, 0, "constant", True),
        curve(16, "sgd", 0.05, 0.001, "cosine", True),
    ]
    (FOLDER / "training.txt").write_text("\n".join(lines) + "\n")
