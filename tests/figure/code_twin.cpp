#include "figure/views/code_twin.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/transposed_code.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::figure;

namespace {

View narrow(float scale = 1) {
    View view;
    view.scale = scale;
    view.size.width = 19.5f * view.em();
    return view;
}

TransposedTrace lecture() {
    return {
        Matrix(2, 2, {0, 1, 2, 3}), Matrix(3, 3, 1.0), {.stride = {2, 2}, .padding = {1, 1}, .outputPadding = {1, 1}}};
}

/// The runs of text by line, without the spaces.
std::vector<std::string> lines(const Figure& figure) {
    std::vector<std::pair<float, std::string>> found;
    for (const Primitive& p : figure.primitives)
        if (auto* t = std::get_if<Text>(&p)) {
            if (found.empty() || std::abs(found.back().first - t->origin.y) > 0.5f) found.push_back({t->origin.y, ""});
            for (char c : t->text)
                if (c != ' ') found.back().second += c;
        }
    std::vector<std::string> out;
    for (auto& [y, text] : found) out.push_back(text);
    return out;
}

std::string joined(std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; }), text.end());
    return text;
}

}  // namespace

TEST_CASE("code is shown whole, however narrow the column is", "[code_twin]") {
    for (float width : {10.0f, 14.0f, 19.5f, 31.0f}) {
        View view = narrow();
        view.size.width = width * view.em();
        Column column(view);
        CodeBlock block{"loop", loopText({.stride = {2, 3}}, 2), {}, {{"O", Role::Output}}};
        addCode(column, block);
        Figure figure = column.finish();
        std::string all;
        for (const std::string& line : lines(figure)) all += line;
        CHECK(all == joined(block.text));
        for (const Primitive& p : figure.primitives)
            if (auto* t = std::get_if<Text>(&p)) {
                CHECK(t->origin.x + t->width <= view.size.width);
                CHECK(t->size >= 11);
            }
    }
}

TEST_CASE("the loop stands in the usual column without a broken line", "[code_twin]") {
    Column column(narrow());
    const std::string loop = loopText({.stride = {2, 3}, .padding = {0, 1}, .dilation = {2, 1}}, 2);
    addCode(column, {"loop", loop, {}, {}});
    CHECK(lines(column.finish()).size() == std::size_t(std::count(loop.begin(), loop.end(), '\n')));
}

TEST_CASE("words that are in the picture have its colours, in whole words only", "[code_twin]") {
    Column column(narrow());
    addCode(column, {"c", "stride = strides\n", {}, {{"stride", Role::Stride}}});
    Figure figure = column.finish();
    int coloured = 0;
    for (const Primitive& p : figure.primitives)
        if (auto* t = std::get_if<Text>(&p); t && t->color == roleTextColor(Role::Stride, Theme::Paper)) {
            CHECK(t->text == "stride");
            ++coloured;
        }
    CHECK(coloured == 1);
}

TEST_CASE("each piece of the code twin is copied whole", "[code_twin]") {
    Column column(narrow());
    addCodeTwin(column, lecture(), 2);
    Figure figure = column.finish();
    const std::pair<const char*, std::string> copies[] = {{"PyTorch", pyTorchProgram(lecture(), 2)},
                                                          {"C++", cppProgram(lecture(), 2)},
                                                          {"test vector", testVector(lecture(), 2)}};
    for (const auto& [name, text] : copies)
        for (const char* kind : {"copy", "code"}) {
            const Region* region = figure.find(std::string(kind) + "(" + name + ")");
            REQUIRE(region != nullptr);
            CHECK(region->action.kind == Action::Kind::Copy);
            CHECK(region->action.value == text);
        }
}

TEST_CASE("the output's numbers are not told while they are to be predicted", "[code_twin]") {
    Column column(narrow());
    addCodeTwin(column, lecture(), 2, false);
    Figure figure = column.finish();
    for (const Region& region : figure.regions) CHECK(region.action.value.find("output =") == std::string::npos);
    CHECK(figure.find("copy(PyTorch)")->action.value.find("assert") == std::string::npos);
}

TEST_CASE("the cards say with a sign and in words where frameworks differ", "[code_twin]") {
    Column column(narrow());
    addFrameworkCards(column, lecture(), 2);
    Figure figure = column.finish();
    std::string all;
    for (const std::string& line : lines(figure)) all += line;
    CHECK(all.find("↔padding=\"same\"samesize,shiftedbyone:itcropstheend") != std::string::npos);
    CHECK(all.find("≠padding=\"valid\"5×5cells") != std::string::npos);
    CHECK(all.find("✓output_shape=[4,4]") != std::string::npos);
    CHECK(figure.find("framework(Keras)")->text.find("No setting keeps the same cells") == 0);
    CHECK(figure.find("copy(Keras call)") != nullptr);
}
