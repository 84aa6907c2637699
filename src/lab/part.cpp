#include "lab/part.h"

#include <algorithm>

#include "figure/palette.h"

namespace seglab::lab {

figure::Figure emptyStage(const figure::View& view, float leastHeight) {
    figure::Figure figure;
    figure.size = {view.size.width, std::max(view.size.height, leastHeight * view.em())};
    figure.background = figure::palette(view.theme).background;
    return figure;
}

figure::Box stageArea(const figure::Figure& stage, const figure::View& view) {
    const float margin = std::min(2.5f * view.em(), 0.04f * stage.size.width);
    return figure::Box{0, 0, stage.size.width, stage.size.height}.inset(margin);
}

}  // namespace seglab::lab
