#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"
#include "figure/views/u_path.h"

namespace seglab::figure {

/// A place on the way in: "U-Net", "down1.conv2", "map 5".
struct ZoomStop {
    std::string text;
    Region region = {};  ///< name and action of a click; its box is filled in. Without a name: where one is
};

/// Where one is, above what is shown enlarged: the way in, words about it below, and the layers as bars at the right.
struct ZoomLine {
    std::vector<ZoomStop> stops = {};
    std::string words = {};  ///< marked up
    std::vector<UStation> stations = {};
};

float zoomLineHeight(const View& view);
void addZoomLine(Figure& figure, const Box& box, const ZoomLine& line, const View& view);

}  // namespace seglab::figure
