#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/npy.h"

// NumPy's .npz: a ZIP archive of .npy files, stored (numpy.savez) or compressed (numpy.savez_compressed).
namespace seglab::nn {

using NpzArrays = std::map<std::string, core::NpyArray>;  ///< by name, without .npy

/// At most limits::kNpzEntries arrays and limits::kNpzBytes unpacked, looked at before anything is unpacked; no name
/// twice, nothing encrypted, nothing but .npy inside. Throws BadInput; `path` is where the bytes came from.
NpzArrays parseNpz(std::string_view bytes, const std::string& path);

/// Stored, in the order of the names, dated 1980: equal contents, equal bytes. Throws BadInput for no arrays.
std::string npzBytes(const NpzArrays& arrays);

}  // namespace seglab::nn
