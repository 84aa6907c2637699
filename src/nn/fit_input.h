#pragma once

#include "core/matrix.h"
#include "core/tensor.h"
#include "nn/network.h"

// A picture of any size for a network that takes some sizes only, or whose scores are smaller than its input.
namespace seglab::nn {

struct FittedPlane {
    core::Pair picture;  ///< what is wanted scores for
    core::Pair input;    ///< what the network is given: at least as large
    core::Pair before;   ///< rows above and columns left of the picture in the input
    bool padded() const { return input != picture; }
};

/// The smallest input whose scores cover the picture. A network with scores as large as its input is padded at the end;
/// one whose scores are smaller (unpadded convolutions), on all sides, since its scores are those of the middle. Throws
/// BadInput as inferShapes does where no size up to 1,024 pixels more fits.
FittedPlane fitPlane(const Network& network, core::Pair picture);

/// Where a cell outside of 0 … size − 1 is read: mirrored at the first and last cell, which are not repeated, as often
/// as it takes (numpy.pad's "reflect").
std::int64_t reflected(std::int64_t cell, std::int64_t size);

/// [N,C,picture] to [N,C,input].
core::Tensor<float> padByReflection(const core::Tensor<float>& picture, const FittedPlane& plane);

/// The scores of the picture's pixels: [N,classes,…] to [N,classes,picture].
core::Tensor<float> cropToPicture(const core::Tensor<float>& scores, const FittedPlane& plane);

}  // namespace seglab::nn
