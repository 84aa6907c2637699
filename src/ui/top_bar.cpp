#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "ui/widgets.h"

namespace seglab::ui {

namespace {

constexpr float kScales[] = {0.75f, 1, 1.25f, 1.5f, 2, 2.5f, 3};

void scaleMenu(Window& window, const figure::Box& box) {
    Menu menu{.anchor = box, .items = {}, .choose = {}, .numbers = true};
    for (float scale : kScales) {
        std::string text = fmt::format("{} %", int(std::lround(scale * 100)));
        menu.items.push_back({text, fmt::format("{}", scale), scale == window.settings.scale});
    }
    menu.choose = [&window](const std::string& value) { window.settings.scale = std::stof(value); };
    window.openMenu(std::move(menu));
}

void presetMenu(Window& window, const figure::Box& box) {
    Menu menu{.anchor = box, .items = {}, .choose = {}};
    for (const lab::Preset& preset : window.document->lab().definition.presets)
        menu.items.push_back({preset.label, preset.name, window.document->table().text("preset") == preset.name});
    menu.choose = [&window](const std::string& value) { window.document->applyPreset(value); };
    window.openMenu(std::move(menu));
}

/// The preset's label; with a mark when values have been changed since.
std::string presetText(const Document& document) {
    const std::string& name = document.table().text("preset");
    for (const lab::Preset& preset : document.lab().definition.presets) {
        if (preset.name != name) continue;
        return document.lab().table(name) == document.table() ? preset.label : preset.label + ", changed";
    }
    return "own numbers";
}

/// Theme, scale, present, export; from the right. Returns the x left of them.
float rightSide(Window& window, const figure::Box& box) {
    const Look& look = window.look;
    bool paper = window.settings.theme == figure::Theme::Paper;
    std::string percent = fmt::format("{} %", int(std::lround(window.settings.scale * 100)));
    const Label labels[] = {{.name = "Export", .quiet = true},
                            {.name = "Present", .quiet = true},
                            {.name = "Scale", .text = percent, .quiet = true},
                            {.name = "Theme", .text = paper ? "Paper" : "Board", .quiet = true},
                            {.name = "Help", .text = "?", .quiet = true}};
    float x = box.right() - look.em(1);
    figure::Box boxes[std::size(labels)];
    for (std::size_t i = 0; i < std::size(labels); ++i) {
        float width = std::max(wordWidth(look, labels[i]), look.em(2.25f));
        boxes[i] = {x - width, box.centre().y - look.em(0.9375f), width, look.em(1.875f)};
        x -= width + look.em(box.width > look.em(60) ? 0.75f : 0.1f);
    }
    // Left to right, so that Tab goes as the eye does.
    if (wordButton(window, boxes[4], labels[4])) window.openPanel(Panel::Help);
    if (wordButton(window, boxes[3], labels[3]))
        window.settings.theme = paper ? figure::Theme::Board : figure::Theme::Paper;
    if (wordButton(window, boxes[2], labels[2])) scaleMenu(window, boxes[2]);
    if (wordButton(window, boxes[1], labels[1])) window.settings.present = true;
    if (wordButton(window, boxes[0], labels[0])) {
        window.menu.anchor = boxes[0];
        window.openPanel(Panel::Export);
    }
    return x;
}

float rightSideWidth(const Look& look, const figure::Box& box) {
    return look.em(box.width > look.em(60) ? 24 : 20);
}

}  // namespace

void topBar(Window& window, const figure::Box& box) {
    const Look& look = window.look;
    fill(box, look.palette().panel);
    hairline(look, box.x, box.bottom() - 1, box.right(), box.bottom() - 1);
    beginArea("top bar", box);
    float middle = box.centre().y, x = box.x + look.em(0.75f), limit = box.right() - rightSideWidth(look, box);

    Label home{.name = "SegLab", .style = Style::Title, .quiet = true};
    float width = wordWidth(look, home) - look.em(0.25f);
    if (x + width < limit) {
        Press press = wordButton(window, {x, middle - look.em(0.9375f), width, look.em(1.875f)}, home);
        if (press && !window.surroundings.onlyLab) window.leaving = true;
        x += width + look.em(0.375f);
    }
    const std::string& title = window.document->lab().definition.title;
    float titleWidth = look.width(Style::Title, title);
    if (x + look.em(0.875f) < limit) {
        hairline(look, x, middle - look.em(0.625f), x, middle + look.em(0.625f));
        x += look.em(0.875f);
        drawLine(look, Style::Title, {.x = x, .middle = middle, .room = limit - x}, look.ink(), title);
        x += titleWidth + look.em(1.5f);
    }
    Label preset{.name = "Preset",
                 .text = presetText(*window.document),
                 .style = Style::Small,
                 .menu = true,
                 .framed = true,
                 .pill = true};
    float pill = std::min(wordWidth(look, preset) + look.em(1.5f), limit - x);
    bool hasPresets = !window.document->lab().definition.presets.empty();
    if (hasPresets && pill > look.em(5)) {
        figure::Box at{x, middle - look.em(0.8125f), pill, look.em(1.625f)};
        if (wordButton(window, at, preset)) presetMenu(window, at);
    }
    rightSide(window, box);
    ImGui::EndChild();
}

}  // namespace seglab::ui
