#include <algorithm>
#include <cmath>

#include "core/random.h"
#include "ui/number_text.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

using core::Matrix;

/// The matrix with another number of rows and columns; what it had stays at the top left, new cells hold 0.
Matrix resized(const Matrix& matrix, int rows, int columns) {
    Matrix next(rows, columns);
    for (int r = 0; r < std::min(rows, matrix.rows); ++r)
        for (int c = 0; c < std::min(columns, matrix.columns); ++c) next(r, c) = matrix(r, c);
    return next;
}

Matrix pattern(const std::string& name, const Matrix& size, std::uint32_t seed) {
    Matrix next(size.rows, size.columns);
    core::Random random(seed);
    double step = 1;
    for (double& value : next.values) {
        if (name == "Ones") value = 1;
        if (name == "Counting") value = step++;
        if (name == "Random") value = double(random.integer(0, 9));
    }
    if (name == "One in the middle") next(next.rows / 2, next.columns / 2) = 1;
    return next;
}

void sizeRows(Window& window, const Matrix& now, const figure::Box& box) {
    const Look& look = window.look;
    core::Limits limits = window.document->table().limits(window.matrix);
    const char* names[] = {"Rows", "Columns"};
    for (int axis : {0, 1}) {
        if (limits.minimum[axis] == limits.maximum[axis]) continue;
        figure::Box row{box.x, box.y + float(axis) * look.em(2.125f), box.width, look.em(2)};
        drawLine(look, Style::Body, {.x = row.x, .middle = row.centre().y}, look.ink(), names[axis]);
        int value = axis == 0 ? now.rows : now.columns;
        figure::Box field{row.right() - look.em(7), row.y, look.em(7), row.height};
        Stepped stepped{
            .name = names[axis], .value = value, .low = int(limits.minimum[axis]), .high = int(limits.maximum[axis])};
        if (auto next = stepField(window, field, stepped))
            window.document->change(window.matrix,
                                    axis == 0 ? resized(now, *next, now.columns) : resized(now, now.rows, *next));
    }
}

void patterns(Window& window, const Matrix& now, const figure::Box& box) {
    const Look& look = window.look;
    float gap = look.em(0.5f), width = (box.width - gap) / 2, height = look.em(1.875f);
    int i = 0;
    for (const char* name : {"Zeros", "Ones", "Counting", "Random", "One in the middle"}) {
        bool wide = i == 4;
        figure::Box at{box.x + (i % 2 == 0 ? 0 : width + gap), box.y + float(i / 2) * (height + gap),
                       wide ? box.width : width, height};
        if (wordButton(window, at, {.name = name, .style = Style::Small, .framed = true}))
            window.document->change(window.matrix, pattern(name, now, window.seed++));
        ++i;
    }
}

}  // namespace

figure::Box matrixPanel(Window& window) {
    const Look& look = window.look;
    const core::Parameter& parameter = window.document->table().parameter(window.matrix);
    const Matrix now = window.document->table().matrix(window.matrix);
    figure::Size size{look.em(20), look.em(20.75f)};
    figure::Box box = besideAnchor(window, window.menu.anchor, size);
    box.x =
        std::min(window.menu.anchor.right() + look.em(1), std::max(0.f, window.size.width - box.width - look.em(0.5f)));
    panelGround(window, box);
    beginArea("matrix", box, Area::Scrolls);
    float x = box.x + look.em(1.25f), width = box.width - look.em(2.5f), y = box.y - ImGui::GetScrollY();
    drawLine(look, Style::Title, {.x = x, .middle = y + look.em(1.5f)}, look.ink(), parameter.label);
    sizeRows(window, now, {x, y + look.em(2.75f), width, 0});
    y = heading(look, x, y + look.em(7.5f), "Values");
    std::string text = core::toText(now);
    if (auto typed = textField(window, "Values", {x, y, width, look.em(2)}, text); typed && *typed != text) {
        if (auto matrix = readMatrix(*typed))
            window.document->change(window.matrix, *matrix);
        else
            window.say(Message::Tone::Warning, "write rows with ; and numbers with , as in 0,1;2,3");
    }
    y = heading(look, x, y + look.em(2.5f), "Patterns");
    patterns(window, now, {x, y, width, 0});
    areaHeight(box, y + look.em(7.5f));
    ImGui::EndChild();
    return box;
}

}  // namespace seglab::ui
