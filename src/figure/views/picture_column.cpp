#include <fmt/format.h>

#include <cmath>

#include "core/frameworks.h"
#include "figure/text.h"
#include "figure/views/code_twin.h"
#include "figure/views/column.h"
#include "figure/views/picture_scene.h"

namespace seglab::figure {

using core::PictureOperation;

namespace {

std::string percent(std::int64_t part, std::int64_t whole) {
    const double share = 100.0 * double(part) / double(whole);
    if (part > 0 && share < 0.1) return "below [n|0.1] %";
    return "[n|" + formatNumber(std::round(share * 10) / 10) + "] %";
}

Region choice(const char* parameter, const char* value, const char* sentence) {
    Region region;
    region.name = fmt::format("{}({})", parameter, value);
    region.role = "choice";
    region.sentence = sentence;
    region.action = {.kind = Action::Kind::Set, .parameter = parameter, .value = value};
    return region;
}

void addValues(Column& column, const PictureScene& scene) {
    const PictureOperation& op = scene.operation();
    const PictureOperation::Extremes all = op.extremes();
    column.heading("Values");
    column.paragraph(fmt::format("Input: bytes, [n|0] to [n|255]. Output: [n|{}] to [n|{}].", formatNumber(all.minimum),
                                 formatNumber(all.maximum)));
    column.space(0.4f);
    column.paragraph(fmt::format("{} of the values lie above [n|255], {} below [n|0].", percent(op.above(), op.count()),
                                 percent(op.below(), op.count())));
    column.space(0.4f);
    column.paragraph(
        "The operator neither clamps nor divides by the overlap: only the picture on the screen has a range.");
}

void addChoices(Column& column, const PictureScene& scene) {
    column.heading("Black to white");
    const bool stretch = scene.options().stretch;
    column.chips("",
                 {{"smallest to largest", choice("display", "range", "Smallest value black, largest white."), stretch},
                  {"0 to 255", choice("display", "bytes", "0 black, 255 white, beyond it cut off."), !stretch}});
    column.heading("Numbers of the channel");
    std::vector<Chip> channels;
    for (const char* name : {"red", "green", "blue"})
        channels.push_back(
            {name, choice("channel", name, "Show this channel's numbers."), scene.channelName() == name});
    column.chips("", std::move(channels));
}

void addOverlap(Column& column, const PictureScene& scene, int step) {
    const PictureOperation& op = scene.operation();
    const PictureOperation::Extremes overlap = op.overlapExtremes(op.rowCount());
    column.heading("Overlap");
    if (overlap.minimum == overlap.maximum)
        column.paragraph(fmt::format("Every cell receives [n|{}].", formatNumber(overlap.maximum)));
    else
        column.paragraph(
            fmt::format("A cell receives [n|{}] to [n|{}] stamps. Where the counts of neighbours differ, a "
                        "flat patch of the picture comes out as a checkerboard.",
                        formatNumber(overlap.minimum), formatNumber(overlap.maximum)));
    if (step == op.rowCount()) return;
    column.space(0.4f);
    column.paragraph("Rows that no stamp has reached yet are left blank.", column.muted());
}

/// The call for all three channels at once.
void addCall(Column& column, const PictureScene& scene) {
    const PictureOperation& op = scene.operation();
    std::string call =
        core::frameworkCards(
            {.input = op.inputSize(), .kernel = {op.kernel().rows, op.kernel().columns}, .settings = op.settings()})[0]
            .call;
    call.insert(call.rfind(')'), ", groups=3");
    const CodeBlock block{.name = "PyTorch",
                          .text = "w = w.repeat(3, 1, 1, 1)\n" + call,
                          .copy = {},
                          .roles = {{"x", Role::Input},
                                    {"w", Role::Kernel},
                                    {"y", Role::Output},
                                    {"stride", Role::Stride},
                                    {"padding", Role::Padding},
                                    {"dilation", Role::Dilation},
                                    {"output_padding", Role::OutputPadding}}};
    column.heading("PyTorch", {copyChip(block)});
    addCode(column, block);
}

}  // namespace

Figure pictureColumn(const PictureScene& scene, SizePanel state, int step, const View& view) {
    const PictureOperation& op = scene.operation();
    state.input = {};
    state.inputSize = op.inputSize();
    state.kernel = op.kernel();
    state.settings = op.settings();
    Column column(view);
    column.space(1.25f);
    addValues(column, scene);
    addChoices(column, scene);
    addOverlap(column, scene, step);
    addSizePanel(column, state);
    addCall(column, scene);
    return column.finish();
}

}  // namespace seglab::figure
