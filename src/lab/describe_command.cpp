#include <fmt/format.h>

#include <map>

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

Regions askedRegions(const Scene& scene, const DescribeOptions& options, const figure::View& view) {
    if (options.regions.empty()) return regionsOf(scene, scene.state.step, view);
    Regions regions;
    for (const std::string& name : options.regions) regions.push_back(regionNamed(scene, name, view));
    return regions;
}

std::string captionOf(const Scene& scene) {
    return figure::plainText(coveredCaption(scene.model->caption(scene.state.step), scene.state.hidden));
}

std::string asJson(const Scene& scene, const Regions& regions, const figure::View& view) {
    const State& state = scene.state;
    Json document;
    document["lab"] = state.lab->slug;
    document["state"] = toText(state, true);
    document["params"] = Json::object();
    for (const core::Parameter& parameter : state.table.declaration())
        document["params"][parameter.name] = toJson(state.table.value(parameter.name));
    document["step"] = state.step;
    document["steps"] = scene.model->stepCount();
    document["caption"] = captionOf(scene);
    document["regions"] = Json::array();
    for (const figure::Region& region : regions)
        document["regions"].push_back(toJson(region, termsOf(scene, region, view)));
    return printed(document);
}

std::string heading(const Scene& scene) {
    const State& state = scene.state;
    Rows parameters;
    for (const core::Parameter& parameter : state.table.declaration()) {
        const std::string value = core::toText(state.table.value(parameter.name));
        if (state.table.relevant(parameter.name) && !value.empty()) parameters.push_back({parameter.name, value});
    }
    return fmt::format("{}\n{}\n\nParameters\n{}\nStep {} of {}\n{}", state.lab->definition.title, toText(state, true),
                       aligned(parameters), state.step, scene.model->stepCount(), wrapped(captionOf(scene), 2));
}

/// "  output(1,1) = 10 = input(…)·kernel(…) + … = 1·4 + 2·3"
std::string lineOf(const Scene& scene, const figure::Region& region, const figure::View& view) {
    const std::string value = valueText(region);
    const SumText sum = sumText(termsOf(scene, region, view));
    std::string line = "  " + region.name;
    if (!value.empty()) line += " = " + value;
    if (!sum.names.empty()) line += " = " + sum.numbers + "  (" + sum.names + ")";
    if (!region.sentence.empty()) line += "  " + figure::plainText(region.sentence);
    return line + "\n";
}

/// Cells of one grid stand together, in the place of the first of them.
std::vector<std::vector<const figure::Region*>> grouped(const Regions& regions) {
    std::vector<std::vector<const figure::Region*>> groups;
    std::map<std::string, std::size_t> grids;
    for (const figure::Region& region : regions) {
        const CellName name(region.name);
        if (name.parsed) {
            const auto [grid, isNew] = grids.emplace(name.base, groups.size());
            if (isNew) groups.emplace_back();
            groups[grid->second].push_back(&region);
        } else {
            groups.push_back({&region});
        }
    }
    return groups;
}

std::string gridWithSums(const Scene& scene, const std::vector<const figure::Region*>& cells,
                         const figure::View& view) {
    const CellName last(cells.back()->name);
    std::string text = fmt::format("\n{}, {} × {}\n{}", last.base, last.row + 1, last.column + 1, gridText(cells));
    for (const figure::Region* cell : cells)
        if (!termsOf(scene, *cell, view).empty()) text += lineOf(scene, *cell, view);
    return text;
}

std::string asText(const Scene& scene, const Regions& regions, bool asked, const figure::View& view) {
    std::string text = heading(scene);
    bool inLines = false;
    for (const auto& group : grouped(regions)) {
        if (!asked && CellName(group.front()->name).parsed && !gridText(group).empty()) {
            text += gridWithSums(scene, group, view);
            inLines = false;
            continue;
        }
        if (!inLines) text += "\n";
        inLines = true;
        for (const figure::Region* region : group) text += lineOf(scene, *region, view);
    }
    return text;
}

}  // namespace

std::string describeCommand(const Scene& scene, const DescribeOptions& options) {
    figure::View view = viewOf(scene.state);
    view.measure = options.measure;
    const Regions regions = askedRegions(scene, options, view);
    if (options.json) return asJson(scene, regions, view);
    return asText(scene, regions, !options.regions.empty(), view);
}

}  // namespace seglab::lab
