#pragma once

#include <map>
#include <string>
#include <string_view>

#include "nn/weights.h"

// Hugging Face's safetensors: u64 length of the header, a JSON header, the numbers. No code, nothing is executed.
// https://github.com/huggingface/safetensors, "Format".
namespace seglab::nn {

/// Tensors by name, and texts by name (the header's __metadata__).
struct WeightsFile {
    Weights weights;
    std::map<std::string, std::string> metadata;
};

enum class Precision { Float32, Float16, BFloat16 };

/// Checks everything before it allocates: lengths, types, shapes; the tensors lie end to end, without holes or
/// overlaps, up to the end of the file; no name stands twice; limits::kSafetensorsHeaderBytes and kSafetensorsTensors.
/// F64, F32, F16, BF16, whole numbers and booleans all become float. Throws BadInput; `path` is where the bytes came
/// from.
WeightsFile parseSafetensors(std::string_view bytes, const std::string& path);

/// Tensors in the order of their names, numbers from a multiple of 8 on. Equal contents, equal bytes. Throws BadInput
/// where a finite number is beyond float16.
std::string safetensorsBytes(const WeightsFile& file, Precision precision = Precision::Float32);

}  // namespace seglab::nn
