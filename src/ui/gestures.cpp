#include "ui/gestures.h"

#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "ui/number_text.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

using figure::Action;
using figure::Region;

bool covered(const Document& document, const Region& region) {
    const auto& hidden = document.state().hidden;
    return hidden.count(region.name) > 0 || hidden.count(region.role) > 0;
}

bool canType(const Document& document, const Region& region) {
    if (region.action.kind == Action::Kind::Edit) return !document.locked(region.action.parameter);
    return region.action.kind == Action::Kind::Answer || covered(document, region);
}

/// The number that stands in the matrix parameter behind an editable cell.
double elementOf(const Document& document, const Action& action) {
    const core::Matrix& matrix = document.table().matrix(action.parameter);
    bool inside = action.row >= 0 && action.row < matrix.rows && action.column >= 0 && action.column < matrix.columns;
    return inside ? matrix(action.row, action.column) : 0;
}

void beginTyping(Window& window, const Region& region, const std::string& typed = {}) {
    if (!canType(*window.document, region)) return;
    std::string start = typed;
    if (typed.empty() && region.action.kind == Action::Kind::Edit)
        start = figure::formatNumber(elementOf(*window.document, region.action));
    window.controls.beginTyping(region.name, start);
    if (!typed.empty()) window.controls.line().setCaret(typed.size());
}

/// What an action pins beside what it changes.
void pinWith(Document& document, const Region& region) {
    const std::string& pins = region.action.pins;
    if (pins.empty()) return;
    const std::string& name = pins == figure::kItself ? region.name : pins;
    if (document.state().selection != name) document.pin(name);
}

/// A click, or Enter and Space on the focused region.
void activate(Window& window, const Region& region, bool byKey, bool pins) {
    Document& document = *window.document;
    const Action& action = region.action;
    switch (action.kind) {
        case Action::Kind::Set:
            document.changeText(action.parameter, action.value);
            return pinWith(document, region);
        case Action::Kind::Toggle:
            return document.change(action.parameter, !document.table().boolean(action.parameter));
        case Action::Kind::Step:
            document.goTo(action.row);
            return pinWith(document, region);
        case Action::Kind::State:
            document.openState(action.value);
            return;
        case Action::Kind::Copy:
            if (window.surroundings.copy) window.surroundings.copy(action.value);
            return document.say(Message::Tone::Good, "Copied");
        case Action::Kind::Edit:
            if (byKey) return beginTyping(window, region);
            break;
        default:
            if (covered(document, region)) return beginTyping(window, region);
    }
    if (pins) document.pin(region.name);
}

void dragElement(Window& window, Gesture& gesture) {
    // One for every half em upwards, from the value at which the drag began.
    int units = int(std::lround(-gesture.travelled.y / window.em(0.5f)));
    if (units == gesture.applied) return;
    gesture.applied = units;
    const Action& action = gesture.region.action;
    window.document->changeElement(action.parameter, action.row, action.column, gesture.start + units, true);
}

void dragUnits(Window& window, Gesture& gesture) {
    const Action& action = gesture.region.action;
    float along = gesture.travelled.x * action.dragAxis.x + gesture.travelled.y * action.dragAxis.y;
    int units = action.pixelsPerUnit > 0 ? int(std::lround(along / action.pixelsPerUnit)) : 0;
    if (units == gesture.applied) return;
    window.document->changeBy(action.parameter, action.row, units - gesture.applied);
    gesture.applied = units;
}

void drag(Window& window) {
    Gesture& gesture = *window.gesture;
    ImVec2 delta = ImGui::GetIO().MouseDelta;
    gesture.travelled.x += delta.x;
    gesture.travelled.y += delta.y;
    float distance = std::max(std::abs(gesture.travelled.x), std::abs(gesture.travelled.y));
    if (distance > window.em(0.3f)) gesture.dragging = true;
    if (!gesture.dragging) return;
    if (gesture.region.action.kind == Action::Kind::Edit) dragElement(window, gesture);
    if (gesture.region.action.kind == Action::Kind::Drag) dragUnits(window, gesture);
}

/// Of a map that is one region the cell under the pointer.
Region cellUnder(const Region& region, const Surface& surface) {
    Region cell = region;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    cell.name = figure::nameAt(region, {mouse.x - surface.at.x, mouse.y - surface.at.y});
    return cell;
}

void pointer(Window& window, const Surface& surface, const Region* under) {
    // Only where the figure is: what is scrolled must not count as content, or it could never scroll back.
    ImVec2 low(std::max(surface.visible.x, surface.at.x), std::max(surface.visible.y, surface.at.y));
    float right = std::min(surface.visible.right(), surface.at.x + surface.figure->size.width);
    float bottom = std::min(surface.visible.bottom(), surface.at.y + surface.figure->size.height);
    ImGui::SetCursorScreenPos(low);
    ImGui::InvisibleButton(surface.name, ImVec2(std::max(1.f, right - low.x), std::max(1.f, bottom - low.y)));
    if (ImGui::IsItemActivated()) {
        window.gesture.reset();
        if (!under) window.controls.blur();
        if (under) {
            Gesture gesture{.region = *under};
            if (under->action.kind == Action::Kind::Edit) gesture.start = elementOf(*window.document, under->action);
            window.gesture = gesture;
            if (canType(*window.document, *under))
                window.controls.focus(under->name, false);
            else
                window.controls.blur();
        }
    }
    if (ImGui::IsItemActive() && window.gesture) drag(window);
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0) && under && canType(*window.document, *under)) {
        beginTyping(window, *under);
        window.gesture.reset();
    }
    if (ImGui::IsItemDeactivated() && window.gesture) {
        Gesture gesture = *window.gesture;
        window.gesture.reset();
        window.document->settle();
        if (!gesture.dragging && under && under->name == gesture.region.name)
            activate(window, cellUnder(*under, surface), false, surface.pins);
    }
}

void regionKeys(Window& window, const Region& region, const Press& press, bool pins) {
    Document& document = *window.document;
    const Action& action = region.action;
    if (press.activated) activate(window, region, true, pins);
    if (!press.typed.empty()) beginTyping(window, region, press.typed);
    bool erase = press.key == "Delete" || press.key == "Backspace";
    if (erase && action.kind == Action::Kind::Edit)
        document.changeElement(action.parameter, action.row, action.column, 0);
    if (action.kind == Action::Kind::Drag && !press.key.empty()) {
        figure::Point arrow{press.key == "Right"  ? 1.f
                            : press.key == "Left" ? -1.f
                                                  : 0.f,
                            press.key == "Down" ? 1.f
                            : press.key == "Up" ? -1.f
                                                : 0.f};
        float along = arrow.x * action.dragAxis.x + arrow.y * action.dragAxis.y;
        if (along != 0) document.changeBy(action.parameter, action.row, along > 0 ? 1 : -1);
    }
    auto typed = window.controls.finished(region.name);
    if (!typed || typed->empty()) return;
    if (action.kind != Action::Kind::Edit) return document.guess(region.name, *typed);
    if (auto value = readNumber(*typed))
        document.changeElement(action.parameter, action.row, action.column, *value);
    else
        document.say(Message::Tone::Warning, "\"" + *typed + "\" is no number");
}

/// The field over a cell, wide enough to read what is typed.
void typingField(Window& window, const figure::Box& cell) {
    figure::Box field = cell;
    float least = window.em(3.25f), tall = window.em(1.75f);
    if (field.width < least) field = {cell.centre().x - least / 2, field.y, least, field.height};
    if (field.height < tall) field = {field.x, cell.centre().y - tall / 2, field.width, tall};
    drawTyping(window.look, window.controls, Style::Number, field);
}

}  // namespace

bool askable(const Region& region) {
    return !region.box.empty() && !region.name.empty() &&
           (region.value || region.action.kind != Action::Kind::None || !region.text.empty() || !region.shape.empty());
}

std::string figureGestures(Window& window, const Surface& surface) {
    const figure::Point at = surface.at;
    ImVec2 mouse = ImGui::GetIO().MousePos;
    const Region* under = nullptr;
    if (surface.visible.contains({mouse.x, mouse.y})) under = surface.figure->hit({mouse.x - at.x, mouse.y - at.y});
    pointer(window, surface, under && askable(*under) ? under : nullptr);
    bool hovered = ImGui::IsItemHovered() || ImGui::IsItemActive();

    for (const Region& region : surface.figure->regions) {
        if (!askable(region)) continue;
        figure::Box box{region.box.x + at.x, region.box.y + at.y, region.box.width, region.box.height};
        Control control{.name = region.name, .box = box, .group = std::string(surface.name) + region.role};
        if (canType(*window.document, region))
            control.typing = region.action.kind == Action::Kind::Edit ? Typing::Number : Typing::Text;
        control.arrows = region.action.kind == Action::Kind::Drag;
        window.controls.scrollIntoView(window.look, control);
        Press press = window.controls.region(std::move(control));
        if (press.focused) window.controls.drawRing(window.look, box, window.em(0.25f));
        regionKeys(window, region, press, surface.pins);
        if (window.controls.typing(region.name)) typingField(window, box);
    }
    if (!hovered || !under || !askable(*under)) return {};
    bool drags = under->action.kind == Action::Kind::Drag;
    bool across = std::abs(under->action.dragAxis.x) > std::abs(under->action.dragAxis.y);
    window.controls.setPointer(!drags ? PointerShape::Hand : across ? PointerShape::Across : PointerShape::UpDown);
    return cellUnder(*under, surface).name;
}

}  // namespace seglab::ui
