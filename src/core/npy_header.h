#pragma once

#include <string>
#include <string_view>

#include "core/tensor.h"

namespace seglab::core {

/// What stands before the numbers of a .npy file.
struct NpyHeader {
    std::string type;           ///< NumPy's typestr: '<f4'
    bool columnsFirst = false;  ///< fortran_order: the first axis is the fastest
    Shape shape;
    std::size_t dataOffset = 0;  ///< where the numbers begin

    bool bigEndian() const { return !type.empty() && type[0] == '>'; }
};

/// Magic, version, length and dictionary. Throws BadInput naming `path`.
NpyHeader parseNpyHeader(std::string_view bytes, const std::string& path);

}  // namespace seglab::core
