#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor.h"

namespace seglab::nn {

/// What the JSON header says of one tensor.
struct TensorEntry {
    std::string name, type;
    core::Shape shape;
    std::uint64_t begin = 0, end = 0;  ///< bytes, from the end of the header
};

struct SafetensorsHeader {
    std::vector<TensorEntry> tensors;
    std::map<std::string, std::string> metadata;
};

/// Reads the JSON, which is held to the format's grammar while it is read; what the entries mean is not judged. Throws
/// BadInput naming `path`.
SafetensorsHeader parseSafetensorsHeader(std::string_view json, const std::string& path);

}  // namespace seglab::nn
