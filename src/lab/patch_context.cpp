#include "lab/patch_context.h"

#include <fmt/format.h>

#include <algorithm>

#include "figure/views/patch_view.h"
#include "figure/views/two_panes.h"
#include "lab/patch_words.h"

namespace seglab::lab {

PatchContext::PatchContext(core::Pair pixel, std::shared_ptr<const NetworkPicture> picture)
    : picture_(std::move(picture)),
      pixel_{std::min(pixel.height, picture_->height() - 1), std::min(pixel.width, picture_->width() - 1)} {
    for (const int side : patchSides()) runs_.push_back(patchRun(side, picture_));
    curve_ = patchCurve(picture_->data);
}

std::string PatchContext::caption(int step) const {
    if (step == 0)
        return fmt::format("What is [selection|pixel ({}, {})]? Alone, it is a colour.", pixel_.height, pixel_.width);
    const PatchRun& run = *runs_[std::size_t(step) - 1];
    return fmt::format("With {0} × {0} {1}, the network says {2}.", run.side(), run.side() == 1 ? "pixel" : "pixels",
                       verdict(*picture_, run, pixel_));
}

figure::Figure PatchContext::draw(int step, const figure::View& view) const {
    figure::Figure figure = emptyStage(view);
    const figure::Box area = stageArea(figure, view);
    figure::PatchSizes sizes = sizesAt(*picture_, runs_, pixel_);
    sizes.shown = step;
    if (curve_.snapshot) {
        sizes.scenes = curve_.snapshot->scenes;
        sizes.overScenes = curve_.snapshot->right;
    }
    const float bars = figure::classBarsHeight(sizes.answers.front().bars, view);
    const float foot = std::min(bars + 12 * view.em(), 0.62f * area.height);
    if (foot < figure::patchSizesHeight(sizes, view)) {
        figure::addPatchSizes(figure, area, sizes, view);
        return figure;
    }
    const figure::TwoPanes p = figure::twoPanes(area, foot, view);
    figure::addPaneTitle(figure, p, p.picture, fmt::format("[selection|pixel ({}, {})]", pixel_.height, pixel_.width),
                         view);
    figure::addPatchesInPicture(figure, p.picture, sizes, view);
    if (sizes.labelled)
        figure::addAccuracyPlot(figure, {p.right.x, area.y, p.right.width, p.right.bottom() - area.y}, sizes, view);
    figure::addPatchSizes(figure, p.foot, sizes, view);
    return figure;
}

}  // namespace seglab::lab
