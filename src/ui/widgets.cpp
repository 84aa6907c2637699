#include "ui/widgets.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "figure/text.h"
#include "ui/number_text.h"

namespace seglab::ui {

ImVec2 corner(const figure::Box& box) {
    return ImVec2(box.x, box.y);
}
ImVec2 farCorner(const figure::Box& box) {
    return ImVec2(box.right(), box.bottom());
}

void fill(const figure::Box& box, figure::Color c, float radius) {
    ImGui::GetWindowDrawList()->AddRectFilled(corner(box), farCorner(box), color(c), radius);
}

void hairline(const Look& look, float x0, float y0, float x1, float y1) {
    // ImGui itself puts lines onto the middle of their pixels.
    auto snap = [](float v) { return std::floor(v); };
    ImGui::GetWindowDrawList()->AddLine(ImVec2(snap(x0), snap(y0)), ImVec2(snap(x1), snap(y1)), look.hairline(),
                                        std::max(1.f, std::floor(look.scale())));
}

void beginArea(const char* name, const figure::Box& box, Area area) {
    ImGui::SetCursorScreenPos(corner(box));
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav;
    if (area == Area::Pans) flags |= ImGuiWindowFlags_HorizontalScrollbar;
    if (area != Area::Scrolls && area != Area::Pans)
        flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    if (area == Area::Untouchable) flags |= ImGuiWindowFlags_NoInputs;
    ImGui::BeginChild(name, ImVec2(std::max(1.f, box.width), std::max(1.f, box.height)), false, flags);
}

void areaHeight(const figure::Box& box, float bottom) {
    ImGui::SetCursorScreenPos(ImVec2(box.x, bottom));
    ImGui::Dummy(ImVec2(0, 0));
}

float wordWidth(const Look& look, const Label& label) {
    const std::string& text = label.text.empty() ? label.name : label.text;
    return look.width(label.style, text) + look.em(label.menu ? 2.0f : 1.25f);
}

Press wordButton(Window& window, const figure::Box& box, const Label& label) {
    const Look& look = window.look;
    Press press = window.controls.item(look, {.name = label.name, .box = box, .group = label.group});
    float radius = label.pill ? box.height / 2 : look.em(0.375f);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (label.framed) {
        draw.AddRectFilled(corner(box), farCorner(box), color(look.palette().raised), radius);
        draw.AddRect(corner(box), farCorner(box), press.hovered ? look.muted() : look.hairline(), radius, 0,
                     std::max(1.f, look.em(0.0625f)));
    } else if (press.hovered || label.current) {
        draw.AddRectFilled(corner(box), farCorner(box), look.hovered(), radius);
    }
    const std::string& text = label.text.empty() ? label.name : label.text;
    float arrow = label.menu ? look.em(0.75f) : 0;
    float room = box.width - look.em(0.75f) - arrow;
    float x = box.x + std::max(look.em(0.375f), (box.width - arrow - look.width(label.style, text)) / 2);
    ImU32 ink = label.quiet && !press.hovered && !label.current ? look.muted() : look.ink();
    drawLine(look, label.style, {.x = x, .middle = box.centre().y, .room = room}, ink, text);
    if (label.menu) drawIcon(Icon::Down, {box.right() - look.em(0.75f), box.centre().y}, look.em(0.625f), look.muted());
    return press;
}

Press iconButton(Window& window, const std::string& name, Icon icon, const figure::Box& box, float size) {
    Press press = window.controls.item(window.look, {.name = name, .box = box});
    if (press.hovered)
        ImGui::GetWindowDrawList()->AddRectFilled(corner(box), farCorner(box), window.look.hovered(),
                                                  window.em(0.375f));
    drawIcon(icon, box.centre(), size, press.hovered ? window.look.ink() : window.look.muted());
    return press;
}

float heading(const Look& look, float x, float y, const std::string& text) {
    std::string capitals;
    for (char c : text) capitals += char(std::toupper(static_cast<unsigned char>(c)));
    drawLine(look, Style::Heading, {.x = x, .middle = y + look.em(0.625f)}, look.muted(), capitals);
    return y + look.em(1.25f);
}

std::optional<std::string> textField(Window& window, const std::string& name, const figure::Box& box,
                                     const std::string& value) {
    const Look& look = window.look;
    Controls& controls = window.controls;
    Press press = controls.item(look, {.name = name, .box = box, .typing = Typing::Text});
    if (controls.typing(name)) {
        drawTyping(look, controls, Style::Code, box);
        return std::nullopt;
    }
    fill(box, look.palette().raised, look.em(0.25f));
    ImGui::GetWindowDrawList()->AddRect(corner(box), farCorner(box), press.hovered ? look.muted() : look.hairline(),
                                        look.em(0.25f));
    drawLine(look, Style::Code,
             {.x = box.x + look.em(0.375f), .middle = box.centre().y, .room = box.width - look.em(0.75f)},
             value.empty() ? look.muted() : look.ink(), value);
    if (press.activated) controls.beginTyping(name, value);
    if (!press.typed.empty()) controls.beginTyping(name, press.typed), controls.line().setCaret(press.typed.size());
    return controls.finished(name);
}

std::optional<int> stepField(Window& window, const figure::Box& box, const Stepped& stepped) {
    const Look& look = window.look;
    Controls& controls = window.controls;
    float side = box.height;
    std::optional<int> next;
    if (iconButton(window, stepped.name + " −", Icon::Minus, {box.x, box.y, side, side}, look.em(0.75f)))
        next = stepped.value - 1;
    figure::Box field{box.x + side, box.y, box.width - 2 * side, side};
    Press press = controls.item(look, {.name = stepped.name, .box = field, .typing = Typing::Number, .arrows = true});
    std::string text = std::to_string(stepped.value);
    if (controls.typing(stepped.name)) {
        drawTyping(look, controls, Style::Number, field);
    } else {
        drawLine(look, Style::Number,
                 {.x = field.centre().x - look.width(Style::Number, text) / 2, .middle = field.centre().y}, look.ink(),
                 text);
        if (press.activated) controls.beginTyping(stepped.name, text);
        if (!press.typed.empty())
            controls.beginTyping(stepped.name, press.typed), controls.line().setCaret(press.typed.size());
    }
    if (press.key == "Up" || press.key == "Right") next = stepped.value + 1;
    if (press.key == "Down" || press.key == "Left") next = stepped.value - 1;
    if (auto typed = controls.finished(stepped.name))
        if (auto number = readNumber(*typed)) next = int(std::clamp(*number, -1e6, 1e6));
    if (iconButton(window, stepped.name + " +", Icon::Plus, {box.right() - side, box.y, side, side}, look.em(0.75f)))
        next = stepped.value + 1;
    if (next) next = std::clamp(*next, stepped.low, stepped.high);
    return next == stepped.value ? std::nullopt : next;
}

}  // namespace seglab::ui
