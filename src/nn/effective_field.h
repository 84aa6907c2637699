#pragma once

#include <optional>

#include "core/matrix.h"
#include "nn/engine.h"

namespace seglab::nn {

/// How much each pixel of a picture moves the scores of one cell of the output: |∂score/∂x|, summed over the bands,
/// [H,W]. The score is that of `klass`, or the sum of all classes'. Within the receptive field (receptive_field.h), and
/// zero outside of it; most of it lies near the middle. Luo, Li, Urtasun & Zemel (NeurIPS 2016).
/// `engine` keeps activations; `input` is [1,C,H,W]. Throws BadInput for a cell outside of the output or an unknown
/// class. Changes which gradients the engine keeps.
core::Tensor<float> effectiveField(Engine& engine, const core::Tensor<float>& input, core::Pair cell,
                                   std::optional<int> klass = {});

}  // namespace seglab::nn
