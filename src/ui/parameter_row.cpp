#include "ui/parameter_row.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "figure/text.h"
#include "ui/number_text.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

using core::Pair;
using core::Type;

/// What every kind of row has in common.
struct Row {
    Window& window;
    const core::Parameter& parameter;
    figure::Box box;
    bool hovered = false, locked = false;

    Document& document() const { return *window.document; }
    const core::Value& value() const { return document().table().value(parameter.name); }
    float em(float count = 1) const { return window.em(count); }
    void tell(const Press& press) const {
        if (hovered || press.focused) window.help = parameter.help;
    }
};

/// A number that is stepped, dragged and typed. `axis` is −1 for both axes of a pair, or for what is no pair.
struct Number {
    std::string name;  ///< of the control
    std::string text;
    int axis = -1;
    std::function<void(double)> set;
    std::function<void(int)> step;
};

bool pointerButton(const char* name, const figure::Box& box) {
    ImGui::SetCursorScreenPos(corner(box));
    return ImGui::InvisibleButton(name, ImVec2(box.width, box.height));
}

/// − and + left of a number, while the pointer or the focus is on its row.
void steppers(const Row& row, const Number& number, float right) {
    float side = row.em(1.375f);
    int id = 0;
    for (Icon icon : {Icon::Plus, Icon::Minus}) {
        figure::Box box{right - side, row.box.centre().y - side / 2, side, side};
        ImGui::PushID(id++);
        bool pressed = pointerButton(number.name.c_str(), box);
        bool on = ImGui::IsItemHovered();
        ImGui::PopID();
        if (on) fill(box, row.window.look.palette().ink.withAlpha(0.08f), row.em(0.25f));
        drawIcon(icon, box.centre(), row.em(0.75f), on ? row.window.look.ink() : row.window.look.muted());
        if (pressed) number.step(icon == Icon::Plus ? 1 : -1);
        right -= side;
    }
}

void numberGestures(const Row& row, const Number& number, const Press& press) {
    Controls& controls = row.window.controls;
    if (press.key == "Up" || press.key == "Right") number.step(1);
    if (press.key == "Down" || press.key == "Left") number.step(-1);
    ImVec2 drag = ImGui::GetMouseDragDelta(0, 0);
    bool dragged = std::abs(drag.x) + std::abs(drag.y) > row.em(0.3f);
    if (press.held && (press.dragged.x != 0 || press.dragged.y != 0)) {
        float per = row.em(0.75f);
        auto units = [&](float x, float y) { return int((x - y) / per); };
        number.step(units(drag.x, drag.y) - units(drag.x - press.dragged.x, drag.y - press.dragged.y));
    }
    if (press.released) row.document().settle();
    if (press.activated && !(press.clicked && dragged)) controls.beginTyping(number.name, number.text);
    if (!press.typed.empty()) {
        controls.beginTyping(number.name, press.typed);
        controls.line().setCaret(press.typed.size());
    }
    if (auto typed = controls.finished(number.name); typed && *typed != number.text) {
        if (auto value = readNumber(*typed))
            number.set(*value);
        else
            row.window.say(Message::Tone::Warning, fmt::format("\"{}\" is no number", *typed));
    }
}

/// Returns the x left of it.
float numberField(const Row& row, const Number& number, float right) {
    const Look& look = row.window.look;
    float width = std::max(row.em(1.5f), look.width(Style::Number, number.text) + row.em(0.75f));
    figure::Box box{right - width + row.em(0.375f), row.box.y + row.em(0.1875f), width,
                    row.box.height - row.em(0.375f)};
    Press press =
        row.window.controls.item(look, {.name = number.name, .box = box, .typing = Typing::Number, .arrows = true});
    row.tell(press);
    if (row.window.controls.typing(number.name)) {
        figure::Box wide = box;
        wide.x = std::min(box.x, box.right() - row.em(4));
        wide.width = box.right() - wide.x;
        drawTyping(look, row.window.controls, Style::Number, wide);
        return wide.x;
    }
    if (press.hovered || press.held) fill(box, look.palette().ink.withAlpha(0.06f), row.em(0.25f));
    drawLine(look, Style::Number, {.x = right, .middle = row.box.centre().y, .right = true}, look.ink(), number.text);
    if (!row.locked) numberGestures(row, number, press);
    return box.x;
}

void integerRow(const Row& row, float right) {
    Document& document = row.document();
    const std::string& name = row.parameter.name;
    Number number{.name = row.parameter.label,
                  .text = core::toText(row.value()),
                  .set = [&](double v) { document.change(name, std::int64_t(std::llround(v))); },
                  .step = [&](int by) { document.changeBy(name, -1, by); }};
    float left = numberField(row, number, right);
    if (row.hovered && !row.locked) steppers(row, number, left);
}

void realRow(const Row& row, float right) {
    Document& document = row.document();
    const std::string& name = row.parameter.name;
    double now = std::get<double>(row.value());
    core::Limits limits = document.table().limits(name);
    double unit = std::pow(10.0, std::floor(std::log10(std::max(1e-6, (limits.maximum[0] - limits.minimum[0]) / 50))));
    Number number{.name = row.parameter.label,
                  .text = figure::formatNumber(now),
                  .set = [&](double v) { document.change(name, v); },
                  .step =
                      [&](int by) {
                          if (by != 0) document.change(name, std::round((now + by * unit) / unit) * unit);
                      }};
    float left = numberField(row, number, right);
    if (row.hovered && !row.locked) steppers(row, number, left);
}

/// One axis of a pair, or both while they are linked.
Number axisOf(const Row& row, int axis) {
    Document& document = row.document();
    const std::string& name = row.parameter.name;
    Pair pair = std::get<Pair>(row.value());
    const char* names[] = {".height", ".width"};
    auto set = [&document, name, pair, axis](double v) {
        int whole = int(std::lround(std::clamp(v, -1e6, 1e6)));
        Pair next = pair;
        for (int each : {0, 1})
            if (axis < 0 || axis == each) next[each] = whole;
        document.change(name, next);
    };
    return {.name = row.parameter.label + (axis < 0 ? "" : names[axis]),
            .text = std::to_string(pair[std::max(axis, 0)]),
            .axis = axis,
            .set = set,
            .step = [&document, name, axis](int by) { document.changeBy(name, axis, by); }};
}

void linkButton(const Row& row, bool linked, float right) {
    std::string name = row.parameter.label + " axes";
    figure::Box box{right - row.em(1.25f), row.box.centre().y - row.em(0.75f), row.em(1.25f), row.em(1.5f)};
    Press press = row.window.controls.item(row.window.look, {.name = name, .box = box});
    if (press.hovered || press.focused)
        row.window.help = linked ? "Edit height and width one by one" : "One value for both axes";
    if (row.hovered || press.focused || !linked)
        drawIcon(linked ? Icon::Linked : Icon::Unlinked, box.centre(), row.em(0.75f),
                 press.hovered ? row.window.look.ink() : row.window.look.muted());
    if (!press) return;
    row.window.unlinked[row.parameter.name] = linked;
    Pair pair = std::get<Pair>(row.value());
    if (!linked) row.document().change(row.parameter.name, Pair{pair.height, pair.height});
}

void pairRow(const Row& row, float right) {
    Pair pair = std::get<Pair>(row.value());
    core::Limits limits = row.document().table().limits(row.parameter.name);
    // An axis that cannot move (the height of a 1-D lab) is not shown.
    for (int axis : {0, 1}) {
        if (limits.minimum[axis] != limits.maximum[axis] || limits.minimum[1 - axis] == limits.maximum[1 - axis])
            continue;
        Number number = axisOf(row, 1 - axis);
        number.name = row.parameter.label;
        float left = numberField(row, number, right);
        if (row.hovered && !row.locked) steppers(row, number, left);
        return;
    }
    auto remembered = row.window.unlinked.find(row.parameter.name);
    bool linked = pair.height == pair.width && !(remembered != row.window.unlinked.end() && remembered->second);
    float left = right;
    if (linked) {
        Number number = axisOf(row, -1);
        left = numberField(row, number, right);
        if (row.hovered && !row.locked) steppers(row, number, left);
        left -= row.em(2.75f);
    } else {
        float x = right - row.em(2.25f);
        drawLine(row.window.look, Style::Number, {.x = x + row.em(0.4375f), .middle = row.box.centre().y},
                 row.window.look.muted(), "×");
        left = numberField(row, axisOf(row, 0), x);
        numberField(row, axisOf(row, 1), right);
    }
    if (!row.locked) linkButton(row, linked, left);
}

/// A value that opens or flips something when it is pressed.
Press valueButton(const Row& row, float right, const std::string& text, bool menu) {
    const Look& look = row.window.look;
    float arrow = menu ? row.em(1) : 0;
    Style style = Style::Number;
    float room = row.box.width - look.width(Style::Body, row.parameter.label) - row.em(0.5f) - arrow;
    float width = std::min(look.width(style, text), room) + arrow + row.em(0.75f);
    figure::Box box{right - width + row.em(0.375f), row.box.y + row.em(0.1875f), width,
                    row.box.height - row.em(0.375f)};
    Press press = row.window.controls.item(look, {.name = row.parameter.label, .box = box, .arrows = true});
    row.tell(press);
    if (press.hovered) fill(box, look.palette().ink.withAlpha(0.06f), row.em(0.25f));
    drawLine(look, style,
             {.x = right - arrow - std::min(look.width(style, text), room), .middle = row.box.centre().y, .room = room},
             look.ink(), text);
    if (menu) drawIcon(Icon::Down, {right - row.em(0.3f), row.box.centre().y}, row.em(0.625f), look.muted());
    if (row.locked) return {};
    return press;
}

void booleanRow(const Row& row, float right) {
    bool on = std::get<bool>(row.value());
    Press press = valueButton(row, right, on ? "on" : "off", false);
    if (press || !press.key.empty()) row.document().change(row.parameter.name, !on);
}

void choiceRow(const Row& row, float right) {
    const std::string& now = std::get<std::string>(row.value());
    const auto& choices = row.parameter.choices;
    Press press = valueButton(row, right, now, true);
    if (press) openChoices(row.window, row.parameter, row.box);
    int by = press.key == "Right" || press.key == "Down" ? 1 : press.key == "Left" || press.key == "Up" ? -1 : 0;
    if (by == 0) return;
    int at = int(std::find(choices.begin(), choices.end(), now) - choices.begin()) + by;
    if (at >= 0 && at < int(choices.size())) row.document().change(row.parameter.name, choices[std::size_t(at)]);
}

void matrixRow(const Row& row, float right) {
    const core::Matrix& matrix = std::get<core::Matrix>(row.value());
    std::string text = fmt::format("{} × {}", matrix.rows, matrix.columns);
    if (!valueButton(row, right, text, false)) return;
    row.window.matrix = row.parameter.name;
    row.window.menu.anchor = row.box;
    row.window.openPanel(Panel::Matrix);
}

void fileRow(const Row& row, float right) {
    std::string path = std::get<std::string>(row.value());
    std::size_t hash = path.find("#sha256=");
    path = path.substr(0, hash);
    std::string name = path.empty() ? "choose" : path.substr(path.find_last_of('/') + 1);
    if (valueButton(row, right, name, false)) chooseFile(row.window, row.parameter.name);
}

void textRow(const Row& row, float right) {
    float width = row.box.width * 0.55f;
    figure::Box box{right - width, row.box.y + row.em(0.1875f), width, row.box.height - row.em(0.375f)};
    const std::string& now = std::get<std::string>(row.value());
    if (auto typed = textField(row.window, row.parameter.label, box, now); typed && *typed != now && !row.locked)
        row.document().change(row.parameter.name, *typed);
}

/// The label, pressed like the value.
void label(const Row& row) {
    const Look& look = row.window.look;
    figure::Role role = figure::roleNamed(row.parameter.name);
    bool coloured = role == figure::Role::Input || role == figure::Role::Kernel || role == figure::Role::Output;
    float x = row.box.x;
    if (row.locked) {
        drawIcon(Icon::Lock, {x + row.em(0.35f), row.box.centre().y}, row.em(0.75f), look.muted());
        x += row.em(1);
    }
    drawLine(look, Style::Body, {.x = x, .middle = row.box.centre().y},
             row.locked ? look.muted()
             : coloured ? look.roleText(role)
                        : look.ink(),
             row.parameter.label);
}

}  // namespace

void openChoices(Window& window, const core::Parameter& parameter, const figure::Box& anchor) {
    Menu menu{.anchor = anchor, .items = {}, .choose = {}, .numbers = true};
    const std::string& now = window.document->table().text(parameter.name);
    for (const std::string& choice : parameter.choices) menu.items.push_back({choice, choice, choice == now});
    menu.choose = [&window, name = parameter.name](const std::string& value) { window.document->change(name, value); };
    window.openMenu(std::move(menu));
}

void parameterRow(Window& window, const core::Parameter& parameter, const figure::Box& box) {
    ImVec2 low = corner(box), high = farCorner(box);
    Row row{.window = window, .parameter = parameter, .box = box};
    row.hovered = ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(low, high);
    row.locked = window.document->locked(parameter.name);
    label(row);
    float right = box.right();
    switch (parameter.type) {
        case Type::Boolean:
            booleanRow(row, right);
            break;
        case Type::Integer:
            integerRow(row, right);
            break;
        case Type::Number:
            realRow(row, right);
            break;
        case Type::Pair:
            pairRow(row, right);
            break;
        case Type::Matrix:
            matrixRow(row, right);
            break;
        case Type::Choice:
            choiceRow(row, right);
            break;
        case Type::Text:
            textRow(row, right);
            break;
        case Type::File:
            fileRow(row, right);
            break;
    }
    if (row.hovered) window.help = parameter.help;
    hairline(window.look, box.x, box.bottom(), box.right(), box.bottom());
}

}  // namespace seglab::ui
