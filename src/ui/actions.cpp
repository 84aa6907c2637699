#include <algorithm>
#include <cctype>
#include <filesystem>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "core/npy.h"
#include "ui/number_text.h"
#include "ui/recent.h"
#include "ui/window.h"

namespace seglab::ui {

namespace {

/// The parameter of that type that a paste or a drop is meant for: the one under the focus, else the first.
std::string parameterOf(const Window& window, core::Type type) {
    const core::ParameterTable& table = window.document->table();
    if (const figure::Region* region = window.stage.figure().find(window.controls.focused())) {
        const std::string& name = region->action.parameter;
        if (!name.empty() && table.has(name) && table.parameter(name).type == type) return name;
    }
    for (const core::Parameter& parameter : table.declaration()) {
        if (parameter.type != type) continue;
        if (parameter.label == window.controls.focused()) return parameter.name;
    }
    for (const core::Parameter& parameter : table.declaration())
        if (parameter.type == type) return parameter.name;
    return {};
}

void setMatrix(Window& window, const core::Matrix& matrix) {
    std::string name = parameterOf(window, core::Type::Matrix);
    if (name.empty()) return window.say(Message::Tone::Warning, "this lab has no matrix to put those numbers into");
    window.document->change(name, matrix);
}

std::string extensionOf(const std::string& path) {
    std::string extension = std::filesystem::path(path).extension().string();
    for (char& c : extension) c = char(std::tolower(static_cast<unsigned char>(c)));
    return extension;
}

void openText(Window& window, const std::string& text) {
    std::string line = text.substr(0, text.find_first_of("\r\n"));
    try {
        lab::Scene scene = lab::openScene({.state = line, .lastByDefault = false, .whole = false});
        if (window.document && scene.state.lab == &window.document->lab())
            window.document->openState(line);
        else
            openLab(window, std::move(scene));
    } catch (const Error& error) {
        window.say(Message::Tone::Warning, error.what());
    }
}

/// A matrix from an array of rank 1 or 2; leading axes of size 1 are left out.
core::Matrix matrixFromNpy(const std::string& path) {
    return std::visit(
        [&](const auto& tensor) {
            core::Shape shape = tensor.shape;
            while (shape.size() > 2 && shape.front() == 1) shape.erase(shape.begin());
            while (shape.size() < 2) shape.insert(shape.begin(), 1);
            bool fits = shape.size() == 2 && shape[0] * shape[1] > 0 && shape[0] * shape[1] <= figure::kMaximumCells;
            if (!fits)
                throw Error(Kind::BadInput, "an array of " + core::toString(tensor.shape) + " is no small matrix",
                            "drop one of two axes", path);
            std::vector<double> values(tensor.values.begin(), tensor.values.end());
            return core::Matrix(int(shape[0]), int(shape[1]), std::move(values));
        },
        core::readNpy(path));
}

/// Keeps what was on the screen for the launcher's list, unless it is what a bare start opens.
void remember(Window& window) {
    try {
        std::string text = window.document->stateText();
        bool opening = text == lab::toText(lab::openScene(lab::openingOf(window.document->lab())).state, true);
        if (!opening) rememberRecent(window.surroundings.stateFolder, text);
    } catch (const Error&) {
        // A state that cannot be written down is not in the list.
    }
}

}  // namespace

void openLab(Window& window, lab::Scene scene) {
    if (window.document) closeLab(window);
    window.notice.clear();
    window.exportName = scene.state.lab->slug;
    if (window.exportFolder.empty()) window.exportFolder = window.surroundings.homeFolder;
    window.document.emplace(std::move(scene));
    window.unlinked.clear();
    window.hover.clear();
    window.controls.blur();
}

void closeLab(Window& window) {
    window.leaving = false;
    if (!window.document) return;
    remember(window);
    window.document.reset();
    window.gesture.reset();
    window.recording.reset();
    window.closePanel();
    window.recent = readRecent(window.surroundings.stateFolder);
    window.controls.blur();
}

void copyState(Window& window) {
    if (!window.document) return;
    std::string text = window.document->stateText();
    if (text.empty()) return;
    if (window.surroundings.copy) window.surroundings.copy(text);
    window.say(Message::Tone::Good, "Copied: " + text);
}

void pasteAny(Window& window) {
    std::string text = window.surroundings.clipboard ? window.surroundings.clipboard() : std::string();
    if (text.empty()) return window.say(Message::Tone::Note, "The clipboard is empty");
    if (window.document)
        if (auto matrix = readMatrix(text)) return setMatrix(window, *matrix);
    openText(window, text);
}

void dropFile(Window& window, const std::string& path) {
    try {
        std::string extension = extensionOf(path);
        if (extension == ".npy") {
            if (!window.document)
                return window.say(Message::Tone::Note, "Open a lab first, then drop the array into it");
            return setMatrix(window, matrixFromNpy(path));
        }
        if (extension == ".txt" || extension == ".state" || extension == ".seglab") {
            openText(window, core::readFile(path, core::limits::kStateBytes));
            return;
        }
        if (!window.document) return window.say(Message::Tone::Note, "Open a lab first, then drop the picture into it");
        std::string name = parameterOf(window, core::Type::File);
        if (name.empty()) return window.say(Message::Tone::Warning, "this lab takes no files");
        window.document->change(name, path);
    } catch (const Error& error) {
        window.say(Message::Tone::Warning, error.what());
    }
}

}  // namespace seglab::ui
