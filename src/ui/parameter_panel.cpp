#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "ui/parameter_row.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

/// What the panel shows: presets have a list of their own, the granularity stands beside the scrubber.
bool hasRow(const core::ParameterTable& table, const core::Parameter& parameter) {
    return !parameter.quiet && parameter.name != "preset" && parameter.name != "granularity" &&
           table.relevant(parameter.name);
}

std::vector<std::string> groupsOf(const core::ParameterTable& table) {
    std::vector<std::string> groups;
    for (const core::Parameter& parameter : table.declaration())
        if (hasRow(table, parameter) && std::find(groups.begin(), groups.end(), parameter.group) == groups.end())
            groups.push_back(parameter.group);
    return groups;
}

/// Covers the results until they are guessed: no parameter of the lab but a part of the state.
void predictRow(Window& window, const figure::Box& row) {
    Document& document = *window.document;
    const Look& look = window.look;
    bool on = !document.state().hidden.empty();
    const char* text = on ? "on" : "off";
    float width = look.width(Style::Number, text) + look.em(0.75f);
    figure::Box box{row.right() - width + look.em(0.375f), row.y + look.em(0.1875f), width,
                    row.height - look.em(0.375f)};
    Press press = window.controls.item(look, {.name = "Predict first", .box = box});
    drawLine(look, Style::Body, {.x = row.x, .middle = row.centre().y}, look.ink(), "Predict first");
    if (press.hovered) fill(box, look.palette().ink.withAlpha(0.06f), look.em(0.25f));
    drawLine(look, Style::Number, {.x = row.right(), .middle = row.centre().y, .right = true}, look.ink(), text);
    hairline(look, row.x, row.bottom(), row.right(), row.bottom());
    if (press.hovered || press.focused) window.help = "Cover the output: type what you expect, then see";
    if (!press) return;
    if (on)
        document.revealAll();
    else
        document.cover("output");
}

bool hasOutput(const Window& window) {
    const auto& regions = window.stage.figure().regions;
    return std::any_of(regions.begin(), regions.end(), [](const figure::Region& r) { return r.role == "output"; });
}

/// A preset's name is read whole: a long one takes more lines. Returns the row's height.
float presetRow(Window& window, const lab::Preset& preset, const figure::Box& line) {
    const Look& look = window.look;
    const bool current = window.document->table().text("preset") == preset.name;
    ImFont* font = look.font(Style::Body);
    const char *begin = preset.label.data(), *end = begin + preset.label.size();
    const float indent = current ? look.em(0.875f) : 0, room = line.width - indent;
    const float words = font->CalcTextSizeA(font->FontSize, 1e9f, room, begin, end).y;
    const float padding = line.height - font->FontSize;
    const figure::Box row{line.x, line.y, line.width, std::floor(words + padding)};
    Press press = window.controls.item(look, {.name = preset.label, .box = row, .group = "presets"});
    if (press.hovered) fill(row, look.palette().ink.withAlpha(0.05f));
    if (current)
        ImGui::GetWindowDrawList()->AddCircleFilled(ImVec2(row.x + look.em(0.25f), row.y + line.height / 2),
                                                    look.em(0.19f), look.accent(), 16);
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, ImVec2(row.x + indent, std::floor(row.y + padding / 2)),
                                        look.ink(), begin, end, room);
    hairline(look, row.x, row.bottom(), row.right(), row.bottom());
    if (press) window.document->applyPreset(preset.name);
    return row.height;
}

/// The line of help of the row under the pointer or the focus, over the panel's foot.
void helpLine(Window& window, const figure::Box& panel) {
    if (window.help.empty()) return;
    const Look& look = window.look;
    ImFont* font = look.font(Style::Small);
    const char *begin = window.help.data(), *end = begin + window.help.size();
    float margin = look.em(1.25f), room = panel.width - 2 * margin;
    float height = font->CalcTextSizeA(font->FontSize, 1e9f, room, begin, end).y + look.em(1);
    figure::Box box{panel.x, panel.bottom() - height, panel.width - 1, height};
    beginArea("help line", box, Area::Untouchable);
    fill(box, look.palette().panel);
    hairline(look, box.x + margin, box.y, box.right() - margin, box.y);
    ImVec2 at(box.x + margin, box.y + look.em(0.5f));
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, at, look.muted(), begin, end, room);
    ImGui::EndChild();
}

float rows(Window& window, const figure::Box& box, float y) {
    const Look& look = window.look;
    float height = look.em(2.125f);
    // A change may rebuild the table while its rows are drawn: read what is shown from a copy.
    const core::ParameterTable table = window.document->table();
    for (const std::string& group : groupsOf(table)) {
        y = heading(look, box.x, y, group);
        for (const core::Parameter& parameter : table.declaration()) {
            if (parameter.group != group || !hasRow(table, parameter)) continue;
            parameterRow(window, parameter, {box.x, y, box.width, height});
            y += height;
        }
        if (group == groupsOf(table).back() && hasOutput(window)) {
            predictRow(window, {box.x, y, box.width, height});
            y += height;
        }
        y += look.em(1);
    }
    const auto& presets = window.document->lab().definition.presets;
    if (presets.empty()) return y;
    y = heading(look, box.x, y, "Presets");
    for (const lab::Preset& preset : presets) {
        y += presetRow(window, preset, {box.x, y, box.width, height});
    }
    return y;
}

}  // namespace

void parameterPanel(Window& window, const figure::Box& box) {
    const Look& look = window.look;
    fill(box, look.palette().panel);
    hairline(look, box.right() - 1, box.y, box.right() - 1, box.bottom());
    float margin = look.em(1.25f);
    window.help.clear();

    figure::Box list{box.x, box.y, box.width - 1, box.height};
    beginArea("parameters", list, Area::Scrolls);
    float top = list.y + look.em(1.5f) - ImGui::GetScrollY();
    float bottom = rows(window, {list.x + margin, top, list.width - 2 * margin, 0}, top);
    areaHeight(list, bottom + look.em(1));
    ImGui::EndChild();
    helpLine(window, box);
}

}  // namespace seglab::ui
