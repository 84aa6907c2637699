#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "ui/parameter_row.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

constexpr double kSpeeds[] = {0.5, 1, 2, 4, 8, 16, 60};

std::string speedText(double speed) {
    return speed == 0.5 ? "½×" : fmt::format("{}×", int(speed));
}

void playButton(Window& window, const figure::Box& box) {
    Document& document = *window.document;
    const Look& look = window.look;
    Press press = window.controls.item(look, {.name = "Play", .box = box});
    ImU32 ink = press.hovered ? look.muted() : look.ink();
    ImVec2 centre(box.centre().x, box.centre().y);
    ImGui::GetWindowDrawList()->AddCircleFilled(centre, box.height / 2, ink, 48);
    Icon icon = document.playing() ? Icon::Pause : Icon::Play;
    drawIcon(icon, box.centre(), look.em(0.875f), color(look.palette().background));
    if (press) document.play(!document.playing());
}

/// First, back, play, next, last. Returns the x right of them.
float transport(Window& window, float x, float middle) {
    Document& document = *window.document;
    float em = window.em(), side = 1.875f * em;
    auto square = [&](float at) { return figure::Box{at, middle - side / 2, side, side}; };
    if (iconButton(window, "First", Icon::First, square(x), 0.95f * em)) document.goTo(0);
    if (iconButton(window, "Back", Icon::Back, square(x + side), 0.95f * em)) document.stepBy(-1);
    float round = 2 * em;
    playButton(window, {x + 2 * side + 0.25f * em, middle - round / 2, round, round});
    float right = x + 2 * side + round + 0.5f * em;
    if (iconButton(window, "Next", Icon::Next, square(right), 0.95f * em)) document.stepBy(1);
    if (iconButton(window, "Last", Icon::Last, square(right + side), 0.95f * em)) document.goTo(document.steps());
    return right + 2 * side;
}

void scrubberKeys(Document& document, const std::string& key) {
    if (key == "Left" || key == "Down") document.stepBy(-1);
    if (key == "Right" || key == "Up") document.stepBy(1);
    if (key == "Home") document.goTo(0);
    if (key == "End") document.goTo(document.steps());
}

void scrubber(Window& window, const figure::Box& box) {
    Document& document = *window.document;
    const Look& look = window.look;
    float em = window.em(), steps = float(std::max(1, document.steps()));
    Press press = window.controls.item(look, {.name = "Steps", .box = box, .arrows = true});
    scrubberKeys(document, press.key);
    float left = box.x + 0.5f * em, room = std::max(1.f, box.width - em), y = box.centre().y;
    if (press.held) {
        document.play(false);
        document.goTo(int(std::lround((ImGui::GetIO().MousePos.x - left) / room * steps)));
    }
    auto at = [&](float step) { return left + room * std::clamp(step / steps, 0.f, 1.f); };
    // The knob glides with the motion of the step.
    float phase = document.phase(), shown = float(document.step()) + (document.backwards() ? 1 - phase : phase - 1);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    float thick = 0.25f * em;
    draw.AddRectFilled(ImVec2(left, y - thick / 2), ImVec2(left + room, y + thick / 2), look.hairline(), thick / 2);
    draw.AddRectFilled(ImVec2(left, y - thick / 2), ImVec2(at(shown), y + thick / 2), look.accent(), thick / 2);
    if (room / steps >= 0.75f * em)
        for (int step = 0; step <= document.steps(); ++step)
            draw.AddCircleFilled(ImVec2(at(float(step)), y), 0.16f * em,
                                 float(step) <= shown ? look.accent() : look.muted(), 16);
    float radius = (press.hovered || press.held ? 0.56f : 0.47f) * em;
    draw.AddCircleFilled(ImVec2(at(shown), y), radius + 0.12f * em, color(look.palette().background), 32);
    draw.AddCircleFilled(ImVec2(at(shown), y), radius, look.accent(), 32);
}

void speedMenu(Window& window, const figure::Box& box) {
    Document& document = *window.document;
    Label label{.name = "Speed", .text = speedText(document.speed()), .style = Style::Number, .quiet = true};
    Press press = window.controls.item(window.look, {.name = label.name, .box = box, .arrows = true});
    if (press.hovered)
        ImGui::GetWindowDrawList()->AddRectFilled(corner(box), farCorner(box), window.look.hovered(),
                                                  window.em(0.375f));
    drawLine(window.look, Style::Number, {.x = box.x + window.em(0.5f), .middle = box.centre().y},
             press.hovered ? window.look.ink() : window.look.muted(), label.text);
    if (press.key == "Right" || press.key == "Up") document.setSpeed(document.speed() * 2);
    if (press.key == "Left" || press.key == "Down") document.setSpeed(document.speed() / 2);
    if (!press) return;
    Menu menu{.anchor = box, .items = {}, .choose = {}, .numbers = true};
    for (double speed : kSpeeds)
        menu.items.push_back({speed == 60 ? "as fast as it goes" : speedText(speed), fmt::format("{}", speed),
                              speed == document.speed()});
    menu.items.push_back({"motion", "motion", document.animated()});
    menu.choose = [&window](const std::string& value) {
        if (value == "motion")
            window.document->setAnimated(!window.document->animated());
        else
            window.document->setSpeed(std::stod(value));
    };
    window.openMenu(std::move(menu));
}

void granularityMenu(Window& window, const figure::Box& box) {
    const core::Parameter& parameter = window.document->table().parameter("granularity");
    std::string text = "by " + window.document->table().text("granularity");
    Press press = wordButton(window, box, {.name = parameter.label, .text = text, .quiet = true, .menu = true});
    if (press) openChoices(window, parameter, box);
}

}  // namespace

void timelineBar(Window& window, const figure::Box& box) {
    Document& document = *window.document;
    const Look& look = window.look;
    float em = window.em(), margin = std::min(1.25f * em, box.width * 0.03f);
    bool narrow = box.width < 46 * em;
    float middle = narrow ? box.bottom() - 1.4f * em : box.centre().y - 0.125f * em;
    beginArea("timeline", box);
    float x = transport(window, box.x + margin, middle);

    // From the right: granularity, speed, "step 5 of 16"; the scrubber has what is left, or a row of its own.
    float right = box.right() - margin;
    bool hasGranularity = document.table().has("granularity") && document.table().relevant("granularity");
    bool scant = window.settings.present || box.width < 26 * em;
    if (hasGranularity && !scant) {
        const core::Parameter& granularity = document.table().parameter("granularity");
        std::string longest;
        for (const std::string& choice : granularity.choices)
            if (choice.size() > longest.size()) longest = choice;
        float width = wordWidth(look, {.name = "by " + longest, .menu = true});
        granularityMenu(window, {right - width, middle - 0.875f * em, width, 1.75f * em});
        right -= width;
    }
    if (!scant) {
        speedMenu(window, {right - 2.75f * em, middle - 0.875f * em, 2.75f * em, 1.75f * em});
        right -= 3 * em;
    }
    std::string longest = fmt::format("step {0} of {0}", document.steps());
    std::string text = fmt::format("step {} of {}", document.step(), document.steps());
    if (right - x < look.width(Style::Number, longest))
        longest = text = fmt::format("{}/{}", document.step(), document.steps());
    drawLine(look, Style::Number, {.x = right - 0.5f * em, .middle = middle, .right = true}, look.ink(), text);
    right -= look.width(Style::Number, longest) + 1.5f * em;
    if (narrow)
        scrubber(window, {box.x + margin, box.y, box.width - 2 * margin, 1.6f * em});
    else
        scrubber(window, {x + 0.75f * em, middle - 0.8f * em, right - x - 0.75f * em, 1.6f * em});
    ImGui::EndChild();
}

}  // namespace seglab::ui
