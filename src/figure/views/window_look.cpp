#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "figure/views/window_scene.h"

// How the cells of the padded input, the kernel, the products and the outputs look at a moment.
namespace seglab::figure {

using core::Pair;
using core::Tap;

namespace {

Color tint(const WindowScene& scene, Role role, double share) {
    return mix(scene.inks().raised, scene.color(role), float(0.07 + 0.33 * std::min(1.0, std::abs(share))));
}

/// Whether the moving step, or the selection's window, reads this cell.
bool inWindow(const WindowScene& scene, int channel, Pair padded) {
    if (channel < scene.firstChannel() || channel > scene.lastChannel()) return false;
    if (scene.step == 0 && scene.moving == 0 && !scene.selected) return false;
    const Pair from = scene.trace.origin(scene.output), d = scene.trace.settings().dilation;
    const Pair k = scene.trace.kernelSize();
    const int down = padded.height - from.height, right = padded.width - from.width;
    if (down < 0 || right < 0 || down % d.height || right % d.width) return false;
    const Pair kernel{down / d.height, right / d.width};
    if (kernel.height >= k.height || kernel.width >= k.width) return false;
    return scene.granularity != core::WindowGranularity::Multiply || scene.selected ||
           scene.current(scene.tap(channel, kernel));
}

/// The largest weight of all kernels, for their tints.
double weightPeak(const WindowScene& scene) {
    double peak = 0;
    for (const auto& filter : scene.trace.operands().filters)
        for (const core::Matrix& kernel : filter)
            for (double v : kernel.values) peak = std::max(peak, std::abs(v));
    return peak > 0 ? peak : 1;
}

}  // namespace

Cell WindowScene::paddedLook(int channel, Pair padded) const {
    Cell cell{.text = cellText(channel, padded), .fill = inks().raised};
    const Pair p = trace.settings().padding;
    if (trace.isBorder(padded)) {
        cell.fill = inks().background;
        cell.ink = inks().muted;
        cell.line = inks().hairline;
        cell.hatch = Hatch::Backward;
        cell.hatchColor = inks().muted.withAlpha(0.3f);
    } else if (unread({padded.height - p.height, padded.width - p.width})) {
        cell.ink = inks().muted;
        cell.hatch = Hatch::Cross;
        cell.hatchColor = inks().muted.withAlpha(0.4f);
    }
    if (inWindow(*this, channel, padded)) cell.fill = mix(cell.fill, color(Role::Selection), 0.14f);
    return cell;
}

Cell WindowScene::kernelLook(int channel, Pair at) const {
    const double weight = trace.operands().filters[std::size_t(map)][std::size_t(channel)](at.height, at.width);
    Cell cell{.text = hides("kernel", kernelStem(map, channel), at) ? "?" : formatNumber(weight)};
    cell.fill = tint(*this, weight < 0 ? Role::Muted : Role::Kernel, weight == 0 ? 0 : weight / weightPeak(*this));
    if (weight == 0) cell.fill = inks().raised;
    if (granularity == core::WindowGranularity::Multiply && moving > 0 && current(tap(channel, at)))
        cell.fill = mix(inks().raised, color(Role::Selection), 0.16f), cell.bold = true;
    return cell;
}

Cell WindowScene::productLook(int channel, Pair at) const {
    const Tap t = tap(channel, at);
    Cell cell{.fill = inks().raised};
    if (!happened(t)) return cell;
    const bool hidden = cellText(channel, t.padded) == "?" || hides("product", channelStem("product", channel), at) ||
                        (!pooling() && hides("kernel", kernelStem(map, channel), at));
    cell.text = hidden ? "?" : formatNumber(pooling() ? t.value : t.product);
    if (!t.counts)
        cell.ink = inks().muted, cell.hatch = Hatch::Backward, cell.hatchColor = inks().muted.withAlpha(0.3f);
    const bool won = window.winner && window.winner->index == t.index && !covered(map, output);
    const double share = pooling() ? 0.15 : t.product / peak;
    if (t.counts) cell.fill = tint(*this, !pooling() && t.product < 0 ? Role::Muted : Role::Kernel, share);
    if (won) cell.fill = tint(*this, Role::Output, 1), cell.bold = true;
    return cell;
}

Cell WindowScene::outputLook(int of, Pair at_) const {
    const core::WindowSum w = at(of, at_);
    if (covered(of, at_) && w.begun()) return coveredCell(guess(of, at_), guessedRight(of, at_), view.theme);
    Cell cell{.text = outputText(of, at_), .fill = inks().raised};
    if (cell.text.empty()) return cell;
    if (std::isfinite(w.value)) cell.fill = tint(*this, w.value < 0 ? Role::Muted : Role::Output, w.value / peak);
    if (!w.finished()) cell.ink = inks().muted, cell.fill = inks().raised;
    if (w.finished() && trace.settings().relu && w.sum < 0)
        cell.note = "ReLU", cell.noteInk = textColor(Role::Selection);
    return cell;
}

GridLook WindowScene::gridLook(Role role) const {
    const Color line = mix(inks().raised, color(role), view.theme == Theme::Paper ? 0.45f : 0.5f);
    return {.line = line, .border = color(role), .borderWidth = 2};
}

}  // namespace seglab::figure
