#pragma once

#include <string>

#include "nn/safetensors.h"

namespace seglab::nn {

/// .safetensors or .npz (which holds no metadata), judged by content. Throws File, BadInput.
WeightsFile readWeights(const std::string& path);

/// By the name's ending, .safetensors or .npz (always float32); whole or not at all. Throws Usage for another ending,
/// File.
void writeWeights(const std::string& path, const WeightsFile& file, Precision precision = Precision::Float32);

}  // namespace seglab::nn
