#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "render/gif.h"
#include "render/painter.h"
#include "ui/controls.h"
#include "ui/document.h"
#include "ui/pane.h"
#include "ui/theme.h"

// What the parts of the window share while a frame is built. Each part is a free function on this struct and a box of
// pixels; none keeps state of its own.
namespace seglab::ui {

/// What the person chose about the window itself; no part of a state.
struct Settings {
    figure::Theme theme = figure::Theme::Paper;
    float scale = 1;  ///< 0.75 … 3
    bool present = false;
    bool measure = false;
    bool fullScreen = false;
    bool blank = false;               ///< the stage is covered
    float zoom = 1;                   ///< of the figure against the stage, 1 … 4: brings small numbers back
    std::optional<bool> folded = {};  ///< side columns; unset: by the width
};

/// What lies outside of the window: the clipboard and the folders.
struct Surroundings {
    std::function<void(const std::string&)> copy;
    std::function<std::string()> clipboard;
    std::string stateFolder;  ///< where recent states are kept; empty: nowhere
    std::string homeFolder = "/";
    bool onlyLab = false;  ///< a window of one lab: no launcher behind it
};

/// A short list to choose from, over the window.
struct MenuItem {
    std::string label, value;
    bool current = false;
};
struct Menu {
    figure::Box anchor;  ///< the control that opened it
    std::vector<MenuItem> items;
    std::function<void(const std::string& value)> choose;
    bool numbers = false;  ///< set in the number font
};

/// The panel that lies over the rest, if any.
enum class Panel { None, Menu, Help, Export, Files, Matrix };

struct FileBrowser {
    std::string folder;
    std::vector<std::string> extensions;  ///< lower case, with the dot; empty: folders only
    std::function<void(const std::string& path)> choose;
    bool removable = false;  ///< something is chosen now: offers to take it away
    std::string problem;
    std::vector<std::pair<std::string, bool>> entries;  ///< name, whether it is a folder; read when the folder changes
    bool read = false;
};

/// A GIF that is being painted, a frame of it at a time.
struct Recording {
    std::string path;
    std::vector<int> steps;
    std::size_t taken = 0;  ///< frames in the film so far
    render::GifEncoder film;
};

/// A pointer that went down on a figure.
struct Gesture {
    figure::Region region;
    figure::Point travelled = {};
    bool dragging = false;
    double start = 0;  ///< value of the element when the drag began
    int applied = 0;   ///< units changed so far
};

struct Card {
    const lab::Lab* lab = nullptr;
    lab::ModelPointer model;
    int step = 0;
    Pane pane;
};

struct Window {
    explicit Window(Surroundings surroundings_) : surroundings(std::move(surroundings_)) {}

    Surroundings surroundings;
    Settings settings;
    Look look;
    Controls controls;
    figure::Size size{1280, 800};
    std::optional<Document> document;  ///< none: the launcher is shown
    std::string notice;                ///< in the launcher: what went wrong

    render::Painter painter;
    bool painting = true;  ///< off: a frame that nobody will see
    render::Painter* seen() { return painting ? &painter : nullptr; }

    Pane stage, card, notes, caption;
    figure::Box stageBox;       ///< where the stage was last
    figure::Point stageOrigin;  ///< where its figure begins, scrolled
    std::string hover;          ///< region under the pointer
    std::optional<Gesture> gesture;
    std::optional<figure::Point> zoomedAbout;  ///< point of the stage that stays where it is
    float zoomedFrom = 1;
    std::string guessed;                   ///< covered region beside which the reveal buttons stand
    std::string help;                      ///< of the row under the pointer or the focus
    std::map<std::string, bool> unlinked;  ///< pairs whose axes are edited one by one

    Panel panel = Panel::None;
    bool panelFresh = false;  ///< opened since the last frame
    Menu menu;
    FileBrowser files;
    std::string matrix;      ///< parameter of the matrix panel
    std::uint32_t seed = 1;  ///< of the next random pattern
    std::string exportName, exportFolder;
    std::optional<Recording> recording;
    std::vector<Card> cards;
    std::vector<std::string> recent;
    float launcherHeight = 0;  ///< of what it showed last
    bool leaving = false;      ///< for the launcher, once the frame that shows the lab is done
    bool quit = false;

    // ---- shorthands
    float em(float count = 1) const { return look.em(count); }
    /// Type and strokes of the figures and of the widgets: larger in presentation mode, where nothing may be below
    /// 1/45 of the window's height; figures keep their smallest text at 11 px of scale 1.
    float scale() const;
    bool folded() const;
    figure::View view(figure::Size of) const;
    void say(Message::Tone tone, std::string text);
    void openPanel(Panel which);
    void closePanel() { panel = Panel::None; }
    void openMenu(Menu which);
    /// Magnifies the figure about a point of the window: cells grow, type does not.
    void zoomStage(float factor, figure::Point about);
};

// ---- the parts, each in its own file
void topBar(Window& window, const figure::Box& box);
void parameterPanel(Window& window, const figure::Box& box);
void stage(Window& window, const figure::Box& box);
void inspector(Window& window, const figure::Box& box);
void captionLine(Window& window, const figure::Box& box);
void timelineBar(Window& window, const figure::Box& box);
/// At the stage's foot where the figure leaves room, else over the caption.
void messageStrip(Window& window, const figure::Box& stage, const figure::Box& caption);
void launcher(Window& window, const figure::Box& box);
void panels(Window& window);  ///< whichever is open

void openLab(Window& window, lab::Scene scene);
void closeLab(Window& window);
void copyState(Window& window);
void pasteAny(Window& window);
void dropFile(Window& window, const std::string& path);
void chooseFile(Window& window, const std::string& parameter);

}  // namespace seglab::ui
