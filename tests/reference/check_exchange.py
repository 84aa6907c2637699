#!/usr/bin/env python3
"""Takes weights from PyTorch to SegLab, network by network, and compares the logits of a picture.

    /usr/bin/python3 check_exchange.py PATH/TO/seglab     needs python3-torch and python3-pil; not part of the build
"""

import pathlib
import subprocess
import sys
import tempfile

import numpy
import torch
from PIL import Image

import networks
import weights

# The node that holds the logits, and what has to be said where two networks have the same tensors.
NETS = {
    "unet": ("head", []),
    "unet-bn": ("head", []),
    "unet-add": ("head", ["--net", "unet-add"]),
    "patch-17": ("head", []),
    "fullres": ("head", []),
    "fcn8s": ("upscore8", []),
    "deconvnet": ("seg_score", []),
}


def main(seglab):
    folder = pathlib.Path(tempfile.mkdtemp())
    pixels = numpy.random.default_rng(1).integers(0, 256, (64, 96, 3), dtype=numpy.uint8)
    Image.fromarray(pixels).save(folder / "picture.png")
    worst = 0
    for name, (head, said) in NETS.items():
        torch.manual_seed(3)
        net = networks.named(name).eval()
        weights.write(folder / "w.safetensors", net.state_dict(), {"format": "pt"})
        command = [seglab, "predict", "--weights", "w.safetensors", "--image", "picture.png", "--activations", "a.npz"]
        subprocess.run([*command, *said], cwd=folder, check=True, capture_output=True)
        activations = numpy.load(folder / "a.npz")
        with torch.no_grad():
            logits = net(torch.from_numpy(activations["input"])).numpy()
        difference = abs(logits - activations[head]).max()
        worst = max(worst, difference)
        print(f"{name:10} largest difference of a logit {difference:.1e}")
    return worst < 1e-4


if __name__ == "__main__":
    sys.exit(0 if main(str(pathlib.Path(sys.argv[1]).resolve())) else 1)
