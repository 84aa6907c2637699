#include "nn/kernels/sets.h"
#include "nn/kernels/vector.h"

namespace seglab::nn::kernels {

extern const Table SEGLAB_KERNEL_TABLE = {
    .name = SEGLAB_KERNEL_NAME,
    .lanes = kLanes,
    .blockVectors = 2,
    .convolve = SEGLAB_KERNEL_SET::convolve,
    .weightGradient = SEGLAB_KERNEL_SET::weightGradient,
    .resample = SEGLAB_KERNEL_SET::resample,
    .maxPool = SEGLAB_KERNEL_SET::maxPool,
    .unpool = SEGLAB_KERNEL_SET::unpool,
    .poolGradient = SEGLAB_KERNEL_SET::poolGradient,
    .channelAffine = SEGLAB_KERNEL_SET::channelAffine,
    .normaliseBackward = SEGLAB_KERNEL_SET::normaliseBackward,
    .pointwise = SEGLAB_KERNEL_SET::pointwise,
    .gateAndSum = SEGLAB_KERNEL_SET::gateAndSum,
    .moments = SEGLAB_KERNEL_SET::moments,
};

}  // namespace seglab::nn::kernels
