#include <fmt/format.h>

#include <cmath>
#include <string_view>
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

using Regions = std::vector<figure::Region>;

/// Equal, or both not numbers.
bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

/// Whether two regions show the same: everything that tells one moment from another.
bool showSame(const figure::Region& a, const figure::Region& b) {
    return a.value == b.value && a.text == b.text && same(a.minimum, b.minimum) && same(a.maximum, b.maximum);
}

/// Finds regions of one step by name. Steps mostly have the same regions in the same order, so that the place in the
/// next step is the first guess.
class Earlier {
public:
    explicit Earlier(const Regions& regions) : regions_(regions) {}

    const figure::Region* find(const std::string& name, std::size_t guess) {
        if (guess < regions_.size() && regions_[guess].name == name) return &regions_[guess];
        if (byName_.empty())
            for (const figure::Region& region : regions_) byName_.emplace(region.name, &region);
        const auto found = byName_.find(name);
        return found == byName_.end() ? nullptr : found->second;
    }

private:
    const Regions& regions_;
    std::unordered_map<std::string_view, const figure::Region*> byName_;
};

/// The regions that do not show what they showed in the step before.
std::vector<const figure::Region*> changedRegions(const Regions& before, const Regions& now) {
    Earlier earlier(before);
    std::vector<const figure::Region*> changed;
    for (std::size_t i = 0; i < now.size(); ++i) {
        const figure::Region* old = earlier.find(now[i].name, i);
        if ((!old || !showSame(*old, now[i])) && !valueText(now[i]).empty()) changed.push_back(&now[i]);
    }
    return changed;
}

std::string stateOf(const Scene& scene) {
    State state = scene.state;
    state.step = 0;
    return toText(state);
}

Json changesJson(const std::vector<const figure::Region*>& changed) {
    Json changes = Json::array();
    for (const figure::Region* region : changed) {
        Json change = {{"name", region->name}, {"value", region->value ? toJson(*region->value) : Json(nullptr)}};
        if (!region->text.empty()) change["text"] = region->text;
        changes.push_back(std::move(change));
    }
    return changes;
}

std::string stepText(int step, const std::string& caption, const std::vector<const figure::Region*>& changed) {
    std::string list;
    for (const figure::Region* region : changed)
        list += fmt::format("{}{} = {}", list.empty() ? "" : ", ", region->name, valueText(*region));
    std::string text = fmt::format("{:>4}", step) + wrapped(caption, 6).substr(4);
    if (!list.empty()) text += wrapped(list, 10);
    return text;
}

}  // namespace

std::string traceCommand(const Scene& scene, bool json) {
    const std::string state = stateOf(scene);
    Json steps = Json::array();
    std::string text = scene.state.lab->definition.title + "\n" + state + "\n\n";
    const figure::View view = viewOf(scene.state);
    Regions before = regionsOf(scene, 0, view);
    for (int step = 0; step <= scene.model->stepCount(); ++step) {
        Regions now = regionsOf(scene, step, view);
        const auto changed = changedRegions(before, now);
        const std::string caption = figure::plainText(coveredCaption(scene.model->caption(step), scene.state.hidden));
        if (json)
            steps.push_back({{"index", step}, {"caption", caption}, {"changed", changesJson(changed)}});
        else
            text += stepText(step, caption, changed);
        before = std::move(now);
    }
    if (!json) return text;
    return printed({{"lab", scene.state.lab->slug}, {"state", state}, {"steps", std::move(steps)}});
}

}  // namespace seglab::lab
