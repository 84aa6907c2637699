#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "figure/figure.h"

namespace seglab::render {

/// Makes a GIF89a that loops forever. Of every frame but the first only the smallest rectangle that changed is kept,
/// so 500 steps of a figure need little memory. Alpha is ignored.
class GifEncoder {
public:
    /// `delay` in hundredths of a second. Throws BadInput when the size differs from the first frame's, or is beyond
    /// the format's 65,535 pixels a side.
    void add(const figure::Pixels& frame, int delay);
    /// One palette for all frames: the exact colours where there are at most 256, else the most frequent ones exactly
    /// and the rest by median cut, without dither. The same frames give the same bytes. Throws BadInput without frames.
    std::string finish() const;

private:
    struct Patch {
        int left = 0, top = 0, width = 0, height = 0;
        int delay = 0;
        std::vector<std::uint32_t> colors = {};  ///< [height, width], 0xRRGGBB; bit 24: as in the frame before
    };
    int width_ = 0, height_ = 0;
    std::vector<std::uint32_t> last_;  ///< [height, width] of the frame before
    std::vector<Patch> patches_;

    friend class GifFile;
};

/// All at once; one delay per frame.
std::string encodeGif(const std::vector<figure::Pixels>& frames, const std::vector<int>& delays);

}  // namespace seglab::render
