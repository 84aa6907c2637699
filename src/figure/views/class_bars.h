#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figure/figure.h"

namespace seglab::figure {

/// What a classifier says about one pixel: a bar for each class.
struct ClassBars {
    std::string name = "score";           ///< of the regions: score(3)
    std::vector<std::string> names = {};  ///< of the classes
    std::vector<Color> colors = {};       ///< of the classes, as maps and overlays show them
    std::vector<double> shares = {};      ///< 0 … 1 each, as softmax gives them
    std::optional<int> truth = {};        ///< marked where it is known
};

/// One line a class: its name, its bar from zero to the share, the share as a number. The largest is bold, the true
/// class has a tick mark. Region score(i) has the share as value and can be covered by its name or the role "score".
/// Returns the height used.
float addClassBars(Figure& figure, const Box& box, const ClassBars& bars, const View& view);
/// Where the bars begin: the width of the names.
float classBarsIndent(const ClassBars& bars, const View& view);
float classBarsHeight(const ClassBars& bars, const View& view);

}  // namespace seglab::figure
