#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "lab/lab.h"

namespace seglab::moving_sum {

using core::Limits;
using core::Matrix;
using core::ParameterTable;
using core::Type;

// The model: a value, made from the parameters alone. Step i has summed the first i windows.
struct Model {
    Matrix input;    // [1, columns]
    int window = 1;  // cells, 1 to columns

    explicit Model(const ParameterTable& table) : input(table.matrix("input")), window(table.integer("window")) {}

    int stepCount() const { return input.columns - window + 1; }
    double output(int i) const {
        double sum = 0;
        for (int j = i; j < i + window; ++j) sum += input(0, j);
        return sum;
    }
    std::string caption(int step) const {
        if (step == 0) return fmt::format("The [kernel|window = {}] stands left of the [input|input].", window);
        return fmt::format("[output|output(0,{}) = {}]: the sum of [input|input] cells {} to {}.", step - 1,
                           figure::formatNumber(output(step - 1)), step - 1, step + window - 2);
    }
    bool operator==(const Model& other) const { return input == other.input && window == other.window; }
};

// What the inspector writes under a cell: the terms of its sum.
std::vector<figure::Term> terms(const Model& model, int step, const std::string& region) {
    std::vector<figure::Term> sum;
    for (int i = 0; i < step; ++i)
        for (int j = i; region == figure::cellName("output", 0, i) && j < i + model.window; ++j)
            sum.push_back({{figure::cellName("input", 0, j)}, {model.input(0, j)}, model.input(0, j), {}});
    return sum;
}

// What a wrong guess would mean; hide=output covers the results until they are guessed.
std::string answer(const Model& model, const std::string& region, double guess) {
    for (int i = 0; i < model.stepCount(); ++i)
        if (region == figure::cellName("output", 0, i) && guess * model.window == model.output(i))
            return "That is the mean: it would have to be multiplied by the window again.";
    return "";
}

// One row of cells under its name.
struct Row {
    std::string name;
    figure::Role role;
    int columns;
    std::function<std::optional<double>(int column)> value;  // none: not summed yet
};

// What a cell can be asked, and what a gesture on it does.
void fillRegion(figure::Region& region, const Row& row, int column, const figure::View& view) {
    region.value = row.value(column);
    if (region.value) region.text = figure::formatNumber(*region.value);
    if (region.value && view.hides(region)) {
        region.value.reset();
        region.text = "?";
        region.action.kind = figure::Action::Kind::Answer;
    } else if (row.role == figure::Role::Input) {
        region.action = {.kind = figure::Action::Kind::Edit, .parameter = "input", .column = column};
    }
}

void addRow(figure::Figure& figure, const Row& row, const figure::Grid& grid, const figure::View& view) {
    const auto fill = [&](figure::Region& region, int, int column) { fillRegion(region, row, column, view); };
    figure::addRegions(figure, grid, {.stem = row.name, .role = row.name, .size = {1, row.columns}, .fill = fill});

    const auto look = [&](int, int column) -> figure::Cell {
        const figure::Region& region = *figure.find(figure::cellName(row.name, 0, column));
        if (region.action.kind == figure::Action::Kind::Answer) return figure::coveredCell({}, false, view.theme);
        const bool focused = view.focus() == region.name;
        const figure::Role role = focused ? figure::Role::Selection : row.role;
        return {.text = region.text, .fill = figure::roleTint(role, view.theme, region.value ? 0.15f : 0)};
    };
    const figure::Color color = figure::roleColor(row.role, view.theme);
    figure::drawCells(figure, grid, {.line = color, .border = color}, look, view);
    figure::addText(figure, {grid.at.x, grid.at.y - view.em() * 0.6f}, row.name,
                    {view.em(), figure::Font::WordsBold, figure::roleTextColor(row.role, view.theme)});
}

// The figure: data, made from the model alone. Lengths are in em, so that it follows the scale.
figure::Figure draw(const Model& model, int step, const figure::View& view) {
    figure::Figure figure;
    figure.size = view.size;
    figure.background = figure::palette(view.theme).background;
    const int columns = model.input.columns;
    const float side = std::min({view.em() * 5, view.size.width * 0.9f / float(columns), view.size.height * 0.25f});
    const figure::Point start{(view.size.width - side * float(columns)) / 2, view.size.height / 2};
    const auto input = [&](int j) { return std::optional(model.input(0, j)); };
    const auto output = [&](int i) { return i < step ? std::optional(model.output(i)) : std::nullopt; };
    const figure::Grid inputs({start.x, start.y - side * 1.25f}, {1, columns}, side);
    const figure::Grid outputs({start.x, start.y + side * 0.75f}, {1, model.stepCount()}, side);
    addRow(figure, {"input", figure::Role::Input, columns, input}, inputs, view);
    addRow(figure, {"output", figure::Role::Output, model.stepCount(), output}, outputs, view);
    if (step > 0)
        figure::drawFrame(figure, inputs.block(0, float(step - 1), 1, model.window),
                          {figure::roleColor(figure::Role::Kernel, view.theme)}, view);
    return figure;
}

// The declaration: everything else follows from it.
lab::Definition define() {
    lab::Definition lab;
    lab.title = "Moving sum";
    lab.summary = "A window slides over a row of numbers and adds up what it sees.";
    lab.parameters = {
        {.name = "input",
         .label = "Input",
         .group = "Operation",
         .type = Type::Matrix,
         .fallback = Matrix(1, 6, {1, 2, 3, 4, 5, 6}),
         .help = "one row of numbers",
         .limits = {.minimum = {1, 1}, .maximum = {1, 12}}},
        {.name = "window",
         .label = "Window",
         .group = "Operation",
         .type = Type::Integer,
         .fallback = std::int64_t(3),
         .unit = "cells",
         .help = "how many neighbours are added",
         .dependentLimits = [](const ParameterTable& t) { return Limits::between(1, t.matrix("input").columns); }},
    };
    lab.presets = {{"edge", "An edge", {{"input", "0,0,0,0,1,1,1,1"}}}};
    lab.build = lab::builder<Model>();
    return lab;
}

SEGLAB_REGISTER_LAB(define)

}  // namespace seglab::moving_sum
