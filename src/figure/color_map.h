#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"

namespace seglab::figure {

/// Viridis, cividis and magma are matplotlib's (van der Walt, Smith, Firing: CC0; cividis: Nuñez, Anderton, Renslow
/// 2018), 33 samples joined by straight lines: nowhere further than 2 of 255 (cividis 6) from the published 256.
/// Diverging runs from blue through white (the board's surface in the dark theme) to orange.
enum class ColorMap { Viridis, Cividis, Magma, Diverging };

/// "viridis" → Viridis …; throws Usage for an unknown word.
ColorMap colorMapNamed(const std::string& word);

/// Colour at t in 0…1, clamped; kNone for NaN. Diverging is neutral at exactly 0.5.
Color colorAt(ColorMap map, double t, Theme theme);
/// Ink of numbers on a coloured cell: near black or white, whichever reads better.
Color inkOn(Color fill);

/// The values at the two ends of a colour map.
struct Range {
    double minimum = 0, maximum = 1;

    /// Where `value` lies, 0…1 within the range; 0.5 where the range is a point.
    double position(double value) const;
    bool operator==(const Range& o) const { return minimum == o.minimum && maximum == o.maximum; }
};
/// Of the finite values; {0, 0} where there are none.
Range rangeOf(const std::vector<double>& values);
/// −m … m with the largest magnitude m: a diverging map then is neutral at 0.
Range symmetricRange(const std::vector<double>& values);

/// Numbers that a person would mark between the ends: steps of 1, 2 or 5 times a power of ten, at most `most` of them
/// (and at least two where the range is no point), all within the range.
std::vector<double> niceTicks(const Range& range, int most, bool integers = false);

}  // namespace seglab::figure
