#include "figure/views/quiz_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/plot.h"

namespace seglab::figure {

namespace {

float textSize(const View& view) {
    return std::max(view.em(), smallestText(view));
}

/// Who said this class, and whether it is right; empty before the answer.
std::string verdicts(const QuizQuestion& question, int index) {
    std::string words;
    const auto add = [&](bool there, const char* word) {
        if (there) words += words.empty() ? word : fmt::format(", {}", word);
    };
    if (!question.answer) return words;
    add(question.truth == index, "it is");
    add(*question.answer == index, "you");
    add(question.network == index, "network");
    return words;
}

void addButton(Figure& figure, const Box& box, const QuizQuestion& question, int index, const View& view) {
    const Palette& inks = palette(view.theme);
    const float size = textSize(view), baseline = box.centre().y + 0.36f * size;
    const bool truth = question.answer && question.truth == index;
    figure.primitives.push_back(Rectangle{.box = box,
                                          .fill = inks.raised,
                                          .stroke = truth ? roleColor(Role::Output, view.theme) : inks.hairline,
                                          .strokeWidth = (truth ? 2.5f : 1.0f) * view.scale,
                                          .radius = 0.25f * size});
    const Box swatch{box.x + 0.6f * size, box.centre().y - 0.5f * size, size, size};
    figure.primitives.push_back(Rectangle{.box = swatch, .fill = question.colors[std::size_t(index)]});
    const std::string& name = question.names[std::size_t(index)];
    addText(figure, {swatch.right() + 0.6f * size, baseline}, name,
            {.size = size, .font = truth ? Font::WordsBold : Font::Words, .color = inks.ink});
    const std::string said = verdicts(question, index);
    addText(figure, {box.right() - 0.6f * size, baseline}, said,
            {.size = std::max(0.85f * size, smallestText(view)), .font = Font::Words, .color = inks.muted},
            Align::Right);
    Region region{.name = fmt::format("answer({})", index), .role = "selection", .box = box, .text = name};
    if (!said.empty()) region.text += fmt::format(" ({})", said);
    if (!question.answer) {
        region.action.kind = Action::Kind::Set;
        region.action.parameter = question.parameter;
        region.action.value = fmt::format("{}{}", question.said, index);
    }
    figure.regions.push_back(region);
}

}  // namespace

void addQuizQuestion(Figure& figure, const Box& box, const QuizQuestion& question, const View& view) {
    const float size = textSize(view), gap = 1.2f * size, buttons = 13 * size;
    const float side = std::floor(std::min(box.height, box.width - gap - buttons));
    const Box patch{box.x, box.y, side, side};
    figure.primitives.push_back(Image{.box = patch, .pixels = question.patch});
    drawFrame(figure, patch, {.color = roleColor(Role::Input, view.theme), .width = 2}, view);
    const float pixels = float(question.patch->width), cell = side / pixels;
    const Box centre{patch.x + cell * std::floor(pixels / 2), patch.y + cell * std::floor(pixels / 2), cell, cell};
    if (pixels > 1) drawFrame(figure, centre, {.color = roleColor(Role::Selection, view.theme), .width = 2.5f}, view);
    figure.regions.push_back(
        {.name = "patch", .role = "input", .box = patch, .text = fmt::format("{0} × {0}", question.patch->width)});
    const float left = patch.right() + gap, width = std::min(1.4f * buttons, box.right() - left);
    const float line = std::min(2.2f * size, box.height / float(question.names.size())), height = 0.86f * line;
    for (int i = 0; i < int(question.names.size()); ++i)
        addButton(figure, {left, box.y + line * float(i), width, height}, question, i, view);
}

float quizQuestionHeight(const QuizQuestion& question, const View& view) {
    return (1.5f * float(question.names.size()) + 4) * textSize(view);
}

void addQuizScores(Figure& figure, const Box& box, const QuizScores& scores, const View& view) {
    Series all{.name = "all", .label = "network, all pixels", .role = Role::Ink, .dash = Dash::Dashed};
    Series network{.name = "network", .label = "network", .role = Role::Output};
    Series person{.name = "person", .label = "you", .role = Role::Selection};
    for (std::size_t i = 0; i < scores.all.size(); ++i) {
        all.x.push_back(scores.allSides[i]);
        all.y.push_back(100 * scores.all[i]);
    }
    for (std::size_t i = 0; i < scores.sides.size(); ++i) {
        network.x.push_back(scores.sides[i]);
        network.y.push_back(100 * scores.network[i]);
        person.x.push_back(scores.sides[i]);
        person.y.push_back(100 * scores.person[i]);
    }
    addPlot(figure, box,
            {.title = "right (%)",
             .x = {.label = "side of the patch (pixels)", .range = Range{0, 34}, .integers = true},
             .y = {.range = Range{0, 100}},
             .series = {all, network, person}},
            view);
}

}  // namespace seglab::figure
