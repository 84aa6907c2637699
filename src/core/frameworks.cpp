#include "core/frameworks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "core/error.h"

namespace seglab::core {

namespace {

int effectiveKernel(const TransposedShape& shape, int axis) {
    return shape.settings.dilation[axis] * (shape.kernel[axis] - 1) + 1;
}

int firstAxis(const TransposedShape& shape) {
    return shape.dims == 1 ? 1 : 0;
}

/// "2" where both axes agree, else "(2, 1)"; one number for 1-D.
std::string both(const TransposedShape& shape, Pair value, const char* open = "(", const char* close = ")") {
    if (shape.dims == 1 || value.height == value.width) return std::to_string(value.width);
    return fmt::format("{}{}, {}{}", open, value.height, value.width, close);
}

/// "[2, 1]", always a list.
std::string list(const TransposedShape& shape, Pair value) {
    return shape.dims == 1 ? fmt::format("[{}]", value.width) : fmt::format("[{}, {}]", value.height, value.width);
}

std::string sizeText(const TransposedShape& shape, const Kept (&kept)[2]) {
    return shape.dims == 1 ? std::to_string(kept[1].size) : fmt::format("{} × {}", kept[0].size, kept[1].size);
}

std::string countWord(int n) {
    constexpr const char* kWords[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight"};
    return n < 9 ? kWords[n] : std::to_string(n);
}

/// "padding 1 with output padding 1"
std::string setting(const TransposedShape& shape, int axis) {
    const int p = shape.settings.padding[axis], op = shape.settings.outputPadding[axis];
    return op == 0 ? fmt::format("padding {}", p) : fmt::format("padding {} with output padding {}", p, op);
}

/// Compares what is cropped on the axis that differs most.
std::string shiftSentence(const TransposedShape& shape, const Kept (&kept)[2]) {
    int axis = firstAxis(shape);
    auto shift = [&](int a) { return std::abs(kept[a].start - keptByPyTorch(shape, a).start); };
    if (axis == 0 && shift(1) > shift(0)) axis = 1;
    const Kept ours = keptByPyTorch(shape, axis), theirs = kept[axis];
    auto after = [&](Kept k) { return shape.canvas(axis) - k.start - k.size; };
    std::string head = fmt::format("same size, shifted by {}: it crops ", countWord(shift(axis)));
    if (theirs.start == 0 && after(ours) == 0)
        return head + "the end where " + setting(shape, axis) + " crops the start";
    if (ours.start == 0 && after(theirs) == 0)
        return head + "the start where " + setting(shape, axis) + " crops the end";
    return head +
           fmt::format("{} before and {} after, not {} and {}", theirs.start, after(theirs), ours.start, after(ours));
}

Convention compared(const TransposedShape& shape, std::string arguments, Kept rows, Kept columns) {
    Convention c{.arguments = std::move(arguments), .kept = {rows, columns}};
    bool equal = true, sameSize = true;
    for (int axis = firstAxis(shape); axis < 2; ++axis) {
        const Kept ours = keptByPyTorch(shape, axis);
        equal = equal && c.kept[axis] == ours;
        sameSize = sameSize && c.kept[axis].size == ours.size;
    }
    c.agreement = equal ? Agreement::Equal : sameSize ? Agreement::Shifted : Agreement::OtherSize;
    if (equal) c.sentence = "the same cells";
    if (!equal && sameSize) c.sentence = shiftSentence(shape, c.kept);
    if (!sameSize) c.sentence = sizeText(shape, c.kept) + " cells";
    return c;
}

Convention refused(std::string arguments, std::string sentence) {
    return {.arguments = std::move(arguments),
            .kept = {},
            .agreement = Agreement::Refused,
            .sentence = std::move(sentence)};
}

std::string joined(const std::vector<std::string>& parts) {
    return fmt::format("{}", fmt::join(parts, ", "));
}

// ---- PyTorch ------------------------------------------------------------------------------------------------------

FrameworkCard pyTorchCard(const TransposedShape& shape) {
    const TransposedSettings& s = shape.settings;
    std::vector<std::string> arguments{"stride=" + both(shape, s.stride)};
    auto add = [&](const char* name, Pair value, int standard) {
        if (value.width != standard || (shape.dims == 2 && value.height != standard))
            arguments.push_back(name + both(shape, value));
    };
    add("padding=", s.padding, 0);
    add("output_padding=", s.outputPadding, 0);
    add("dilation=", s.dilation, 1);

    FrameworkCard card{.framework = Framework::PyTorch,
                       .call = fmt::format("y = F.conv_transpose{}d(\n    x, w, {})\n", shape.dims, joined(arguments)),
                       .conventions = {},
                       .verdict = "SegLab's own convention."};
    card.conventions.push_back(compared(shape, joined(arguments), keptByPyTorch(shape, 0), keptByPyTorch(shape, 1)));

    // The module's output_size chooses the output padding by itself, as long as it is below the stride.
    bool reachable = true;
    for (int axis = firstAxis(shape); axis < 2; ++axis) reachable = reachable && s.outputPadding[axis] < s.stride[axis];
    Pair size{shape.output(0), shape.output(1)};
    std::string call = fmt::format("output_size={}", list(shape, size));
    card.conventions.push_back(reachable ? compared(shape, call, keptByPyTorch(shape, 0), keptByPyTorch(shape, 1))
                                         : refused(call, "refused: it reaches only output padding below the stride"));
    return card;
}

// ---- ONNX ---------------------------------------------------------------------------------------------------------

Convention onnxToSize(const TransposedShape& shape, std::string arguments, OnnxPad pad, Pair size) {
    Kept kept[2] = {keptByOnnx(shape, 0, pad, size.height), keptByOnnx(shape, 1, pad, size.width)};
    for (int axis = firstAxis(shape); axis < 2; ++axis)
        if (kept[axis].size == 0)
            return refused(std::move(arguments), "left open by the standard: it would have to crop less than nothing");
    return compared(shape, std::move(arguments), kept[0], kept[1]);
}

FrameworkCard onnxCard(const TransposedShape& shape) {
    const TransposedSettings& s = shape.settings;
    std::string pads = shape.dims == 1 ? fmt::format("pads=[{0}, {0}]", s.padding.width)
                                       : fmt::format("pads=[{0}, {1}, {0}, {1}]", s.padding.height, s.padding.width);
    const bool far = s.outputPadding.width > 0 || (shape.dims == 2 && s.outputPadding.height > 0);
    if (far) pads += ", output_padding=" + list(shape, s.outputPadding);

    FrameworkCard card{.framework = Framework::Onnx, .call = {}, .conventions = {}, .verdict = {}};
    card.call = fmt::format("ConvTranspose(\n    X, W, strides={},\n    {}{})\n", list(shape, s.stride), pads,
                            s.dilation == Pair{1, 1} ? "" : ",\n    dilations=" + list(shape, s.dilation));
    card.conventions.push_back(compared(shape, pads, keptByPyTorch(shape, 0), keptByPyTorch(shape, 1)));
    const Pair output{shape.output(0), shape.output(1)};
    const Pair same{shape.input.height * s.stride.height, shape.input.width * s.stride.width};
    card.conventions.push_back(onnxToSize(shape, "output_shape=" + list(shape, output), OnnxPad::NotSet, output));
    card.conventions.push_back(onnxToSize(shape, "auto_pad=\"SAME_UPPER\"", OnnxPad::SameUpper, same));
    card.conventions.push_back(onnxToSize(shape, "auto_pad=\"SAME_LOWER\"", OnnxPad::SameLower, same));
    card.verdict = "pads are explicit on both sides: ONNX can always keep these cells.";
    return card;
}

// ---- Keras --------------------------------------------------------------------------------------------------------

std::string kerasArguments(const TransposedShape& shape, KerasPadding padding, Pair outputPadding) {
    std::string text = padding == KerasPadding::Same ? "padding=\"same\"" : "padding=\"valid\"";
    if (outputPadding.width != kNoOutputPadding) text += ", output_padding=" + both(shape, outputPadding);
    return text;
}

Convention keras(const TransposedShape& shape, KerasPadding padding, Pair outputPadding) {
    Convention c = compared(shape, kerasArguments(shape, padding, outputPadding),
                            keptByKeras(shape, 0, padding, outputPadding.height),
                            keptByKeras(shape, 1, padding, outputPadding.width));
    // Such an output is one stride short: TensorFlow's forward convolution would map it to one cell less.
    for (int axis = firstAxis(shape); axis < 2; ++axis)
        if (padding == KerasPadding::Same && outputPadding[axis] == 0 && effectiveKernel(shape, axis) % 2 == 0) {
            c.sentence += " (the TensorFlow backend refuses it)";
            break;
        }
    return c;
}

/// The output padding below the stride that comes closest: equal cells, else the same size, else kNoOutputPadding.
int closestOutputPadding(const TransposedShape& shape, int axis, KerasPadding padding) {
    int closest = kNoOutputPadding;
    const Kept ours = keptByPyTorch(shape, axis);
    for (int op = 0; op < shape.settings.stride[axis]; ++op) {
        Kept kept = keptByKeras(shape, axis, padding, op);
        if (kept == ours) return op;
        if (kept.size == ours.size) closest = op;
    }
    return closest;
}

/// Explicit output padding, where it helps beyond what None gives.
void addExplicit(FrameworkCard& card, const TransposedShape& shape, KerasPadding padding) {
    Pair op{closestOutputPadding(shape, 0, padding), closestOutputPadding(shape, 1, padding)};
    if (shape.dims == 1) op.height = op.width;
    if (op.height == kNoOutputPadding || op.width == kNoOutputPadding) return;
    Convention candidate = keras(shape, padding, op);
    for (const Convention& c : card.conventions)
        if (c.agreement <= candidate.agreement) return;
    card.conventions.push_back(std::move(candidate));
}

/// "valid" keeps the whole canvas; a slice of it is any setting whose cells it holds.
std::string kerasCrop(const TransposedShape& shape) {
    std::string slices;
    for (int axis = firstAxis(shape); axis < 2; ++axis) {
        Kept ours = keptByPyTorch(shape, axis), valid = keptByKeras(shape, axis, KerasPadding::Valid, kNoOutputPadding);
        if (ours.start + ours.size > valid.size) return {};
        slices += fmt::format(", {}:{}", ours.start, ours.start + ours.size);
    }
    return fmt::format("y[:{}]", slices);
}

FrameworkCard kerasCard(const TransposedShape& shape) {
    const TransposedSettings& s = shape.settings;
    FrameworkCard card{.framework = Framework::Keras, .call = {}, .conventions = {}, .verdict = {}};
    const bool strided = s.stride.width > 1 || (shape.dims == 2 && s.stride.height > 1);
    const bool dilated = s.dilation.width > 1 || (shape.dims == 2 && s.dilation.height > 1);
    const Pair none{kNoOutputPadding, kNoOutputPadding};
    if (strided && dilated) {
        card.conventions.push_back(
            refused(fmt::format("strides={}, dilation_rate={}", both(shape, s.stride), both(shape, s.dilation)),
                    "refused: Keras takes no stride above 1 with a dilation above 1"));
        card.verdict = "Keras has no such layer.";
        return card;
    }
    card.conventions = {keras(shape, KerasPadding::Same, none), keras(shape, KerasPadding::Valid, none)};
    addExplicit(card, shape, KerasPadding::Same);
    addExplicit(card, shape, KerasPadding::Valid);
    std::stable_sort(card.conventions.begin(), card.conventions.end(),
                     [](const Convention& a, const Convention& b) { return a.agreement < b.agreement; });

    const std::string crop = kerasCrop(shape);
    const bool equal = card.equal();
    std::string arguments = equal ? card.conventions[0].arguments : "padding=\"valid\"";
    card.call = fmt::format("y = Conv{}DTranspose(\n    1, {}, strides={},\n    {}{})(x)\n", shape.dims,
                            both(shape, shape.kernel), both(shape, s.stride), arguments,
                            dilated ? ",\n    dilation_rate=" + both(shape, s.dilation) : "");
    if (!equal && !crop.empty()) card.call += "y = " + crop + "\n";
    card.verdict = equal          ? "The first line keeps the same cells."
                   : crop.empty() ? "No setting keeps the same cells: some lie beyond its canvas."
                                  : "No setting keeps the same cells; \"valid\" and a crop do: " + crop + ".";
    return card;
}

}  // namespace

std::string_view toString(Framework framework) {
    constexpr std::string_view kNames[] = {"PyTorch", "ONNX", "Keras"};
    return kNames[int(framework)];
}

int TransposedShape::canvas(int axis) const {
    return (input[axis] - 1) * settings.stride[axis] + effectiveKernel(*this, axis);
}

int TransposedShape::output(int axis) const {
    return canvas(axis) - 2 * settings.padding[axis] + settings.outputPadding[axis];
}

Kept keptByPyTorch(const TransposedShape& shape, int axis) {
    return {shape.settings.padding[axis], shape.output(axis)};
}

Kept keptByOnnx(const TransposedShape& shape, int axis, OnnxPad pad, int size) {
    const int total = shape.canvas(axis) - size;
    if (total < 0) return {};
    const int half = total / 2;
    return {pad == OnnxPad::SameUpper ? half : total - half, size};
}

Kept keptByKeras(const TransposedShape& shape, int axis, KerasPadding padding, int outputPadding) {
    const int k = effectiveKernel(shape, axis), s = shape.settings.stride[axis];
    const int reach = (shape.input[axis] - 1) * s;
    if (padding == KerasPadding::Valid)
        return {0, reach + (outputPadding == kNoOutputPadding ? std::max(k, s) : k + outputPadding)};
    // "same" is the transpose of TensorFlow's SAME, which puts the odd cell of its padding at the end.
    const int tail = outputPadding == kNoOutputPadding ? s : k % 2 + outputPadding;
    return {std::max(0, k - tail) / 2, reach + tail};
}

bool FrameworkCard::equal() const {
    return std::any_of(conventions.begin(), conventions.end(),
                       [](const Convention& c) { return c.agreement == Agreement::Equal; });
}

std::vector<FrameworkCard> frameworkCards(const TransposedShape& shape) {
    for (int axis = firstAxis(shape); axis < 2; ++axis)
        if (shape.output(axis) < 1)
            throw Error(Kind::BadInput, fmt::format("padding {} leaves no output", shape.settings.padding[axis]),
                        "lower padding, or raise output padding", axis == 0 ? "height" : "width");
    return {pyTorchCard(shape), onnxCard(shape), kerasCard(shape)};
}

}  // namespace seglab::core
