#pragma once

#include <memory>
#include <string>
#include <vector>

#include "figure/figure.h"

// Classes of a picture's pixels as colours.
namespace seglab::figure {

inline constexpr int kNoClass = -1;  ///< a pixel without an answer

struct ClassMap {
    int rows = 0, columns = 0;
    std::vector<int> classes = {};             ///< [rows·columns]; kNoClass where there is none. Empty: not told yet
    std::vector<Color> colors = {};            ///< of the classes
    std::shared_ptr<const Pixels> under = {};  ///< the picture, shown until the classes are told
    Region region = {};                        ///< name and role; its box is filled in
};

/// Fills the box. Pixels without an answer are hatched.
void addClassMap(Figure& figure, const Box& box, const ClassMap& map, const View& view);

/// The pattern of pixels that have no answer.
void addMissing(Figure& figure, const Box& box, const View& view);

}  // namespace seglab::figure
