#include "ui/controls.h"

#include <algorithm>
#include <cmath>

namespace seglab::ui {

namespace {

bool isArrow(const std::string& key) {
    return key == "Left" || key == "Right" || key == "Up" || key == "Down";
}

bool accepts(Typing typing, const std::string& typed) {
    if (typing == Typing::None || typed.empty()) return false;
    return typing == Typing::Text || std::string("0123456789-.,").find(typed[0]) != std::string::npos ||
           typed.rfind("−", 0) == 0;
}

}  // namespace

// ---- between frames -------------------------------------------------------------------------------------------------

bool Controls::key(const Chord& chord) {
    if (chord.key == "Tab" && !chord.control) {
        if (typing()) commit();
        moveFocus(chord.shift);
        return true;
    }
    if (typing()) {
        bool up = chord.key == "Up" || chord.key == "Down";
        if (chord.key == "Escape")
            cancel();
        else if (chord.key == "Enter" || up) {
            const Control* at = find(typed_);
            commit();
            if (up && at) moveInGroup(Control(*at), chord.key);
        } else
            return line_.key(chord) || !chord.control;
        return true;
    }
    const Control* at = focused_.empty() ? nullptr : find(focused_);
    if (at && takes(*at, chord)) {
        ring_ = true;
        if (isArrow(chord.key) && !at->group.empty() && !at->arrows) return moveInGroup(Control(*at), chord.key), true;
        keyFor_ = at->name;
        keyName_ = chord.key;
        return true;
    }
    if (at && chord.key == "Escape" && layer_ == 0 && at->layer == 0) {
        blur();
        return !at->region;
    }
    return false;
}

bool Controls::text(const std::string& typed) {
    if (typing()) {
        line_.insert(typed);
        return true;
    }
    const Control* at = focused_.empty() ? nullptr : find(focused_);
    if (!at) return false;
    if (typed == " ") return true;
    if (!accepts(at->typing, typed)) return false;
    textFor_ = at->name;
    text_ += typed;
    return true;
}

void Controls::pressed(figure::Point at) {
    ring_ = false;
    const Control* control = typing() ? find(typed_) : nullptr;
    if (typing() && !(control && control->box.contains(at))) commit();
}

const Control* Controls::find(const std::string& name) const {
    const Control* found = nullptr;
    for (const Control& control : shown_)
        if (control.name == name && (!found || control.layer > found->layer)) found = &control;
    return found;
}

void Controls::focus(const std::string& name, bool ring) {
    if (typing() && typed_ != name) commit();
    focused_ = name;
    ring_ = ring;
    scrollTo_ = name;
}

void Controls::blur() {
    focused_.clear();
    ring_ = false;
}

bool Controls::takes(const Control& control, const Chord& chord) const {
    if (chord.control || chord.alt) return false;
    // Without a visible ring the pointer was here last: Space belongs to the lesson, not to what was clicked.
    if (chord.key == "Space") return ring_ || control.layer > 0;
    if (chord.key == "Enter") return true;
    if (isArrow(chord.key)) return control.arrows || !control.group.empty();
    if (chord.key == "Home" || chord.key == "End") return control.arrows;
    return (chord.key == "Delete" || chord.key == "Backspace") && control.typing != Typing::None;
}

int Controls::topLayer() const {
    int top = 0;
    for (const Control& control : shown_) top = std::max(top, control.layer);
    return top;
}

void Controls::moveFocus(bool back) {
    // Collect the Tab stops: single controls, and one for each group: where the focus is, or the group's first.
    std::vector<const Control*> stops;
    int top = topLayer();
    const Control* current = find(focused_);
    for (const Control& control : shown_) {
        if (control.layer != top) continue;
        auto sameGroup = [&](const Control* stop) { return !control.group.empty() && stop->group == control.group; };
        auto known = std::find_if(stops.begin(), stops.end(), sameGroup);
        if (known == stops.end())
            stops.push_back(&control);
        else if (&control == current)
            *known = &control;
    }
    if (stops.empty()) return;
    auto at = std::find(stops.begin(), stops.end(), current);
    std::size_t count = stops.size(), next = back ? count - 1 : 0;
    if (at != stops.end()) next = (std::size_t(at - stops.begin()) + (back ? count - 1 : 1)) % count;
    focus(stops[next]->name);
}

bool Controls::moveInGroup(const Control& from, const std::string& arrow) {
    // The nearest one in that direction; what lies aside counts three times as far.
    figure::Point direction{arrow == "Right"  ? 1.f
                            : arrow == "Left" ? -1.f
                                              : 0.f,
                            arrow == "Down" ? 1.f
                            : arrow == "Up" ? -1.f
                                            : 0.f};
    const Control* best = nullptr;
    float bestDistance = 1e9f;
    for (const Control& control : shown_) {
        if (control.group != from.group || control.layer != from.layer || control.name == from.name) continue;
        float dx = control.box.centre().x - from.box.centre().x, dy = control.box.centre().y - from.box.centre().y;
        float ahead = dx * direction.x + dy * direction.y;
        float aside = std::abs(dx * direction.y) + std::abs(dy * direction.x);
        if (ahead < 1) continue;
        float distance = ahead + 3 * aside;
        if (distance < bestDistance) best = &control, bestDistance = distance;
    }
    if (best) focus(best->name);
    return best != nullptr;
}

// ---- typing ---------------------------------------------------------------------------------------------------------

void Controls::beginTyping(const std::string& name, const std::string& text) {
    typed_ = name;
    line_ = TextLine(text);
    focused_ = name;
}

void Controls::commit() {
    finishedFor_ = typed_;
    finishedText_ = line_.text();
    typed_.clear();
}

void Controls::cancel() {
    typed_.clear();
}

std::optional<std::string> Controls::finished(const std::string& name) {
    if (finishedFor_.empty() || finishedFor_ != name) return std::nullopt;
    finishedFor_.clear();
    return std::move(finishedText_);
}

// ---- while a frame is built -----------------------------------------------------------------------------------------

void Controls::beginFrame() {
    building_.clear();
    pointer_ = PointerShape::Arrow;
}

void Controls::endFrame() {
    int before = topLayer();
    shown_.swap(building_);  // beginFrame clears the other; both keep their room
    int after = topLayer();
    const Control* at = find(focused_);
    if (after > before && at && at->layer < after) focused_.clear();
    if (after == 0 && before > 0 && !at) focused_ = focusBelow_;
    if (!focused_.empty() && !find(focused_)) blur();
    if (typing() && !find(typed_)) cancel();
    keyFor_.clear();
    textFor_.clear();
    text_.clear();
    finishedFor_.clear();
    scrollTo_.clear();
}

Press Controls::keys(const Control& control) {
    Press press;
    press.focused = focused_ == control.name;
    if (press.focused && keyFor_ == control.name) {
        keyFor_.clear();
        press.activated = keyName_ == "Space" || keyName_ == "Enter";
        if (!press.activated) press.key = keyName_;
    }
    if (press.focused && textFor_ == control.name) {
        textFor_.clear();
        press.typed = std::move(text_);
        text_.clear();
    }
    return press;
}

Press Controls::region(Control control) {
    control.region = true;
    control.layer = layer_;
    Press press = keys(control);
    building_.push_back(std::move(control));
    return press;
}

Press Controls::item(const Look& look, Control control) {
    control.layer = layer_;
    Press press = keys(control);
    const figure::Box& box = control.box;
    ImGui::SetCursorScreenPos(ImVec2(box.x, box.y));
    bool clicked =
        ImGui::InvisibleButton(control.name.c_str(), ImVec2(std::max(1.f, box.width), std::max(1.f, box.height)));
    press.hovered = ImGui::IsItemHovered();
    press.held = ImGui::IsItemActive();
    if (press.hovered) pointer_ = typing(control.name) ? PointerShape::Text : PointerShape::Hand;
    press.released = ImGui::IsItemDeactivated();
    press.doubled = press.hovered && ImGui::IsMouseDoubleClicked(0);
    if (press.held) press.dragged = {ImGui::GetIO().MouseDelta.x, ImGui::GetIO().MouseDelta.y};
    press.clicked = clicked;
    press.activated = press.activated || clicked;
    if (ImGui::IsItemActivated()) focused_ = control.name;
    press.focused = focused_ == control.name;
    scrollIntoView(look, control);
    if (press.focused) drawRing(look, box, look.em(0.25f));
    building_.push_back(std::move(control));
    return press;
}

void Controls::scrollIntoView(const Look& look, const Control& control) {
    if (scrollTo_ != control.name) return;
    scrollTo_.clear();
    ImVec2 low = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    float above = low.y + look.em(0.5f) - control.box.y,
          below = control.box.bottom() - (low.y + size.y - look.em(0.5f));
    if (above > 0)
        ImGui::SetScrollY(std::max(0.f, ImGui::GetScrollY() - above));
    else if (below > 0)
        ImGui::SetScrollY(ImGui::GetScrollY() + below);
}

void Controls::drawRing(const Look& look, const figure::Box& box, float radius) const {
    if (!ring_) return;
    figure::Box around = box.inset(-look.em(0.125f));
    ImGui::GetWindowDrawList()->AddRect(ImVec2(around.x, around.y), ImVec2(around.right(), around.bottom()),
                                        look.accent(), radius, 0, std::max(1.5f, look.em(0.125f)));
}

void drawTyping(const Look& look, Controls& controls, Style style, const figure::Box& box) {
    TextLine& line = controls.line();
    const std::string& text = line.text();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    ImVec2 low(box.x, box.y), high(box.right(), box.bottom());
    draw.AddRectFilled(low, high, color(look.palette().raised), look.em(0.25f));
    draw.AddRect(low, high, look.accent(), look.em(0.25f), 0, std::max(1.f, look.em(0.1f)));

    // Keep the caret in sight: a long line slides to the left.
    auto upTo = [&](std::size_t at) { return look.width(style, std::string_view(text).substr(0, at)); };
    float padding = look.em(0.375f), room = box.width - 2 * padding;
    float slide = std::max(0.f, upTo(line.caret()) - room);
    float left = box.x + padding - slide, middle = box.centre().y, half = look.em(0.65f);
    draw.PushClipRect(low, high, true);
    if (line.selectionEnd() > line.selectionBegin()) {
        figure::Color tint = figure::roleTint(figure::Role::Selection, look.theme(), 0.3f);
        draw.AddRectFilled(ImVec2(left + upTo(line.selectionBegin()), middle - half),
                           ImVec2(left + upTo(line.selectionEnd()), middle + half), color(tint));
    }
    drawLine(look, style, {.x = left, .middle = middle}, look.ink(), text);
    float caret = std::floor(left + upTo(line.caret())) + 0.5f;
    draw.AddLine(ImVec2(caret, middle - half), ImVec2(caret, middle + half), look.ink(), std::max(1.f, look.em(0.08f)));
    draw.PopClipRect();

    // A press in the text places the caret before the nearest character.
    ImVec2 mouse = ImGui::GetIO().MousePos;
    if (!ImGui::IsMouseClicked(0) || !box.contains({mouse.x, mouse.y})) return;
    std::size_t best = 0;
    for (std::size_t at = 0; at <= text.size(); ++at)
        if (std::abs(left + upTo(at) - mouse.x) < std::abs(left + upTo(best) - mouse.x)) best = at;
    line.setCaret(best);
}

}  // namespace seglab::ui
