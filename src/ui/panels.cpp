#include "ui/panels.h"

#include <algorithm>

#include "ui/widgets.h"

namespace seglab::ui {

namespace {

float menuItem(Window& window, const MenuItem& item, const figure::Box& row) {
    const Look& look = window.look;
    Style style = window.menu.numbers ? Style::Number : Style::Body;
    Press press = window.controls.item(look, {.name = item.label, .box = row, .group = "menu"});
    if (press.hovered || press.focused) fill(row, look.palette().ink.withAlpha(0.06f), look.em(0.25f));
    if (item.current) drawIcon(Icon::Check, {row.x + look.em(0.75f), row.centre().y}, look.em(0.75f), look.accent());
    drawLine(look, style, {.x = row.x + look.em(1.5f), .middle = row.centre().y, .room = row.width - look.em(2)},
             look.ink(), item.label);
    if (press) {
        window.closePanel();
        auto choose = window.menu.choose;
        if (choose) choose(item.value);
    }
    return row.bottom();
}

}  // namespace

figure::Box besideAnchor(const Window& window, const figure::Box& anchor, figure::Size size) {
    float gap = window.em(0.25f);
    float x = std::clamp(anchor.right() - size.width, gap, std::max(gap, window.size.width - size.width - gap));
    float y = anchor.bottom() + gap;
    if (y + size.height > window.size.height && anchor.y > window.size.height / 2) y = anchor.y - size.height - gap;
    y = std::clamp(y, gap, std::max(gap, window.size.height - size.height - gap));
    return {x, y, size.width, size.height};
}

figure::Box centred(const Window& window, figure::Size size) {
    float width = std::min(size.width, window.size.width - window.em()),
          height = std::min(size.height, window.size.height - window.em());
    return {(window.size.width - width) / 2, (window.size.height - height) / 2, width, height};
}

void panelGround(const Window& window, const figure::Box& box) {
    const Look& look = window.look;
    fill(box, look.palette().raised, look.em(0.375f));
    ImGui::GetWindowDrawList()->AddRect(corner(box), farCorner(box), look.hairline(), look.em(0.375f), 0,
                                        std::max(1.f, look.em(0.0625f)));
}

figure::Box menuPanel(Window& window) {
    const Look& look = window.look;
    Style style = window.menu.numbers ? Style::Number : Style::Body;
    float width = window.menu.anchor.width, height = look.em(2);
    for (const MenuItem& item : window.menu.items)
        width = std::max(width, look.width(style, item.label) + look.em(2.5f));
    float all = height * float(window.menu.items.size()) + look.em(0.5f);
    figure::Box box = besideAnchor(window, window.menu.anchor, {width, std::min(all, window.size.height - look.em())});
    panelGround(window, box);
    beginArea("menu", box, Area::Scrolls);
    float y = box.y + look.em(0.25f) - ImGui::GetScrollY();
    const std::vector<MenuItem> items = window.menu.items;
    for (const MenuItem& item : items) {
        if (window.panelFresh && item.current) window.controls.focus(item.label, window.controls.ring());
        y = menuItem(window, item, {box.x + look.em(0.25f), y, box.width - look.em(0.5f), height});
    }
    areaHeight(box, y + look.em(0.25f));
    ImGui::EndChild();
    return box;
}

void panels(Window& window) {
    if (window.panel == Panel::None) return;
    if (window.panelFresh) ImGui::SetNextWindowFocus();
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(ImVec2(window.size.width, window.size.height));
    ImGui::Begin("panel", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
    window.controls.beginLayer();
    bool modal = window.panel != Panel::Menu;
    if (modal) fill({0, 0, window.size.width, window.size.height}, window.look.palette().background.withAlpha(0.6f));
    figure::Box box;
    switch (window.panel) {
        case Panel::None:
            break;
        case Panel::Menu:
            box = menuPanel(window);
            break;
        case Panel::Help:
            box = helpPanel(window);
            break;
        case Panel::Export:
            box = exportPanel(window);
            break;
        case Panel::Files:
            box = filePanel(window);
            break;
        case Panel::Matrix:
            box = matrixPanel(window);
            break;
    }
    ImVec2 mouse = ImGui::GetIO().MousePos;
    bool outside = ImGui::IsMouseClicked(0) && !box.contains({mouse.x, mouse.y});
    if (outside && !window.panelFresh) window.closePanel();
    window.panelFresh = false;
    window.controls.endLayer();
    ImGui::End();
}

}  // namespace seglab::ui
