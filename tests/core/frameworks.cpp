#include "core/frameworks.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

#include "core/error.h"
#include "core/random.h"

using namespace seglab;
using namespace seglab::core;

namespace {

TransposedShape shapeOf(int input, int kernel, int stride, int padding, int outputPadding, int dilation = 1) {
    return {.input = {input, input},
            .kernel = {kernel, kernel},
            .settings = {.stride = {stride, stride},
                         .padding = {padding, padding},
                         .dilation = {dilation, dilation},
                         .outputPadding = {outputPadding, outputPadding}}};
}

/// Stamps added up along one axis: the canvas.
std::vector<double> canvasOf(const std::vector<double>& x, const std::vector<double>& w, int stride, int dilation) {
    std::vector<double> canvas((x.size() - 1) * std::size_t(stride) + std::size_t(dilation) * (w.size() - 1) + 1);
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t a = 0; a < w.size(); ++a)
            canvas[i * std::size_t(stride) + a * std::size_t(dilation)] += x[i] * w[a];
    return canvas;
}

std::vector<double> cut(const std::vector<double>& canvas, Kept kept) {
    std::vector<double> out;
    for (int c = kept.start; c < kept.start + kept.size; ++c)
        out.push_back(c >= 0 && c < int(canvas.size()) ? canvas[std::size_t(c)] : 0);
    return out;
}

/// The transposed convolution as TensorFlow defines it: the gradient of a forward convolution with padding SAME or
/// VALID, whose input has `size` cells. Empty where that forward convolution has another number of outputs.
std::vector<double> gradientOfForward(const std::vector<double>& x, const std::vector<double>& w, int stride,
                                      int dilation, bool same, int size) {
    const int reach = dilation * (int(w.size()) - 1) + 1;
    const int outputs = same ? (size + stride - 1) / stride : (size - reach) / stride + 1;
    if (outputs != int(x.size())) return {};
    const int total = same ? std::max(0, (outputs - 1) * stride + reach - size) : 0, before = total / 2;
    std::vector<double> gradient(std::size_t(size), 0.0);
    for (int o = 0; o < outputs; ++o)
        for (int a = 0; a < int(w.size()); ++a) {
            int read = o * stride + a * dilation - before;
            if (read >= 0 && read < size) gradient[std::size_t(read)] += x[std::size_t(o)] * w[std::size_t(a)];
        }
    return gradient;
}

std::vector<double> numbers(Random& random, int count) {
    std::vector<double> out;
    for (int i = 0; i < count; ++i) out.push_back(double(random.integer(-9, 9)));
    return out;
}

const FrameworkCard& card(const std::vector<FrameworkCard>& cards, Framework framework) {
    return *std::find_if(cards.begin(), cards.end(), [&](const FrameworkCard& c) { return c.framework == framework; });
}

const Convention& line(const FrameworkCard& card, const std::string& arguments) {
    auto found = std::find_if(card.conventions.begin(), card.conventions.end(),
                              [&](const Convention& c) { return c.arguments == arguments; });
    REQUIRE(found != card.conventions.end());
    return *found;
}

}  // namespace

TEST_CASE("Keras keeps the cells that the gradient of TensorFlow's forward convolution has", "[frameworks]") {
    Random random(7);
    int compared = 0;
    for (int n = 1; n <= 5; ++n)
        for (int k = 1; k <= 7; ++k)
            for (int s = 1; s <= 4; ++s)
                for (int d = 1; d <= (s == 1 ? 3 : 1); ++d)
                    for (int op = kNoOutputPadding; op < s; ++op)
                        for (bool same : {false, true}) {
                            TransposedShape shape = shapeOf(n, k, s, 0, 0, d);
                            std::vector<double> x = numbers(random, n), w = numbers(random, k);
                            Kept kept = keptByKeras(shape, 1, same ? KerasPadding::Same : KerasPadding::Valid, op);
                            auto expected = gradientOfForward(x, w, s, d, same, kept.size);
                            if (expected.empty()) {
                                // One stride short of what SAME maps to n: only an even kernel with output padding 0.
                                REQUIRE((same && op == 0 && (d * (k - 1) + 1) % 2 == 0));
                                continue;
                            }
                            INFO("input " << n << " kernel " << k << " stride " << s << " dilation " << d
                                          << " output padding " << op << (same ? " same" : " valid"));
                            REQUIRE(cut(canvasOf(x, w, s, d), kept) == expected);
                            ++compared;
                        }
    CHECK(compared > 500);
}

TEST_CASE("Keras infers input times stride for same, and the whole canvas for valid", "[frameworks]") {
    for (int k = 1; k <= 7; ++k)
        for (int s = 1; s <= 4; ++s) {
            TransposedShape shape = shapeOf(3, k, s, 0, 0);
            CHECK(keptByKeras(shape, 0, KerasPadding::Same, kNoOutputPadding).size == 3 * s);
            CHECK(keptByKeras(shape, 0, KerasPadding::Valid, kNoOutputPadding).size == 2 * s + std::max(k, s));
        }
}

TEST_CASE("ONNX splits what it crops: the odd cell after for SAME_UPPER, before otherwise", "[frameworks]") {
    for (int k = 1; k <= 7; ++k)
        for (int s = 1; s <= 4; ++s)
            for (int size = 1; size <= 20; ++size) {
                TransposedShape shape = shapeOf(3, k, s, 0, 0);
                int total = s * (3 - 1) + ((k - 1) * 1 + 1) - size;  // the standard's total_padding, output_padding 0
                Kept upper = keptByOnnx(shape, 0, OnnxPad::SameUpper, size);
                Kept lower = keptByOnnx(shape, 0, OnnxPad::SameLower, size);
                Kept unset = keptByOnnx(shape, 0, OnnxPad::NotSet, size);
                CHECK(unset == lower);
                if (total < 0) {
                    CHECK(upper.size == 0);
                    continue;
                }
                CHECK(upper == Kept{total / 2, size});
                CHECK(lower == Kept{total - total / 2, size});
            }
}

TEST_CASE("3×3, stride 2: Keras's same crops the end where padding 1 with output padding 1 crops the start",
          "[frameworks]") {
    auto cards = frameworkCards(shapeOf(2, 3, 2, 1, 1));
    const FrameworkCard& keras = card(cards, Framework::Keras);
    const Convention& same = line(keras, "padding=\"same\"");
    CHECK(same.agreement == Agreement::Shifted);
    CHECK(same.kept[0] == Kept{0, 4});
    CHECK(same.sentence ==
          "same size, shifted by one: it crops the end where padding 1 with output padding 1 crops the start");
    CHECK(line(keras, "padding=\"valid\"").sentence == "5 × 5 cells");
    CHECK_FALSE(keras.equal());
    CHECK(keras.verdict == "No setting keeps the same cells; \"valid\" and a crop do: y[:, 1:5, 1:5].");
    CHECK(keras.call.find("y = y[:, 1:5, 1:5]\n") != std::string::npos);

    const FrameworkCard& onnx = card(cards, Framework::Onnx);
    CHECK(line(onnx, "pads=[1, 1, 1, 1], output_padding=[1, 1]").agreement == Agreement::Equal);
    CHECK(line(onnx, "output_shape=[4, 4]").agreement == Agreement::Equal);
    CHECK(line(onnx, "auto_pad=\"SAME_LOWER\"").agreement == Agreement::Equal);
    CHECK(line(onnx, "auto_pad=\"SAME_UPPER\"").agreement == Agreement::Shifted);
    CHECK(card(cards, Framework::PyTorch).call ==
          "y = F.conv_transpose2d(\n    x, w, stride=2, padding=1, output_padding=1)\n");
}

TEST_CASE("where a framework has the same cells its first line says so", "[frameworks]") {
    auto valid = frameworkCards(shapeOf(2, 2, 2, 0, 0));
    CHECK(card(valid, Framework::Keras).conventions[0].agreement == Agreement::Equal);
    CHECK(card(valid, Framework::Keras).verdict == "The first line keeps the same cells.");

    // 4×4, stride 2, padding 1: the usual decoder layer, "same" in Keras.
    auto decoder = frameworkCards(shapeOf(5, 4, 2, 1, 0));
    CHECK(line(card(decoder, Framework::Keras), "padding=\"same\"").agreement == Agreement::Equal);

    // 3×3, stride 2, padding 1 without output padding: Keras has it with output_padding=0.
    auto odd = frameworkCards(shapeOf(2, 3, 2, 1, 0));
    CHECK(line(card(odd, Framework::Keras), "padding=\"same\", output_padding=0").agreement == Agreement::Equal);
}

TEST_CASE("no card claims equal cells unless the kept cells are equal, nor denies them", "[frameworks]") {
    for (int k = 1; k <= 7; ++k)
        for (int s = 1; s <= 4; ++s)
            for (int d = 1; d <= 3; ++d)
                for (int p = 0; p <= d * (k - 1); ++p)
                    for (int op = 0; op < std::max(s, d); ++op) {
                        TransposedShape shape = shapeOf(3, k, s, p, op, d);
                        if (shape.output(0) < 1) continue;
                        auto cards = frameworkCards(shape);
                        for (const FrameworkCard& c : cards)
                            for (const Convention& line : c.conventions)
                                REQUIRE((line.agreement == Agreement::Equal) ==
                                        (line.kept[0] == Kept{p, shape.output(0)}));
                        bool possible = false;
                        for (int try_ = kNoOutputPadding; try_ < s; ++try_)
                            for (KerasPadding padding : {KerasPadding::Same, KerasPadding::Valid})
                                possible = possible || keptByKeras(shape, 0, padding, try_) == Kept{p, shape.output(0)};
                        REQUIRE(card(cards, Framework::Keras).equal() == (possible && !(s > 1 && d > 1)));
                        REQUIRE(card(cards, Framework::Onnx).equal());
                        REQUIRE(card(cards, Framework::PyTorch).equal());
                    }
}

TEST_CASE("what a framework does not take is said, not computed", "[frameworks]") {
    auto dilated = frameworkCards(shapeOf(2, 3, 2, 0, 0, 2));
    CHECK(card(dilated, Framework::Keras).conventions[0].agreement == Agreement::Refused);
    CHECK(card(dilated, Framework::Keras).call.empty());

    // Output padding 2 with stride 1 needs dilation above 2; PyTorch's output_size reaches only stride − 1.
    auto far = frameworkCards(shapeOf(2, 3, 1, 0, 2, 3));
    CHECK(line(card(far, Framework::PyTorch), "output_size=[10, 10]").agreement == Agreement::Refused);
    CHECK(line(card(far, Framework::Onnx), "output_shape=[10, 10]").agreement == Agreement::Refused);

    CHECK_THROWS_AS(frameworkCards(shapeOf(1, 3, 1, 2, 0)), Error);
}

TEST_CASE("a 1-D setting speaks of one axis", "[frameworks]") {
    TransposedShape shape{.input = {1, 2}, .kernel = {1, 3}, .settings = {.stride = {1, 2}}, .dims = 1};
    auto cards = frameworkCards(shape);
    CHECK(card(cards, Framework::PyTorch).call == "y = F.conv_transpose1d(\n    x, w, stride=2)\n");
    CHECK(card(cards, Framework::Onnx).conventions[0].arguments == "pads=[0, 0]");
    CHECK(card(cards, Framework::Keras).call ==
          "y = Conv1DTranspose(\n    1, 3, strides=2,\n    padding=\"valid\")(x)\n");
}

TEST_CASE("a setting that differs between the axes is written as pairs", "[frameworks]") {
    TransposedShape shape{
        .input = {2, 3}, .kernel = {3, 2}, .settings = {.stride = {2, 1}, .padding = {1, 0}, .outputPadding = {1, 0}}};
    auto cards = frameworkCards(shape);
    CHECK(card(cards, Framework::PyTorch).conventions[0].arguments ==
          "stride=(2, 1), padding=(1, 0), output_padding=(1, 0)");
    CHECK(card(cards, Framework::Onnx).conventions[0].arguments == "pads=[1, 0, 1, 0], output_padding=[1, 0]");
}
