#include <algorithm>

#include "ui/panels.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

struct Line {
    const char* keys;
    const char* what;
};

constexpr Line kKeys[] = {
    {"Space, →, PageDown", "next step"},
    {"←, PageUp", "step back"},
    {"Home, End", "first, last step"},
    {"R", "back to what was opened"},
    {"P", "present: stage, caption, scrubber"},
    {"F", "fold the side columns"},
    {"F11", "full screen"},
    {"T", "theme: paper or board"},
    {".", "blank the stage"},
    {"E", "export PNG, SVG, GIF"},
    {"Ctrl +, −, 0", "type larger, smaller, 100 %"},
    {"+, −, Ctrl wheel", "zoom into the stage, out"},
    {"Ctrl Z, Ctrl Shift Z", "undo, redo"},
    {"Ctrl C", "copy the state"},
    {"Ctrl V", "paste a state, or a matrix"},
    {"Tab, Shift Tab", "to every control and into the stage"},
    {"arrows", "move between cells, change a number"},
    {"Enter, digits", "type into the cell or the number"},
    {"Esc", "close, unpin, back to the stage"},
    {"H, ?", "this page"},
    {"Ctrl Q", "quit"},
};

}  // namespace

figure::Box helpPanel(Window& window) {
    const Look& look = window.look;
    float row = look.em(1.75f), title = look.em(3.25f);
    bool two = window.size.width > look.em(65);
    std::size_t count = std::size(kKeys), half = two ? (count + 1) / 2 : count;
    figure::Box box = centred(window, {look.em(two ? 64 : 33), title + row * float(half) + look.em(1.5f)});
    panelGround(window, box);
    beginArea("help", box, Area::Scrolls);
    float top = box.y - ImGui::GetScrollY(), left = box.x + look.em(1.75f);
    drawLine(look, Style::Title, {.x = left, .middle = top + look.em(2)}, look.ink(), "Keys");
    figure::Box close{box.right() - look.em(3), top + look.em(1), look.em(2), look.em(2)};
    if (iconButton(window, "Close", Icon::Close, close, look.em(0.875f))) window.closePanel();
    float column = (box.width - look.em(3.5f)) / (two ? 2 : 1);
    for (std::size_t i = 0; i < count; ++i) {
        float x = left + (i < half ? 0 : column + look.em(0.5f)), y = top + title + row * (float(i % half) + 0.5f);
        drawLine(look, Style::Code, {.x = x, .middle = y}, look.roleText(figure::Role::Selection), kKeys[i].keys);
        drawLine(look, Style::Body, {.x = x + look.em(11.5f), .middle = y, .room = column - look.em(12)}, look.ink(),
                 kKeys[i].what);
    }
    areaHeight(box, top + title + row * float(half) + look.em(1));
    ImGui::EndChild();
    return box;
}

}  // namespace seglab::ui
