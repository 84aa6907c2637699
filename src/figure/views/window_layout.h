#pragma once

#include <algorithm>
#include <vector>

#include "figure/views/legend.h"
#include "figure/views/window_scene.h"

namespace seglab::figure {

/// The stage of a sliding window as columns: input, kernel, products, output; a row for each channel or map.
struct WindowLayout {
    const WindowScene* scene;
    Box area;
    bool stacked = false;         ///< the products stand below the kernel, not beside it
    float cell = 0, operand = 0;  ///< sides of cells
    float legend = 0;             ///< height; 0: left out
    bool ledger = true;           ///< the addition stands below the outputs
    float em, title, marks;       ///< marks: room for the distances, 0: left out

    core::Pair padded() const { return scene->trace.paddedSize(); }
    core::Pair kernel() const { return scene->trace.kernelSize(); }
    core::Pair out() const { return scene->trace.outputSize(); }
    int channels() const { return scene->trace.channels(); }
    bool kernels() const { return !scene->pooling(); }

    float gap() const { return area.width < 36 * em ? 1.3f * em : 2.2f * em; }
    float rowGap() const { return 0.9f * em; }
    /// Below the products: their sum.
    float foot() const { return 1.6f * em; }
    float operandHeight() const {
        const float one = title + float(kernel().height) * operand;
        return stacked && kernels() ? 2 * one + rowGap() + foot() : one + foot();
    }
    float rowHeight() const { return std::max(title + marks + float(padded().height) * cell, operandHeight()); }
    float inputHeight() const { return float(channels()) * (rowHeight() + rowGap()) - rowGap(); }
    float ledgerHeight() const { return !ledger ? 0 : (float(ledgerOf(*scene).size()) + 0.6f) * line() + rowGap(); }
    float line() const { return 1.5f * std::max(smallestText(scene->view), 0.95f * em); }
    float outputHeight() const {
        const float maps = float(scene->trace.maps());
        return maps * (title + marks + float(out().height) * cell + rowGap()) + ledgerHeight();
    }
    float inputWidth() const { return marks + std::max(float(padded().width) * cell, 5.5f * em); }
    float operandWidth() const { return std::max(float(kernel().width) * operand, 4.4f * em); }
    float operandsWidth() const { return kernels() && !stacked ? 2 * operandWidth() + 0.8f * gap() : operandWidth(); }
    float outputWidth() const { return marks + std::max(float(out().width) * cell, 8.5f * em); }
    float width() const { return inputWidth() + gap() + operandsWidth() + gap() + outputWidth(); }
    float height() const { return std::max(inputHeight(), outputHeight()); }
    bool fits() const { return width() <= area.width && height() + legend <= area.height; }

    /// Makes the cells as large as fits.
    void grow();
};

/// The largest cells; what is secondary goes first where they would be too small: legend, addition, distances.
WindowLayout layOutWindow(const Box& area, const WindowScene& scene, const std::vector<LegendEntry>& legend);
/// Where everything stands, centred in the area.
WindowPlaces placeWindow(const WindowLayout& layout);

}  // namespace seglab::figure
