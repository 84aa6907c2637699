#pragma once

#include "nn/networks.h"

// One function per network: the ones of the papers and of the lecture, most of them with fewer channels. Nodes have the
// names that the authors gave to their layers.
namespace seglab::nn {

/// Patch classifiers with a receptive field of `field` × `field` (odd): unpadded 3×3 convolutions with stride 1, so
/// that a patch of that size gives one score per class, and a picture gives the scores of all its patches in one pass.
Network patchClassifier(int field, const NetworkOptions& options);

/// Convolutions only, at the picture's own resolution.
Network fullResolution(const NetworkOptions& options);

/// FCN-32s, -16s or -8s on one encoder: `stride` is 32, 16 or 8. Long, Shelhamer & Darrell (CVPR 2015), fig. 3.
Network fullyConvolutional(int stride, const NetworkOptions& options);

/// Noh, Hong & Han, "Learning Deconvolution Network for Semantic Segmentation" (ICCV 2015), fig. 2.
Network deconvolutionNetwork(const NetworkOptions& options);

/// The U-Net of the lecture's figure: up-sampling that keeps its channels, hence 1536, 768, 384 and 192 after
/// concatenation.
Network unetOfTheLecture(const NetworkOptions& options);

/// Ronneberger, Fischer & Brox, "U-Net" (MICCAI 2015), fig. 1: unpadded, 572 × 572 to 388 × 388.
Network unetOf2015(const NetworkOptions& options);

}  // namespace seglab::nn
