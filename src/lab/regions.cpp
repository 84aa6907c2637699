#include "lab/regions.h"

#include <iterator>
#include <limits>
#include <string_view>
#include <unordered_set>

#include "core/unknown_name.h"

namespace seglab::lab {

namespace {

/// "up2/7(25,28)" → "up2/7".
std::string mapOf(const std::string& cell) {
    return cell.substr(0, cell.rfind('('));
}

void cover(const figure::View& view, figure::Region& region) {
    const bool clock = region.role == "measured" && !view.measure;
    if (!clock && (view.hidden.empty() || !covers(view, region))) return;
    region.value.reset();
    region.text = clock ? "—" : kCovered;
    region.sentence.clear();
    region.minimum = region.maximum = std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

figure::View viewOf(const State& state) {
    figure::View view;
    view.selection = state.selection;
    view.hidden = state.hidden;
    return view;
}

figure::View columnView(const figure::View& stage) {
    figure::View view = stage;
    view.size.width = 19.5f * stage.em();
    return view;
}

bool covers(const figure::View& view, const figure::Region& region) {
    return view.hides(region) || view.hidden.count(mapOf(region.name)) > 0;
}

std::vector<figure::Region> regionsOf(const Scene& scene, int step, const figure::View& view) {
    std::vector<figure::Region> regions = scene.model->figure(step, view).regions;
    figure::Figure column = scene.model->notes(step, columnView(view));
    regions.insert(regions.end(), std::make_move_iterator(column.regions.begin()),
                   std::make_move_iterator(column.regions.end()));

    // Mark the names that come a second time, while all names are where they are; then close the gaps.
    std::unordered_set<std::string_view> seen;
    seen.reserve(regions.size());
    std::vector<bool> isNew(regions.size());
    for (std::size_t i = 0; i < regions.size(); ++i)
        isNew[i] = !regions[i].name.empty() && seen.insert(regions[i].name).second;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < regions.size(); ++i) {
        if (!isNew[i]) continue;
        if (kept < i) regions[kept] = std::move(regions[i]);
        cover(view, regions[kept++]);
    }
    regions.resize(kept);
    return regions;
}

figure::Region regionNamed(const Scene& scene, const std::string& name, const figure::View& view) {
    std::vector<std::string> known;
    for (figure::Region& region : regionsOf(scene, scene.state.step, view)) {
        if (region.name == name) return region;
        known.push_back(std::move(region.name));
    }
    if (auto cell = scene.model->ask(scene.state.step, name)) {
        cover(view, *cell);
        return *cell;
    }
    throw core::unknownName("region", name, known);
}

std::vector<figure::Term> termsOf(const Scene& scene, const figure::Region& region, const figure::View& view) {
    if (covers(view, region)) return {};
    std::vector<figure::Term> terms = scene.model->terms(scene.state.step, region.name);
    if (view.hidden.empty()) return terms;
    for (figure::Term& term : terms) {
        for (std::size_t i = 0; i < term.factors.size() && i < term.values.size(); ++i) {
            figure::Region factor;
            factor.name = term.factors[i];
            factor.role = mapOf(factor.name);  // "kernel(0,1)" is a kernel: roles are the words that names begin with
            if (!covers(view, factor)) continue;
            term.values[i] = term.product = std::numeric_limits<double>::quiet_NaN();
            term.text.clear();
        }
    }
    return terms;
}

}  // namespace seglab::lab
