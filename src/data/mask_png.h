#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/metrics.h"
#include "data/decode.h"
#include "data/sample.h"

// Masks: PNG files whose samples are class indices. Nothing is converted on the way: a palette's index 3 and a grey of
// 3 are both 3, also in files of 1, 2 or 4 bits.
namespace seglab::data {

struct Mask {
    core::Labels labels;                 ///< [H,W], the values as they stand in the file
    std::vector<std::uint32_t> palette;  ///< 0xRRGGBB of each index; empty for a grey one
};

/// Throws BadInput for what is no PNG, is damaged, has 16 bits, colours without a palette or an alpha channel, with
/// what to do about it.
Mask decodeMask(const Encoded& file);
Mask loadMask(const std::string& path);  ///< throws File, too

/// An indexed PNG of 8 bits with the classes' colours as its palette; kIgnored stays 255 and is white. Equal labels,
/// equal bytes. Throws BadInput where a label is neither a class nor kIgnored.
std::string encodeMask(const core::Labels& labels, const std::vector<ClassInfo>& classes);

}  // namespace seglab::data
