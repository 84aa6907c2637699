#pragma once

#include <functional>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "figure/views/class_map.h"
#include "figure/views/heat_map.h"
#include "figure/views/legend.h"
#include "figure/views/panel_title.h"
#include "figure/views/table.h"

namespace seglab::figure {

/// An answer that can be given before the difference is shown: a click sets the parameter.
struct Prediction {
    std::string value = {}, label = {};
};

/// Two answers about every pixel of a picture, and how far they are apart.
struct ComparisonScene {
    ClassMap first, second;
    PanelTitle firstTitle = {}, secondTitle = {}, differenceTitle = {};
    bool compared = false;    ///< the difference and what is said about it are shown
    HeatMap difference = {};  ///< not finite where one of the two has no answer
    std::function<std::string(int row, int column)> sentence = {};  ///< of a pixel of the difference
    std::string question = {};                                      ///< over a covered difference
    std::string parameter = {};                                     ///< that the predictions set
    std::vector<Prediction> predictions = {};
    Table numbers = {};
    std::string why = {};  ///< marked up
    std::vector<LegendEntry> classes = {};
    std::string source = {};
};

/// Three panels side by side, or two above one where the area is high; numbers and words below. Missing pixels are
/// hatched. Regions difference(r,c); while they are hidden, prediction(value) in their place.
void addComparison(Figure& figure, const Box& area, const ComparisonScene& scene, const View& view);

}  // namespace seglab::figure
