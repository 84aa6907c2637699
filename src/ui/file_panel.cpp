#include <algorithm>
#include <cctype>
#include <filesystem>
#include <system_error>

#include "ui/panels.h"
#include "ui/widgets.h"

namespace seglab::ui {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostEntries = 5000;  // a folder with more is cut; its path can be typed

bool wanted(const FileBrowser& files, const fs::path& path) {
    std::string extension = path.extension().string();
    for (char& c : extension) c = char(std::tolower(static_cast<unsigned char>(c)));
    return std::find(files.extensions.begin(), files.extensions.end(), extension) != files.extensions.end();
}

void readFolder(FileBrowser& files) {
    files.entries.clear();
    files.problem.clear();
    files.read = true;
    std::error_code error;
    fs::directory_iterator end, it(files.folder, fs::directory_options::skip_permission_denied, error);
    if (error) files.problem = files.folder + ": " + error.message();
    for (; !error && it != end && files.entries.size() < kMostEntries; it.increment(error)) {
        std::string name = it->path().filename().string();
        if (name.empty() || name[0] == '.') continue;
        std::error_code ignored;
        bool folder = it->is_directory(ignored);
        if (folder || wanted(files, it->path())) files.entries.push_back({name, folder});
    }
    std::sort(files.entries.begin(), files.entries.end(),
              [](const auto& a, const auto& b) { return a.second != b.second ? a.second : a.first < b.first; });
}

/// Hands the choice over after the panel has gone, so that the choice may open another one.
void finish(Window& window, const std::string& chosen) {
    auto choose = window.files.choose;
    window.closePanel();
    if (choose) choose(chosen);
}

void goTo(Window& window, const std::string& path) {
    FileBrowser& files = window.files;
    std::error_code error;
    if (!fs::is_directory(path, error)) {
        if (!fs::exists(path, error))
            files.problem = path + " is not there";
        else if (files.extensions.empty())
            files.problem = path + " is no folder";
        else {
            finish(window, path);
        }
        return;
    }
    files.folder = fs::path(path).lexically_normal().string();
    if (files.folder.size() > 1 && files.folder.back() == '/') files.folder.pop_back();
    readFolder(files);
    ImGui::SetScrollY(0);
    // The row that was pressed is gone; the keyboard goes on at the first of the new ones.
    if (window.controls.ring())
        window.controls.focus(files.folder == "/" && !files.entries.empty() ? files.entries[0].first : "..");
}

void entryRow(Window& window, const std::string& name, bool folder, const figure::Box& row) {
    const Look& look = window.look;
    Press press = window.controls.item(look, {.name = name, .box = row, .group = "files"});
    if (press.hovered || press.focused) fill(row, look.palette().ink.withAlpha(0.06f), look.em(0.25f));
    if (folder) drawIcon(Icon::Folder, {row.x + look.em(0.75f), row.centre().y}, look.em(0.875f), look.muted());
    drawLine(look, Style::Body, {.x = row.x + look.em(1.75f), .middle = row.centre().y, .room = row.width - look.em(2)},
             look.ink(), name);
    if (!press) return;
    fs::path folderPath(window.files.folder);
    goTo(window, (name == ".." ? folderPath.parent_path() : folderPath / name).string());
}

void list(Window& window, const figure::Box& box) {
    const Look& look = window.look;
    beginArea("entries", box, Area::Scrolls);
    float height = look.em(1.875f), y = box.y - ImGui::GetScrollY();
    const auto entries = window.files.entries;
    auto row = [&] { return figure::Box{box.x, y, box.width - look.em(0.75f), height}; };
    if (window.files.folder != "/") {
        entryRow(window, "..", true, row());
        y += height;
    }
    for (const auto& [name, folder] : entries) {
        entryRow(window, name, folder, row());
        y += height;
    }
    if (entries.empty()) {
        std::string text = window.files.problem.empty() ? "nothing to choose here" : window.files.problem;
        drawLine(look, Style::Body, {.x = box.x + look.em(0.5f), .middle = y + height / 2, .room = box.width},
                 look.muted(), text);
        y += height;
    }
    areaHeight(box, y);
    ImGui::EndChild();
}

/// What went wrong on the left; from the right: use this folder, cancel, no file.
void footButtons(Window& window, const figure::Box& foot) {
    const Look& look = window.look;
    const FileBrowser& files = window.files;
    float right = foot.right();
    auto button = [&](float width, Label label) {
        figure::Box box{right - look.em(width), foot.y, look.em(width), foot.height};
        right = box.x - look.em(0.5f);
        return bool(wordButton(window, box, label));
    };
    bool folders = files.extensions.empty();
    bool use = folders && button(8, {.name = "Use this folder", .style = Style::Small, .framed = true});
    bool cancel = button(6, {.name = "Cancel", .framed = true});
    bool none = files.removable && button(6, {.name = "No file", .framed = true});
    if (!files.problem.empty())
        drawLine(look, Style::Small, {.x = foot.x, .middle = foot.centre().y, .room = right - foot.x}, look.ink(),
                 files.problem);
    if (use) return finish(window, std::string(files.folder));
    if (none) return finish(window, "");
    if (cancel) window.closePanel();
}

}  // namespace

figure::Box filePanel(Window& window) {
    const Look& look = window.look;
    FileBrowser& files = window.files;
    bool folders = files.extensions.empty();
    figure::Box box = centred(window, {look.em(38), look.em(32)});
    panelGround(window, box);
    beginArea("files", box);
    if (!files.read) readFolder(files);
    float x = box.x + look.em(1.5f), width = box.width - look.em(3), y = box.y;
    drawLine(look, Style::Title, {.x = x, .middle = y + look.em(1.75f)}, look.ink(),
             folders ? "Choose a folder" : "Choose a file");
    y += look.em(3);
    if (auto typed = textField(window, "Path", {x, y, width, look.em(2)}, files.folder);
        typed && *typed != files.folder)
        goTo(window, *typed);
    y += look.em(2.5f);
    float foot = look.em(3.5f);
    list(window, {x, y, width, std::max(look.em(2), box.bottom() - foot - y)});

    footButtons(window, {x, box.bottom() - foot + look.em(0.75f), width, look.em(2)});
    ImGui::EndChild();
    return box;
}

void chooseFile(Window& window, const std::string& parameter) {
    Document& document = *window.document;
    if (document.locked(parameter)) return;
    std::string now = document.table().text(parameter);
    now = now.substr(0, now.find("#sha256="));
    std::string folder = fs::path(now).parent_path().string();
    if (folder.empty()) folder = window.files.folder.empty() ? window.surroundings.homeFolder : window.files.folder;
    window.files = {.folder = folder,
                    .extensions = {".png", ".jpg", ".jpeg", ".bmp", ".ppm", ".pgm", ".pnm", ".tga"},
                    .choose = {},
                    .problem = {},
                    .entries = {}};
    window.files.choose = [&window, parameter](const std::string& path) { window.document->change(parameter, path); };
    window.files.removable = !now.empty();
    window.openPanel(Panel::Files);
}

}  // namespace seglab::ui
