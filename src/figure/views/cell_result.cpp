#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/cell_sum.h"

namespace seglab::figure {

namespace {

/// One line of the ladder from the shares to the cell.
struct Rung {
    std::string words;  ///< marked up
    Region region;
    bool strong = false, ruled = false;
};

std::vector<Rung> rungsOf(const CellSum& sum) {
    std::vector<Rung> rungs;
    const auto value = [](const std::string& name, const char* role, double number) {
        return Region{.name = name, .role = role, .value = number};
    };
    const bool summed = sum.kind == CellSum::Kind::Sum;
    for (const ShareGroup& group : sum.groups)
        if (summed) rungs.push_back({group.title, value(group.name, "share", group.sum())});
    if (sum.bias) rungs.push_back({"bias", value(sum.bias->name, "kernel", sum.bias->value)});
    if (summed && sum.rectified)
        rungs.push_back({.words = "sum", .region = value("sum", "share", sum.sum()), .ruled = true});
    rungs.push_back({.words = sum.kind == CellSum::Kind::Largest ? "[output|the largest] of them"
                              : sum.kind == CellSum::Kind::Copy  ? "[output|copied]"
                              : sum.rectified                    ? "[output|ReLU], what is positive"
                                                                 : "[output|sum]",
                     .region = value(sum.cell, "map", sum.value),
                     .strong = true,
                     .ruled = summed && !sum.rectified});
    return rungs;
}

float lineOf(const View& view) {
    return 1.75f * std::max(0.9f * view.em(), smallestText(view));
}

/// The number at the right end, covered on request.
void addValue(Figure& figure, Point right, Region region, const TextStyle& style, const View& view) {
    region.text = formatNumber(std::round(*region.value * 1000) / 1000);
    if (view.hides(region)) {
        const auto guess = view.guesses.find(region.name);
        region.text = guess == view.guesses.end() ? "?" : formatNumber(guess->second) + "?";
        region.value.reset();
        region.action.kind = Action::Kind::Answer;
    }
    const float width = addText(figure, right, region.text, style, Align::Right);
    region.box = {right.x - width, right.y - style.size, width, 1.3f * style.size};
    figure.regions.push_back(std::move(region));
}

/// Words that are as long as there is room: without what follows their first comma, else smaller.
void addWords(Figure& figure, Point at, float room, std::string words, const TextStyle& style, const View& view) {
    if (markupWidth(words, style) > room) words = words.substr(0, words.find(','));
    if (markupWidth(words, style) <= room) addMarkup(figure, at, words, style, view.theme);
}

}  // namespace

float cellResultHeight(const CellSum& sum, const View& view) {
    return float(rungsOf(sum).size()) * lineOf(view);
}

void addCellResult(Figure& figure, const Box& box, const CellSum& sum, const View& view) {
    const Palette& inks = palette(view.theme);
    const float size = std::max(0.9f * view.em(), smallestText(view)), line = lineOf(view);
    float y = box.y;
    for (const Rung& rung : rungsOf(sum)) {
        if (rung.ruled)
            figure.primitives.push_back(Path{.points = {{box.x, y + 0.12f * line}, {box.right(), y + 0.12f * line}},
                                             .stroke = inks.muted,
                                             .strokeWidth = view.scale});
        const Color ink = rung.strong ? roleTextColor(Role::Output, view.theme) : inks.ink;
        const float numbers = textWidth("−00.123", Font::Numbers, size);
        addWords(figure, {box.x, y + 0.7f * line}, box.width - numbers, rung.words, {size, Font::Words, inks.ink},
                 view);
        addValue(figure, {box.right(), y + 0.7f * line}, rung.region,
                 {size, rung.strong ? Font::NumbersBold : Font::Numbers, ink}, view);
        y += line;
    }
}

}  // namespace seglab::figure
