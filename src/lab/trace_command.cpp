#include <fmt/format.h>

#include <unordered_map>

#include "figure/text.h"
#include "lab/commands.h"
#include "lab/json.h"
#include "lab/predict.h"
#include "lab/region_text.h"
#include "lab/regions.h"
#include "lab/text_columns.h"

namespace seglab::lab {

namespace {

using Shown = std::unordered_map<std::string, std::string>;  // region name → what it shows

/// Everything of a region that tells one moment from another.
std::string content(const figure::Region& region) {
    const std::string value = region.value ? fmt::format("{:.17g}", *region.value) : "";
    return fmt::format("{}\n{}\n{}\n{}", value, region.text, region.minimum, region.maximum);
}

/// The regions of a step that do not show what they showed in the step before; remembers what they show now.
std::vector<figure::Region> changedRegions(const Scene& scene, int step, Shown& before) {
    std::vector<figure::Region> changed;
    Shown now;
    for (figure::Region& region : regionsOf(scene, step, viewOf(scene.state))) {
        std::string shown = content(region);
        const auto old = before.find(region.name);
        const bool differs = old == before.end() || old->second != shown;
        now.emplace(region.name, std::move(shown));
        if (step > 0 && differs && !valueText(region).empty()) changed.push_back(std::move(region));
    }
    before = std::move(now);
    return changed;
}

std::string stateOf(const Scene& scene) {
    State state = scene.state;
    state.step = 0;
    return toText(state);
}

Json changeJson(const figure::Region& region) {
    Json json = {{"name", region.name}, {"value", region.value ? toJson(*region.value) : Json(nullptr)}};
    if (!region.text.empty()) json["text"] = region.text;
    return json;
}

std::string stepText(int step, const std::string& caption, const std::vector<figure::Region>& changed) {
    std::string list;
    for (const figure::Region& region : changed)
        list += fmt::format("{}{} = {}", list.empty() ? "" : ", ", region.name, valueText(region));
    std::string text = fmt::format("{:>4}", step) + wrapped(caption, 6).substr(4);
    if (!list.empty()) text += wrapped(list, 10);
    return text;
}

}  // namespace

std::string traceCommand(const Scene& scene, bool json) {
    const std::string state = stateOf(scene);
    Json steps = Json::array();
    std::string text = scene.state.lab->definition.title + "\n" + state + "\n\n";
    Shown before;
    for (int step = 0; step <= scene.model->stepCount(); ++step) {
        const auto changed = changedRegions(scene, step, before);
        const std::string caption = figure::plainText(coveredCaption(scene.model->caption(step), scene.state.hidden));
        if (!json) {
            text += stepText(step, caption, changed);
            continue;
        }
        Json changes = Json::array();
        for (const figure::Region& region : changed) changes.push_back(changeJson(region));
        steps.push_back({{"index", step}, {"caption", caption}, {"changed", std::move(changes)}});
    }
    if (!json) return text;
    return printed({{"lab", scene.state.lab->slug}, {"state", state}, {"steps", std::move(steps)}});
}

}  // namespace seglab::lab
