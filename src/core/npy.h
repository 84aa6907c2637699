#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/tensor.h"

// NumPy's file format, numpy.lib.format: versions 1.0, 2.0 and 3.0. One array of float32, float64 or int64.
namespace seglab::core {

using NpyArray = std::variant<Tensor<float>, Tensor<double>, Tensor<std::int64_t>>;

/// Any byte order and either element order. Everything is checked against the bytes that are there before anything is
/// allocated: the header is at most limits::kNpyHeaderBytes, and the shape's product times the item size is what
/// follows it. Objects (pickle) are refused. Throws BadInput; `path` is where the bytes came from.
NpyArray parseNpy(std::string_view bytes, const std::string& path);

/// The same from a file. Throws File where it cannot be read.
NpyArray readNpy(const std::string& path);

/// Version 1.0, row-major, little endian.
std::string npyBytes(const NpyArray& array);

/// "float32", "float64", "int64"
std::string_view typeName(const NpyArray& array);

}  // namespace seglab::core
