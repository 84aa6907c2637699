#include "figure/views/size_panel.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/parameter_table.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::figure;

namespace {

/// The lecture's 3×3, stride 2, padding 1, output padding 1: 2×2 → 4×4.
SizePanel lecture() {
    return {.input = Matrix(2, 2, {0, 1, 2, 3}),
            .kernel = Matrix(3, 3, 1.0),
            .settings = {.stride = {2, 2}, .padding = {1, 1}, .outputPadding = {1, 1}}};
}

Figure drawn(const SizePanel& panel, View view = {}) {
    view.size.width = 19.5f * view.em();
    Column column(view);
    addSizePanel(column, panel);
    return column.finish();
}

std::string allText(const Figure& figure) {
    std::string text;
    for (const Primitive& p : figure.primitives)
        if (auto* t = std::get_if<Text>(&p)) text += t->text + " ";
    return text;
}

const Region& region(const Figure& figure, const std::string& name) {
    const Region* found = figure.find(name);
    INFO(name);
    REQUIRE(found != nullptr);
    return *found;
}

}  // namespace

TEST_CASE("every letter of the formula can be clicked to become the unknown", "[size_panel]") {
    Figure figure = drawn(lecture());
    const std::pair<const char*, double> letters[] = {{"input", 2},   {"kernel", 3},   {"stride", 2},
                                                      {"padding", 1}, {"dilation", 1}, {"output_padding", 1}};
    for (const auto& [name, value] : letters) {
        const Region& letter = region(figure, std::string("formula(") + name + ")");
        CHECK(letter.value == value);
        CHECK_FALSE(letter.box.empty());
        CHECK(letter.action.kind == Action::Kind::Set);
        CHECK(letter.action.parameter == "solve");
        CHECK(letter.action.value == name);
    }
    CHECK(region(figure, "formula(height)").value == 4);
    CHECK(region(figure, "formula(width)").value == 4);
}

TEST_CASE("a second click takes the unknown back", "[size_panel]") {
    SizePanel panel = lecture();
    panel.solve = "stride";
    CHECK(region(drawn(panel), "formula(stride)").action.value == "none");
}

TEST_CASE("every solution that can be clicked gives the wanted size", "[size_panel]") {
    SizePanel panel = lecture();
    for (Quantity unknown : {Quantity::Input, Quantity::Kernel, Quantity::Stride, Quantity::Padding, Quantity::Dilation,
                             Quantity::OutputPadding})
        for (int target = 1; target <= 12; ++target) {
            panel.solve = std::string(toString(unknown));
            panel.target = {target, target};
            Figure figure = drawn(panel);
            for (int value : panelSolutions(panel, unknown, 0)) {
                const Region& chip = region(figure, "solution(" + panel.solve + "," + std::to_string(value) + ")");
                CHECK(chip.action.parameter == panel.solve);
                SizePanel applied = panel;
                if (unknown == Quantity::Input || unknown == Quantity::Kernel) {
                    Parameter matrix{.name = "m", .label = {}, .group = {}, .type = Type::Matrix, .fallback = Matrix()};
                    Matrix next = std::get<Matrix>(parseValue(matrix, chip.action.value));
                    (unknown == Quantity::Input ? applied.input : applied.kernel) = next;
                    CHECK(next.rows == value);
                    CHECK(next.columns == value);
                } else {
                    Pair* places[] = {&applied.settings.stride, &applied.settings.padding, &applied.settings.dilation,
                                      &applied.settings.outputPadding};
                    *places[int(unknown) - int(Quantity::Stride)] = {value, value};
                    CHECK(chip.action.value == std::to_string(value));
                }
                applied.solve = "none";
                CHECK(region(drawn(applied), "formula(height)").value == target);
            }
        }
}

TEST_CASE("a kernel that padding would exceed is no solution", "[size_panel]") {
    // (2 − 1)·2 − 2·2 + 1·(k − 1) + 1 + 1 = 1 needs k = 2, but padding 2 exceeds its reach of 1.
    SizePanel panel = lecture();
    panel.settings.padding = {2, 2};
    panel.target = {1, 1};
    CHECK(solve(Operation::TransposedConvolution, Quantity::Kernel,
                {.input = 2, .stride = 2, .padding = 2, .outputPadding = 1}, 1) == std::vector<int>{2});
    CHECK(panelSolutions(panel, Quantity::Kernel, 0).empty());
}

TEST_CASE("the panel says what the forward convolution maps here, and that output padding chooses", "[size_panel]") {
    Figure figure = drawn(lecture());
    const std::string text = allText(figure);
    CHECK(text.find("The forward convolution maps") != std::string::npos);
    CHECK(region(figure, "choice(0)").value == 3);
    CHECK(region(figure, "choice(1)").value == 4);
    CHECK(region(figure, "choice(0)").action.parameter == "output_padding");

    SizePanel far = lecture();
    far.settings = {.dilation = {3, 3}, .outputPadding = {2, 2}};
    Figure beyond = drawn(far);
    CHECK(beyond.find("choice(0)") == nullptr);
    CHECK(allText(beyond).find("is not below the") != std::string::npos);

    SizePanel plain = lecture();
    plain.settings = {};
    CHECK(allText(drawn(plain)).find("nothing to choose") != std::string::npos);
}

TEST_CASE("axes that differ have their own formulas, and only one is changed", "[size_panel]") {
    SizePanel panel = lecture();
    panel.settings.stride = {2, 1};
    panel.settings.outputPadding = {1, 0};
    panel.axis = "width";
    Figure figure = drawn(panel);
    CHECK(region(figure, "formula(stride)").value == 1);
    CHECK(region(figure, "axis(height)").action.value == "height");
    CHECK(panelAction(panel, Quantity::Padding, 1, 0).value == "1,0");
    CHECK(panelAction(panel, Quantity::Input, 1, 3).value == "0,1,0;2,3,2");
    CHECK(panelAction(lecture(), Quantity::Padding, 1, 0).value == "0");
    CHECK(drawn(lecture()).find("axis(height)") == nullptr);
}

TEST_CASE("one row of cells has one formula", "[size_panel]") {
    SizePanel line{
        .input = Matrix(1, 2, {1, 2}), .kernel = Matrix(1, 3, {1, 2, 3}), .settings = {.stride = {1, 2}}, .dims = 1};
    Figure figure = drawn(line);
    CHECK(region(figure, "formula(length)").value == 5);
    CHECK(figure.find("formula(height)") == nullptr);
    CHECK(panelAction(line, Quantity::Kernel, 1, 2).value == "1,2");
}

TEST_CASE("a covered size is not told", "[size_panel]") {
    View view;
    view.hidden = {"size"};
    SizePanel panel = lecture();
    panel.solve = "stride";
    Figure figure = drawn(panel, view);
    CHECK_FALSE(region(figure, "formula(height)").value.has_value());
    CHECK(region(figure, "formula(height)").text == "?");
    CHECK(figure.find("choice(0)") == nullptr);
    CHECK(figure.find("target(smaller)") == nullptr);
}

TEST_CASE("nothing of the panel leaves its column or is smaller than 11 pixels", "[size_panel]") {
    for (float scale : {0.75f, 1.0f, 2.0f, 3.0f})
        for (const char* unknown : {"none", "input", "output_padding"}) {
            View view;
            view.scale = scale;
            SizePanel panel = lecture();
            panel.settings.stride = {2, 3};
            panel.solve = unknown;
            Figure figure = drawn(panel, view);
            for (const Primitive& p : figure.primitives)
                if (auto* t = std::get_if<Text>(&p)) {
                    INFO(t->text << " at scale " << scale);
                    CHECK(t->size >= 0.68f * view.em() * 0.99f);
                    CHECK(t->origin.x >= 0);
                    CHECK(t->origin.x + t->width <= figure.size.width);
                    CHECK(t->origin.y <= figure.size.height);
                }
        }
}
