#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/error.h"
#include "core/files.h"
#include "figure/png.h"
#include "lab/export.h"
#include "render/rasterise.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

constexpr float kPictureScale = 2;  // a slide's worth of pixels: 2560 × 1600
constexpr figure::Size kPicture{2560, 1600};
constexpr figure::Size kFilm{1280, 800};
constexpr int kMostFrames = 500;

/// The stage as `seglab render` would write it: no pointer, no motion.
figure::View exportView(const Window& window, figure::Size size, float scale) {
    figure::View view = window.view(size);
    view.scale = scale;
    view.phase = 1;
    view.hover.clear();
    view.present = false;
    return view;
}

std::string pathOf(const Window& window, const std::string& extension) {
    return window.exportFolder + (window.exportFolder == "/" ? "" : "/") + window.exportName + extension;
}

template <class Bytes>
void write(Window& window, const std::string& path, Bytes&& bytes) {
    try {
        core::writeFile(path, bytes());
        window.closePanel();
        window.say(Message::Tone::Good, "Written to " + path);
    } catch (const Error& error) {
        window.say(Message::Tone::Warning, error.what());
    }
}

void writePng(Window& window) {
    write(window, pathOf(window, ".png"), [&] {
        const Document& document = *window.document;
        figure::View view = exportView(window, kPicture, kPictureScale);
        return figure::encodePng(render::rasterise(window.painter, document.model().figure(document.step(), view)));
    });
}

void writeSvg(Window& window) {
    write(window, pathOf(window, ".svg"),
          [&] { return lab::toSvg(window.document->scene(), exportView(window, kFilm, 1)); });
}

void startRecording(Window& window) {
    int steps = window.document->steps(), count = std::min(steps + 1, kMostFrames);
    Recording recording{.path = pathOf(window, ".gif"), .steps = {}, .film = {}};
    for (int i = 0; i < count; ++i)
        recording.steps.push_back(count == 1 ? 0 : int(std::lround(double(i) * steps / (count - 1))));
    window.recording = std::move(recording);
    window.closePanel();
}

void folderRow(Window& window, const figure::Box& box) {
    const Look& look = window.look;
    float button = look.em(5.5f);
    figure::Box field{box.x, box.y, box.width - button - look.em(0.5f), box.height};
    if (auto typed = textField(window, "Folder", field, window.exportFolder)) window.exportFolder = *typed;
    figure::Box browse{box.right() - button, box.y, button, box.height};
    if (!wordButton(window, browse, {.name = "Browse", .style = Style::Small, .framed = true})) return;
    window.files = {.folder = window.exportFolder, .extensions = {}, .choose = {}, .problem = {}, .entries = {}};
    window.files.choose = [&window](const std::string& path) {
        window.exportFolder = path;
        window.openPanel(Panel::Export);
    };
    window.openPanel(Panel::Files);
}

void formatButtons(Window& window, const figure::Box& row) {
    const Look& look = window.look;
    float gap = look.em(0.5f), width = (row.width - 3 * gap) / 4;
    auto at = [&](int i) { return figure::Box{row.x + float(i) * (width + gap), row.y, width, row.height}; };
    if (wordButton(window, at(0), {.name = "PNG", .framed = true})) writePng(window);
    if (wordButton(window, at(1), {.name = "SVG", .framed = true})) writeSvg(window);
    if (wordButton(window, at(2), {.name = "GIF", .framed = true})) startRecording(window);
    if (wordButton(window, at(3), {.name = "Copy state", .style = Style::Small, .framed = true})) {
        window.closePanel();
        copyState(window);
    }
}

}  // namespace

figure::Box exportPanel(Window& window) {
    const Look& look = window.look;
    figure::Box box = centred(window, {look.em(30), look.em(15)});
    panelGround(window, box);
    beginArea("export", box, Area::Scrolls);
    float x = box.x + look.em(1.5f), width = box.width - look.em(3), y = box.y - ImGui::GetScrollY();
    drawLine(look, Style::Title, {.x = x, .middle = y + look.em(1.75f)}, look.ink(), "Export the stage");
    y += look.em(3);
    y = heading(look, x, y, "File name");
    if (auto typed = textField(window, "File name", {x, y, width, look.em(2)}, window.exportName);
        typed && !typed->empty())
        window.exportName = *typed;
    y += look.em(2.75f);
    y = heading(look, x, y, "Folder");
    folderRow(window, {x, y, width, look.em(2)});
    y += look.em(3);
    formatButtons(window, {x, y, width, look.em(2.25f)});
    areaHeight(box, y + look.em(3));
    ImGui::EndChild();
    return box;
}

void recordFrame(Window& window) {
    if (!window.recording || !window.painting || !window.document) return;
    Recording& recording = *window.recording;
    const Document& document = *window.document;
    try {
        if (recording.taken < recording.steps.size()) {
            figure::View view = exportView(window, kFilm, 1);
            const int step = recording.steps[recording.taken++];
            recording.film.add(render::rasterise(window.painter, document.model().figure(step, view)),
                               recording.taken == recording.steps.size() ? 200 : 80);
            return window.say(Message::Tone::Note,
                              fmt::format("GIF: frame {} of {} · Esc stops", recording.taken, recording.steps.size()));
        }
        core::writeFile(recording.path, recording.film.finish());
        window.say(Message::Tone::Good, "Written to " + recording.path);
    } catch (const Error& error) {
        window.say(Message::Tone::Warning, error.what());
    }
    window.recording.reset();
}

}  // namespace seglab::ui
