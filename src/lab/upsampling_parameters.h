#pragma once

#include "core/parameter_table.h"
#include "core/upsampling.h"

// From a lab's parameters to ways up: input, factor, kernel, align_corners, source, other, pool_kernel, pool_stride,
// positions, output_size.
namespace seglab::lab {

/// One of the ways that stand side by side. Max unpooling takes the positions of `source` where it has the output's
/// size, else those of a plane made by a seed.
core::UpsamplingTrace wayUp(const core::ParameterTable& t, core::UpsamplingMethod method);

/// Max unpooling of `input` to the positions of `pooled`, or to those of `other` where `positions` says so.
core::UpsamplingTrace unpoolingOf(const core::ParameterTable& t, const core::Pooled& pooled);

}  // namespace seglab::lab
