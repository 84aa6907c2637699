#include <fmt/format.h>

#include <algorithm>

#include "figure/palette.h"
#include "figure/text.h"
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

std::string cellName(const char* base, int column) {
    return fmt::format("{}(0,{})", base, column);
}

// What the inspector writes under a cell: the terms of its sum.
std::vector<figure::Term> terms(const Model& model, int step, const std::string& region) {
    std::vector<figure::Term> sum;
    for (int i = 0; i < step; ++i)
        for (int j = i; region == cellName("output", i) && j < i + model.window; ++j)
            sum.push_back({{cellName("input", j)}, {model.input(0, j)}, model.input(0, j), {}});
    return sum;
}

// What a wrong guess would mean; hide=output covers the results until they are guessed.
std::string answer(const Model& model, const std::string& region, double guess) {
    for (int i = 0; i < model.stepCount(); ++i)
        if (region == cellName("output", i) && guess * model.window == model.output(i))
            return "That is the mean: it would have to be multiplied by the window again.";
    return "";
}

// One row of cells: a box, its number where it fits, and a region that can be asked.
struct Row {
    const char* name;
    figure::Role role;
    figure::Box first;  // the box of column 0
    const figure::View& view;
};

void addCell(figure::Figure& figure, const Row& row, int column, std::optional<double> value) {
    figure::Region region;
    region.name = cellName(row.name, column);
    region.role = row.name;
    region.box = row.first;
    region.box.x += float(column) * row.first.width;
    region.value = value;
    if (value) region.text = figure::formatNumber(*value);
    if (row.view.hides(region)) {
        region.value.reset();
        region.text = "?";
        region.action.kind = figure::Action::Kind::Answer;
    } else if (row.role == figure::Role::Input) {
        region.action = {.kind = figure::Action::Kind::Edit, .parameter = "input", .column = column};
    }
    const bool focused = row.view.focus() == region.name;
    const figure::Role role = focused ? figure::Role::Selection : row.role;
    figure.primitives.push_back(figure::Rectangle{.box = region.box,
                                                  .fill = figure::roleTint(role, row.view.theme, value ? 0.15f : 0),
                                                  .stroke = figure::roleColor(role, row.view.theme)});
    const float size = std::min(row.view.em() * 1.5f, region.box.height * 0.45f);
    if (figure::textWidth(region.text, figure::Font::Numbers, size) < region.box.width * 0.9f)
        figure::addTextCentred(figure, region.box, region.text,
                               {size, figure::Font::Numbers, figure::palette(row.view.theme).ink});
    figure.regions.push_back(region);
}

// The figure: data, made from the model alone. Lengths are in em, so that it follows the scale.
figure::Figure draw(const Model& model, int step, const figure::View& view) {
    figure::Figure figure;
    figure.size = view.size;
    figure.background = figure::palette(view.theme).background;
    const float side =
        std::min({view.em() * 5, view.size.width * 0.9f / float(model.input.columns), view.size.height * 0.25f});
    const float left = (view.size.width - side * float(model.input.columns)) / 2;
    const float middle = view.size.height / 2;
    const Row input{"input", figure::Role::Input, {left, middle - side * 1.5f, side, side}, view};
    const Row output{"output", figure::Role::Output, {left, middle + side * 0.5f, side, side}, view};
    for (int j = 0; j < model.input.columns; ++j) addCell(figure, input, j, model.input(0, j));
    for (int i = 0; i < model.stepCount(); ++i)
        addCell(figure, output, i, i < step ? std::optional(model.output(i)) : std::nullopt);
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
