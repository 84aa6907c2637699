#include "ui/icons.h"

#include <algorithm>

namespace seglab::ui {

namespace {

/// Draws in units of half the icon's height around its centre, y downwards.
struct Pen {
    figure::Point at;
    float half;
    ImU32 color;
    ImDrawList* draw = ImGui::GetWindowDrawList();

    ImVec2 point(float x, float y) const { return ImVec2(at.x + x * half, at.y + y * half); }
    float width() const { return std::max(1.2f, half * 0.22f); }
    void triangle(float left, float right, float height) const {  // points to `right`
        draw->AddTriangleFilled(point(left, -height), point(right, 0), point(left, height), color);
    }
    void bar(float left, float right, float height) const {
        draw->AddRectFilled(point(left, -height), point(right, height), color, half * 0.1f);
    }
    void line(float x0, float y0, float x1, float y1) const {
        draw->AddLine(point(x0, y0), point(x1, y1), color, width());
    }
};

void transport(const Pen& pen, Icon icon) {
    if (icon == Icon::Play) pen.triangle(-0.6f, 0.9f, 0.85f);
    if (icon == Icon::Next) pen.triangle(-0.7f, 0.8f, 0.85f);
    if (icon == Icon::Back) pen.triangle(0.7f, -0.8f, 0.85f);
    if (icon == Icon::Pause) {
        pen.bar(-0.65f, -0.2f, 0.75f);
        pen.bar(0.2f, 0.65f, 0.75f);
    }
    if (icon == Icon::First || icon == Icon::Last) {
        float side = icon == Icon::Last ? 1.f : -1.f;
        pen.triangle(-0.9f * side, 0.0f, 0.65f);
        pen.triangle(0.0f, 0.75f * side, 0.65f);
        pen.bar(std::min(0.75f * side, 0.95f * side), std::max(0.75f * side, 0.95f * side), 0.65f);
    }
}

void chain(const Pen& pen, bool linked) {
    float gap = linked ? 0.0f : 0.28f;
    for (float side : {-1.f, 1.f}) {
        ImVec2 low = pen.point(side < 0 ? -1.0f - gap : -0.25f + gap, -0.42f);
        ImVec2 high = pen.point(side < 0 ? 0.25f - gap : 1.0f + gap, 0.42f);
        pen.draw->AddRect(low, high, pen.color, pen.half * 0.42f, 0, pen.width());
    }
}

void lock(const Pen& pen) {
    pen.draw->AddRectFilled(pen.point(-0.6f, -0.1f), pen.point(0.6f, 0.85f), pen.color, pen.half * 0.15f);
    pen.draw->PathArcTo(pen.point(0, -0.1f), pen.half * 0.4f, 3.14159f, 6.28318f, 12);
    pen.draw->PathStroke(pen.color, 0, pen.width());
}

void folder(const Pen& pen) {
    pen.draw->AddRectFilled(pen.point(-0.9f, -0.65f), pen.point(-0.1f, 0), pen.color, pen.half * 0.12f);
    pen.draw->AddRectFilled(pen.point(-0.9f, -0.45f), pen.point(0.9f, 0.7f), pen.color, pen.half * 0.12f);
}

}  // namespace

void drawIcon(Icon icon, figure::Point at, float size, ImU32 color) {
    Pen pen{at, size / 2, color};
    switch (icon) {
        case Icon::Down:
            pen.line(-0.5f, -0.22f, 0, 0.3f);
            pen.line(0, 0.3f, 0.5f, -0.22f);
            break;
        case Icon::Check:
            pen.line(-0.7f, 0.05f, -0.2f, 0.55f);
            pen.line(-0.2f, 0.55f, 0.75f, -0.55f);
            break;
        case Icon::Close:
            pen.line(-0.55f, -0.55f, 0.55f, 0.55f);
            pen.line(-0.55f, 0.55f, 0.55f, -0.55f);
            break;
        case Icon::Plus:
            pen.line(0, -0.6f, 0, 0.6f);
            [[fallthrough]];
        case Icon::Minus:
            pen.line(-0.6f, 0, 0.6f, 0);
            break;
        case Icon::Lock:
            lock(pen);
            break;
        case Icon::Linked:
        case Icon::Unlinked:
            chain(pen, icon == Icon::Linked);
            break;
        case Icon::Folder:
            folder(pen);
            break;
        default:
            transport(pen, icon);
    }
}

}  // namespace seglab::ui
