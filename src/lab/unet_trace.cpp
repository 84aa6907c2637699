#include "lab/unet_trace.h"

#include <fmt/format.h>

#include <algorithm>

#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/table.h"
#include "lab/channel_order.h"
#include "nn/costs.h"

namespace seglab::lab {

namespace {

RunSettings settingsOf(const core::ParameterTable& t) {
    const std::string& network = t.text("network");
    RunSettings settings{
        .network = network, .skips = skipUses(t.text("skips"), kSkips), .seed = t.integer("skip_seed")};
    settings.silent = silentChannels(t.text("ablate"), nn::builtIn(network, t.text("scene")).network);
    return settings;
}

}  // namespace

UTrace::UTrace(const core::ParameterTable& t, std::shared_ptr<const NetworkPicture> picture)
    : picture_(std::move(picture)),
      settings_(settingsOf(t)),
      run_(networkRun(settings_, picture_)),
      layers_(uLayers(run_->network(), run_->plane().input)),
      rule_(t.text("range") == "map" ? figure::RangeRule::PerMap : figure::RangeRule::PerLayer),
      colors_(figure::colorMapNamed(t.text("colors"))) {
    for (const ULayer& layer : layers_) orders_.push_back(channelOrder(*run_->activation(layer.node), t.text("sort")));
    if (picture_->labelled()) scores_ = scoresOf(*run_, *picture_, 1);
    const bool blocks = t.text("granularity") == "block";
    for (int i = 0; i < int(layers_.size()); ++i)
        if (!blocks || i + 1 == int(layers_.size()) || layer(i).place != layer(i + 1).place) ends_.push_back(i + 1);
    ends_.push_back(int(layers_.size()) + 1);
}

int UTrace::stepOf(int layer) const {
    return int(std::upper_bound(ends_.begin(), ends_.end(), layer) - ends_.begin()) + 1;
}

UScene UTrace::at(int step) const {
    return {.picture = picture_,
            .run = run_,
            .layers = layers_,
            .orders = orders_,
            .skips = settings_.skips,
            .rule = rule_,
            .colors = colors_,
            .done = doneAt(step),
            .before = step == 0 ? 0 : doneAt(step - 1),
            .stepOf = [this](int layer) { return stepOf(layer); },
            .meanIou = scores_.meanIou};
}

std::string UTrace::predictionCaption() const {
    std::string text = "Each pixel takes the class with the largest score: the [output|prediction]";
    if (picture_->labelled())
        text += fmt::format(", mean IoU [n|{:.3f}], of the boundaries [n|{:.3f}]", scores_.meanIou,
                            scores_.meanBoundaryIou);
    const auto altered = std::count_if(settings_.skips.begin(), settings_.skips.end(),
                                       [](SkipUse use) { return use != SkipUse::Trained; });
    if (altered > 0)
        text += fmt::format(" with [skip|{} of {} skips] altered: this shows how the network depends on them", altered,
                            settings_.skips.size());
    return text + ".";
}

std::string UTrace::caption(int step) const {
    if (step == 0)
        return fmt::format(
            "The [input|input], {} × {} pixels, will go down {} levels and up again, through [n|{}] weights.",
            picture_->height(), picture_->width(), kSkips, figure::formatWhole(nn::parameterCount(run_->network())));
    const int done = doneAt(step);
    if (done > int(layers_.size())) return predictionCaption();
    return sentenceOf(layer(done - 1), layers_);
}

UPlace sameIn(const UTrace& trace, const UPlace& place, int layer) {
    const ULayer& to = trace.layer(layer);
    const std::vector<int> from =
        place.layer < 0 ? std::vector<int>{3, trace.run().plane().input.height, trace.run().plane().input.width}
                        : trace.layer(place.layer).size;
    return {.layer = layer,
            .channel = trace.order(layer).front(),
            .row = std::min(to.size[1] - 1, (2 * place.row + 1) * to.size[1] / (2 * from[1])),
            .column = std::min(to.size[2] - 1, (2 * place.column + 1) * to.size[2] / (2 * from[2]))};
}

UPlace placeShown(const UTrace& trace, int step, const std::string& focus) {
    const int computed = std::min(trace.doneAt(step), int(trace.layers().size()));
    const auto map = figure::parseMapName(focus);
    for (int i = 0; map && i < computed; ++i) {
        const ULayer& layer = trace.layer(i);
        if (layer.node != map->layer || map->channel >= layer.size[0]) continue;
        UPlace place{i, map->channel, map->row, map->column};
        if (map->row < 0) place.row = layer.size[1] / 2, place.column = layer.size[2] / 2;
        if (place.row < layer.size[1] && place.column < layer.size[2]) return place;
    }
    if (computed == 0) return {};
    const core::Pair plane = trace.run().plane().input;
    UPlace in{.row = plane.height / 2, .column = plane.width / 2};
    if (const auto at = placeOf(trace.at(step), focus)) {
        in.row = int(at->y * float(plane.height));
        in.column = int(at->x * float(plane.width));
    }
    return sameIn(trace, in, computed - 1);
}

std::string nameOf(const UTrace& trace, const UPlace& place) {
    return figure::cellName(figure::mapName(trace.layer(place.layer).node, place.channel), place.row, place.column);
}

}  // namespace seglab::lab
