"""The named networks in PyTorch, by the same names: their state dicts load into SegLab's and SegLab's into these.

    net = networks.named("unet", bands=3, classes=6)
    net.load_state_dict(weights.read("w.safetensors")[0], strict=False)    # weights.py beside this file
"""

import torch
from torch import nn
from torch.nn import functional as F


def double_block(bands, channels, normalised=False):
    """conv1, (bn1,) relu1, conv2, (bn2,) relu2."""
    block = nn.Sequential()
    for number in "12":
        block.add_module("conv" + number, nn.Conv2d(bands, channels, 3, padding=1, bias=not normalised))
        if normalised:
            block.add_module("bn" + number, nn.BatchNorm2d(channels))
        block.add_module("relu" + number, nn.ReLU())
        bands = channels
    return block


class UNet(nn.Module):
    """unet, unet-s and their variants; level 1 is the finest."""

    def __init__(self, bands, classes, widths, skip="concatenation", normalised=False):
        super().__init__()
        self.levels, self.skip = len(widths) - 1, skip
        for level in range(1, self.levels + 1):
            setattr(self, f"down{level}", double_block(bands, widths[level - 1], normalised))
            bands = widths[level - 1]
        self.bottleneck = double_block(bands, widths[-1], normalised)
        for level in range(self.levels, 0, -1):
            width = widths[level - 1]
            setattr(self, f"up{level}", nn.ConvTranspose2d(widths[level], width, 2, stride=2))
            joined = 2 * width if skip == "concatenation" else width
            setattr(self, f"refine{level}", double_block(joined, width, normalised))
        self.head = nn.Conv2d(widths[0], classes, 1)

    def forward(self, x):
        skips = {}
        for level in range(1, self.levels + 1):
            skips[level] = getattr(self, f"down{level}")(x)
            x = F.max_pool2d(skips[level], 2)
        x = self.bottleneck(x)
        for level in range(self.levels, 0, -1):
            x = getattr(self, f"up{level}")(x)
            if self.skip == "concatenation":
                x = torch.cat([skips[level], x], 1)
            elif self.skip == "addition":
                x = skips[level] + x
            x = getattr(self, f"refine{level}")(x)
        return self.head(x)


def plain(bands, classes, layers, channels, kernel, padding=0):
    """Patch classifiers (unpadded) and the network at full resolution (padded)."""
    net = nn.Sequential()
    for layer in range(1, layers + 1):
        net.add_module(f"conv{layer}", nn.Conv2d(bands, channels, kernel, padding=padding))
        net.add_module(f"relu{layer}", nn.ReLU())
        bands = channels
    net.add_module("head", nn.Conv2d(channels, classes, 1))
    return net


class FCN(nn.Module):
    """Long, Shelhamer & Darrell (2015), with fewer channels: stride 32, 16 or 8."""

    def __init__(self, bands, classes, stride):
        super().__init__()
        self.stride = stride
        for stage, width in enumerate([16, 32, 48, 64, 96], 1):
            setattr(self, f"conv{stage}_1", nn.Conv2d(bands, width, 3, padding=1))
            setattr(self, f"conv{stage}_2", nn.Conv2d(width, width, 3, padding=1))
            bands = width
        self.fc6 = nn.Conv2d(bands, 128, 3, padding=1)
        self.fc7 = nn.Conv2d(128, 128, 1)
        self.score_fr = nn.Conv2d(128, classes, 1)
        twice = dict(kernel_size=4, stride=2, padding=1, bias=False)
        if stride <= 16:
            self.score_pool4 = nn.Conv2d(64, classes, 1)
            self.upscore2 = nn.ConvTranspose2d(classes, classes, **twice)
        if stride <= 8:
            self.score_pool3 = nn.Conv2d(48, classes, 1)
            self.upscore_pool4 = nn.ConvTranspose2d(classes, classes, **twice)

    def forward(self, x):
        pools = {}
        for stage in range(1, 6):
            x = F.relu(getattr(self, f"conv{stage}_1")(x))
            x = F.relu(getattr(self, f"conv{stage}_2")(x))
            x = pools[stage] = F.max_pool2d(x, 2)
        x = F.dropout(F.relu(self.fc6(x)), 0.5, self.training)
        x = F.dropout(F.relu(self.fc7(x)), 0.5, self.training)
        x = self.score_fr(x)
        if self.stride <= 16:
            x = self.upscore2(x) + self.score_pool4(pools[4])
        if self.stride <= 8:
            x = self.upscore_pool4(x) + self.score_pool3(pools[3])
        return F.interpolate(x, scale_factor=self.stride, mode="bilinear", align_corners=False)


class DeconvNet(nn.Module):
    """Noh, Hong & Han (2015), with fewer channels and stages."""

    def __init__(self, bands, classes):
        super().__init__()
        widths = [16, 32, 64, 64]
        for stage, width in enumerate(widths, 1):
            self.add("conv", "bn", f"{stage}_1", bands, width, 3)
            self.add("conv", "bn", f"{stage}_2", width, width, 3)
            bands = width
        self.add("conv", "bn", "_fc6", bands, 128, 3)
        self.add("conv", "bn", "_fc7", 128, 128, 3)
        self.add("deconv", "debn", "_fc6", 128, widths[-1], 3)
        for stage in range(len(widths), 0, -1):
            width = widths[stage - 1]
            self.add("deconv", "debn", f"{stage}_1", width, width, 3)
            self.add("deconv", "debn", f"{stage}_2", width, widths[max(stage - 2, 0)], 3)
        self.seg_score = nn.Conv2d(widths[0], classes, 1)

    def add(self, name, norm, number, bands, channels, kernel):
        kind = nn.Conv2d if name == "conv" else nn.ConvTranspose2d
        setattr(self, name + number, kind(bands, channels, kernel, padding=1, bias=False))
        setattr(self, norm + number, nn.BatchNorm2d(channels))

    def layer(self, name, norm, number, x):
        return F.relu(getattr(self, norm + number)(getattr(self, name + number)(x)))

    def forward(self, x):
        positions, sizes = {}, {}
        for stage in range(1, 5):
            x = self.layer("conv", "bn", f"{stage}_1", x)
            x = self.layer("conv", "bn", f"{stage}_2", x)
            sizes[stage] = x.shape[2:]
            x, positions[stage] = F.max_pool2d(x, 2, return_indices=True)
        x = self.layer("conv", "bn", "_fc6", x)
        x = self.layer("conv", "bn", "_fc7", x)
        x = self.layer("deconv", "debn", "_fc6", x)
        for stage in range(4, 0, -1):
            x = F.max_unpool2d(x, positions[stage], 2, output_size=sizes[stage])
            x = self.layer("deconv", "debn", f"{stage}_1", x)
            x = self.layer("deconv", "debn", f"{stage}_2", x)
        return self.seg_score(x)


class UNetOfTheLecture(nn.Module):
    """64 to 1024 channels, up-sampling that keeps them: 1536, 768, 384 and 192 after concatenation."""

    def __init__(self, bands, classes, widths=(64, 128, 256, 512, 1024)):
        super().__init__()
        for level in range(1, 5):
            setattr(self, f"down{level}", double_block(bands, widths[level - 1]))
            bands = widths[level - 1]
        self.bottleneck = double_block(bands, widths[4])
        for level in range(4, 0, -1):
            setattr(self, f"refine{level}", double_block(widths[level - 1] + widths[level], widths[level - 1]))
        self.head = nn.Conv2d(widths[0], classes, 1)

    def column(self, name, x):
        block = getattr(self, name)
        x = F.dropout(F.relu(block.conv1(x)), 0.2, self.training)
        return F.relu(block.conv2(x))

    def forward(self, x):
        skips = {}
        for level in range(1, 5):
            skips[level] = self.column(f"down{level}", x)
            x = F.max_pool2d(skips[level], 2)
        x = self.column("bottleneck", x)
        for level in range(4, 0, -1):
            x = torch.cat([skips[level], F.interpolate(x, scale_factor=2, mode="nearest")], 1)
            x = self.column(f"refine{level}", x)
        return self.head(x)


class UNetOf2015(nn.Module):
    """Ronneberger, Fischer & Brox (2015): unpadded, the skips cropped."""

    def __init__(self, bands, classes, widths=(64, 128, 256, 512, 1024)):
        super().__init__()
        for level in range(1, 5):
            setattr(self, f"down{level}", self.unpadded(bands, widths[level - 1]))
            bands = widths[level - 1]
        self.bottleneck = self.unpadded(bands, widths[4])
        for level in range(4, 0, -1):
            width = widths[level - 1]
            setattr(self, f"up{level}", nn.ConvTranspose2d(widths[level], width, 2, stride=2))
            setattr(self, f"refine{level}", self.unpadded(2 * width, width))
        self.head = nn.Conv2d(widths[0], classes, 1)

    @staticmethod
    def unpadded(bands, channels):
        block = double_block(bands, channels)
        block.conv1.padding = block.conv2.padding = (0, 0)
        return block

    def forward(self, x):
        skips = {}
        for level in range(1, 5):
            x = getattr(self, f"down{level}")(x)
            if level == 4:
                x = F.dropout(x, 0.5, self.training)
            skips[level] = x
            x = F.max_pool2d(x, 2)
        x = F.dropout(self.bottleneck(x), 0.5, self.training)
        for level in range(4, 0, -1):
            x = getattr(self, f"up{level}")(x)
            top, left = ((skips[level].shape[axis] - x.shape[axis]) // 2 for axis in (2, 3))
            skip = skips[level][:, :, top : top + x.shape[2], left : left + x.shape[3]]
            x = getattr(self, f"refine{level}")(torch.cat([skip, x], 1))
        return self.head(x)


NAMES = {
    **{
        name + suffix: (lambda b, c, w=widths, o=options: UNet(b, c, w, **o))
        for name, widths in {"unet": [8, 16, 32, 64], "unet-s": [16, 32, 64, 128]}.items()
        for suffix, options in {
            "": {},
            "-add": {"skip": "addition"},
            "-noskip": {"skip": None},
            "-bn": {"normalised": True},
        }.items()
    },
    "patch-1": lambda b, c: plain(b, c, 2, 16, 1),
    **{f"patch-{f}": (lambda b, c, n=(f - 1) // 2: plain(b, c, n, 16, 3)) for f in (5, 9, 17, 33)},
    "fullres": lambda b, c: plain(b, c, 10, 32, 3, padding=1),
    **{f"fcn{s}s": (lambda b, c, s=s: FCN(b, c, s)) for s in (32, 16, 8)},
    "deconvnet": DeconvNet,
    "unet-lecture": UNetOfTheLecture,
    "unet-2015": UNetOf2015,
}


def named(name, bands=3, classes=6):
    return NAMES[name](bands, classes)
