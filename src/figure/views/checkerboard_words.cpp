#include "figure/views/checkerboard_words.h"

#include <fmt/format.h>

#include <cmath>

#include "figure/text.h"
#include "figure/views/column.h"

namespace seglab::figure {

using core::CheckerboardSettings;
using core::CheckerboardStage;
using core::Evenness;
using core::KernelPattern;
using core::Matrix;
using core::Pair;

namespace {

bool divides(const CheckerboardScene& scene) {
    const Pair k = scene.board->kernelSize, s = scene.settings.stride;
    return k.height % s.height == 0 && k.width % s.width == 0;
}

}  // namespace

std::string by(Pair pair) {
    return fmt::format("{} × {}", pair.height, pair.width);
}

std::string strideText(Pair stride) {
    return stride.height == stride.width ? std::to_string(stride.width)
                                         : fmt::format("{}, {}", stride.height, stride.width);
}

std::string cureText(const CheckerboardSettings& s) {
    return (s.cure == core::Resize::Nearest ? "nearest resize by " : "bilinear resize by ") + strideText(s.stride);
}

/// With at most `decimals` decimals.
std::string rounded(double value, int decimals) {
    const double scale = std::pow(10, decimals);
    return "[n|" + formatNumber(std::round(value * scale) / scale) + "]";
}

/// "1 to 9", or "81 everywhere"
std::string rangeText(const Evenness& e) {
    if (e.even()) return rounded(e.mean, 2) + " everywhere";
    return rounded(e.minimum, 2) + " to " + rounded(e.maximum, 2);
}

std::string ratioText(const Evenness& e) {
    if (e.even()) return "even";
    return e.minimum > 0 ? "as " + rounded(e.ratio(), 1) + " to [n|1]" : "with both signs";
}

std::string kernelText(const CheckerboardScene& scene) {
    const CheckerboardSettings& s = scene.settings;
    const char* pattern = s.pattern == KernelPattern::Ones     ? "ones"
                          : s.pattern == KernelPattern::Random ? "random"
                                                               : "bilinear";
    return fmt::format("{} [kernel|{}]", pattern, by(scene.board->kernelSize));
}

core::ParameterList checkerboardParameters() {
    const auto relevant = [](const core::ParameterTable& t) { return t.text("view") == "checkerboard"; };
    return {{.name = "layers",
             .label = "Layers",
             .group = "Checkerboards",
             .type = core::Type::Integer,
             .fallback = std::int64_t(2),
             .help = "Transposed convolutions one after the other",
             .limits = core::Limits::between(1, 3),
             .relevant = relevant},
            {.name = "pattern",
             .label = "Kernel pattern",
             .group = "Checkerboards",
             .type = core::Type::Choice,
             .fallback = std::string("ones"),
             .help = "Ones count overlaps; bilinear kernels have size 2s − s mod 2",
             .choices = {"ones", "random", "bilinear"},
             .relevant = relevant},
            {.name = "cure",
             .label = "Cure",
             .group = "Checkerboards",
             .type = core::Type::Choice,
             .fallback = std::string("nearest"),
             .help = "The resize that replaces the stride, before a convolution",
             .choices = {"nearest", "bilinear"},
             .relevant = relevant}};
}

CheckerboardSettings checkerboardSettings(const core::ParameterTable& table) {
    const Matrix& kernel = table.matrix("kernel");
    CheckerboardSettings s{.kernel = {kernel.rows, kernel.columns},
                           .stride = table.pair("stride"),
                           .dilation = table.pair("dilation"),
                           .layers = table.integer("layers"),
                           .seed = std::uint64_t(table.integer("seed"))};
    if (table.has("dims") && table.integer("dims") == 1)
        for (Pair* pair : {&s.kernel, &s.stride, &s.dilation}) pair->height = pair->width;
    const std::string& pattern = table.text("pattern");
    s.pattern = pattern == "ones"     ? KernelPattern::Ones
                : pattern == "random" ? KernelPattern::Random
                                      : KernelPattern::Bilinear;
    s.cure = table.text("cure") == "nearest" ? core::Resize::Nearest : core::Resize::Bilinear;
    return s;
}

std::string checkerboardCaption(const CheckerboardScene& scene, int step) {
    const CheckerboardStage& stacked = scene.board->stacked[std::size_t(step)];
    if (step == 0)
        return fmt::format("A constant [input|input] of [n|{}] ones: whatever pattern appears is the layers' own.",
                           by({stacked.map.rows, stacked.map.columns}));
    const CheckerboardStage& cured = scene.board->cured[std::size_t(step)];
    return fmt::format(
        "Away from the border, layer {} of {} at [stride|stride {}] holds {}; a resize and a convolution make it {}.",
        step, kernelText(scene), strideText(scene.settings.stride), rangeText(stacked.evenness),
        rangeText(cured.evenness));
}

Figure checkerboardColumn(const CheckerboardScene& scene, int step, const View& view) {
    Column column(view);
    column.space(1.25f);
    column.heading("Why");
    const Pair k = scene.board->kernelSize;
    const std::string stride = strideText(scene.settings.stride);
    if (scene.settings.pattern == KernelPattern::Bilinear)
        column.paragraph(
            fmt::format("A bilinear kernel has 2s − s mod 2 = [kernel|{}] cells a side at [stride|stride {}]: "
                        "wherever stamps overlap, their weights add up to 1.",
                        by(k), stride));
    else if (divides(scene))
        column.paragraph(
            fmt::format("[stride|Stride {}] divides the kernel's [kernel|{}]: every cell receives as many "
                        "stamps as its neighbours. Unequal weights can still make a pattern.",
                        stride, by(k)));
    else
        column.paragraph(
            fmt::format("[stride|Stride {}] does not divide the kernel's [kernel|{}]: neighbouring cells "
                        "receive unequal numbers of stamps, and in 2-D the axes multiply.",
                        stride, by(k)));
    column.space(0.6f);
    column.paragraph("A resize first treats all cells alike; the convolution after it has stride 1.");

    column.heading("Measured, inside the frames");
    for (int layer = 1; layer <= scene.settings.layers; ++layer) {
        if (layer > step) break;
        const Evenness &stacked = scene.board->stacked[std::size_t(layer)].evenness,
                       &cured = scene.board->cured[std::size_t(layer)].evenness;
        column.subheading(fmt::format("layer {}", layer));
        column.paragraph("transposed: " + rangeText(stacked) + ", " + ratioText(stacked) + ", " +
                         rounded(100 * stacked.unevenEnergy, 1) + " % of the energy beside the mean");
        column.paragraph("cured: " + rangeText(cured) + ", " + ratioText(cured));
        column.space(0.5f);
    }
    if (step == 0) column.paragraph("Step on to see the layers.", column.muted());

    column.heading("Source");
    column.paragraph("A. Odena, V. Dumoulin, C. Olah: Deconvolution and Checkerboard Artifacts. Distill, 2016.",
                     column.muted());
    return column.finish();
}

}  // namespace seglab::figure
