#include <cmath>

#include "figure/text.h"
#include "figure/views/transposed_scene.h"

// How the cells of the operands, of a stamp and of the canvas look at a moment.
namespace seglab::figure {

using core::Multiply;
using core::Pair;

namespace {

/// Operands are white; where the numbers do not fit, the fill has to tell the value.
Color operandFill(const TransposedScene& scene, Role role, double value, double peak) {
    return mix(scene.inks().raised, scene.color(role), float(0.05 + 0.3 * std::min(1.0, std::abs(value) / peak)));
}

/// "1+3": what was there and what came in this step.
std::string noteOf(const TransposedScene& scene, Pair at) {
    const double was = scene.previous(at.height, at.width), now = scene.sum(at.height, at.width);
    const bool met = scene.previousOverlap(at.height, at.width) > 0 &&
                     scene.overlap(at.height, at.width) > scene.previousOverlap(at.height, at.width);
    if (!met || scene.options.letters) return {};
    const std::string added = formatNumber(now - was);
    return formatNumber(was) + (now - was < 0 ? added : "+" + added);
}

Cell countLook(const TransposedScene& scene, Pair at) {
    if (scene.view.hidden.count("overlap")) return coveredCell(std::nullopt, false, scene.view.theme);
    const double count = scene.overlap(at.height, at.width);
    Cell cell{.fill = scene.inks().raised};
    if (count == 0) return cell;
    cell.text = formatNumber(count);
    cell.fill = mix(scene.inks().raised, scene.color(Role::Kernel), float(0.08 + 0.5 * count / scene.mostOverlap));
    return cell;
}

/// Cropped, uncovered and unreached cells each have their own hatch.
void markCrop(const TransposedScene& scene, Pair at, Cell& cell) {
    if (!scene.trace.keeps(at)) {
        cell.hatch = Hatch::Backward;
        cell.hatchColor = scene.inks().muted.withAlpha(0.45f);
        cell.fill = mix(cell.fill, scene.inks().background, 0.6f);
        cell.ink = scene.inks().muted;
    } else if (!scene.trace.reaches(at)) {
        cell.hatch = Hatch::Cross;
        cell.hatchColor = scene.inks().muted.withAlpha(0.3f);
        cell.ink = scene.inks().muted;
    } else if (scene.trace.uncovered(at)) {
        cell.hatch = Hatch::Dots;
        cell.hatchColor = scene.inks().muted.withAlpha(0.5f);
    }
}

}  // namespace

Cell TransposedScene::inputLook(Pair at) const {
    Cell cell{.text = inputText(at), .fill = inks().raised};
    if (currentInput(at))
        cell.fill = mix(inks().raised, color(Role::Selection), 0.16f), cell.bold = true;
    else if (begun(at))
        cell.fill = operandFill(*this, Role::Input, 1, 3);
    return cell;
}

Cell TransposedScene::kernelLook(Pair at) const {
    Cell cell{.text = kernelText(at), .fill = inks().raised};
    const bool one = options.granularity == core::Granularity::Multiply && after > 0;
    if (one && trace.multiply(after - 1).kernel == at)
        cell.fill = mix(inks().raised, color(Role::Selection), 0.16f), cell.bold = true;
    return cell;
}

Cell TransposedScene::stampLook(Pair input, Pair kernel) const {
    if (view.hidden.count("stamp")) return coveredCell(std::nullopt, false, view.theme);
    const Multiply m = trace.multiply(input, kernel);
    Cell cell{.text = productText(m)};
    cell.fill = operandFill(*this, Role::Kernel, m.product, kernelPeak * inputPeak);
    if (m.index >= after) cell.text.clear(), cell.fill = inks().raised;
    return cell;
}

Cell TransposedScene::canvasLook(Pair at, bool words) const {
    if (covered(at)) {
        const bool right = guessedRight(at);
        Cell cell = coveredCell(guess(at), right, view.theme);
        return cell;
    }
    Cell cell{.fill = inks().raised};
    if (!trace.reaches(at)) {
        cell.text = options.overlap ? "" : "0";
    } else if (options.overlap) {
        cell = countLook(*this, at);
    } else if (overlap(at.height, at.width) > 0) {
        if (words) cell.text = sumText(at), cell.note = noteOf(*this, at);
        cell.fill = tint(sum(at.height, at.width));
        cell.noteInk = textColor(Role::Selection);
    }
    markCrop(*this, at, cell);
    return cell;
}

}  // namespace seglab::figure
