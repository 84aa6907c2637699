#include "figure/views/window_layout.h"

#include <cmath>

#include "figure/views/grid_parts.h"

namespace seglab::figure {

void WindowLayout::grow() {
    for (cell = std::floor(6.5f * em); cell > 0.3f; cell = cell > 4 ? cell - 1 : 0.8f * cell) {
        operand = std::clamp(0.8f * cell, std::min(cell, 1.5f * em), 4.2f * em);
        while (operand > cell && operand > 0.3f && !fits()) operand *= 0.8f;
        if (fits()) return;
    }
}

WindowLayout layOutWindow(const Box& area, const WindowScene& scene, const std::vector<LegendEntry>& legend) {
    const View& view = scene.view;
    const float em = view.em();
    WindowLayout best{.scene = &scene, .area = area, .em = em, .title = titleHeight(view), .marks = 1.7f * em};
    for (int left = 0; left < 4; ++left) {
        for (bool stacked : {false, true}) {
            WindowLayout l{.scene = &scene,
                           .area = area,
                           .stacked = stacked,
                           .em = em,
                           .title = titleHeight(view),
                           .marks = 1.7f * em};
            if (left < 1 && !legend.empty()) l.legend = legendSize(area.width, legend, view).height + 0.8f * em;
            l.ledger = left < 2;
            if (left == 3) l.marks = 0;
            l.grow();
            if (!(stacked && scene.pooling()) && l.cell > best.cell) best = l;
        }
        if (best.cell >= 1.5f * em) break;
    }
    return best;
}

WindowPlaces placeWindow(const WindowLayout& l) {
    WindowPlaces places;
    const float height = l.height();
    const float spare = std::max(0.0f, l.area.width - l.width()), air = std::min(spare / 4, 3 * l.em);
    float x = l.area.x + (spare - 2 * air) / 2;
    const float top = l.area.y + std::max(0.0f, (l.area.height - height - l.legend) / 2);
    const float row = top + (height - l.inputHeight()) / 2, head = l.title + l.marks;
    const float step = l.rowHeight() + l.rowGap();
    auto middle = [&](int c, float content) { return row + float(c) * step + (l.rowHeight() - content) / 2; };
    for (int c = 0; c < l.channels(); ++c) {
        const float tall = head + float(l.padded().height) * l.cell;
        places.padded.push_back(Grid({x + l.marks, middle(c, tall) + head}, l.padded(), l.cell));
    }
    x += l.inputWidth() + l.gap() + air;
    const float beside = x + l.operandWidth() + 0.8f * l.gap();
    for (int c = 0; c < l.channels(); ++c) {
        const float y = middle(c, l.operandHeight()) + l.title;
        const float below = y + float(l.kernel().height) * l.operand + l.rowGap() + l.title;
        if (l.kernels()) places.kernel.push_back(Grid({x, y}, l.kernel(), l.operand));
        const Point at = !l.kernels() ? Point{x, y} : l.stacked ? Point{x, below} : Point{beside, y};
        const bool read = c >= l.scene->firstChannel() && c <= l.scene->lastChannel();
        places.product.push_back(read ? Grid(at, l.kernel(), l.operand) : Grid());
    }
    x += l.operandsWidth() + l.gap() + air;
    float y = top + (height - l.outputHeight()) / 2;
    for (int m = 0; m < l.scene->trace.maps(); ++m) {
        places.output.push_back(Grid({x + l.marks, y + head}, l.out(), l.cell));
        y += head + float(l.out().height) * l.cell + l.rowGap();
    }
    return places;
}

}  // namespace seglab::figure
