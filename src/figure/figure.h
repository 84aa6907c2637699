#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "core/parameter_table.h"

// A figure is data: drawing primitives and named regions. The window paints it, the SVG writer writes it, the hit test
// finds the cell under the pointer, the text twin reads it out, a test asks it what number stands in a cell.
//
// Lengths are pixels of the final picture (scale already applied), origin at the top left, y downwards.
namespace seglab::figure {

struct Point {
    float x = 0, y = 0;
};

struct Size {
    float width = 0, height = 0;
    bool operator==(const Size& o) const { return width == o.width && height == o.height; }
};

struct Box {
    float x = 0, y = 0, width = 0, height = 0;

    float right() const { return x + width; }
    float bottom() const { return y + height; }
    Point centre() const { return {x + width / 2, y + height / 2}; }
    bool empty() const { return width <= 0 || height <= 0; }
    bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
    Box inset(float by) const { return {x + by, y + by, width - 2 * by, height - 2 * by}; }
};

struct Color {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    Color withAlpha(float alpha) const { return {r, g, b, std::uint8_t(alpha * 255 + 0.5f)}; }
    bool operator==(const Color& o) const { return r == o.r && g == o.g && b == o.b && a == o.a; }
};
inline constexpr Color kNone{0, 0, 0, 0};

// ---- primitives -------------------------------------------------------------------------------------------------

enum class Hatch { None, Forward, Backward, Cross, Dots, Horizontal, Vertical };  ///< Forward is "/", Backward is "\"
enum class Dash { Solid, Dashed, Dotted };

struct Rectangle {
    Box box = {};
    Color fill = kNone;
    Color stroke = kNone;
    float strokeWidth = 1;  ///< centred on the edge
    float radius = 0;       ///< of the corners
    Dash dash = Dash::Solid;
    Hatch hatch = Hatch::None;  ///< drawn over the fill, lines 1 px wide and `hatchSpacing` apart
    Color hatchColor = kNone;
    float hatchSpacing = 6;
    bool shadow = false;  ///< a soft shadow below; only a lifted stamp has one
};

/// A polyline, or a filled convex polygon when closed. Curves are flattened by figure::curve() (curve.h).
struct Path {
    std::vector<Point> points = {};
    Color stroke = kNone;
    float strokeWidth = 1;
    Dash dash = Dash::Solid;
    bool closed = false;
    Color fill = kNone;  ///< closed only; the polygon must be convex
};

enum class Font {
    Words,
    WordsBold,
    Numbers,
    NumbersBold,
    Symbols
};  ///< Inter, Inter SemiBold, JetBrains Mono, its bold, DejaVu Sans

/// One run of text in one font, laid out: every glyph of `text` is in `font`. Made by figure::layout (text.h).
struct Text {
    Point origin = {};  ///< left end of the baseline
    float size = 16;    ///< em, in pixels
    Font font = Font::Words;
    Color color = {};
    std::string text = {};  ///< UTF-8
    float width = 0;        ///< advance, measured
};

/// RGBA pixels, immutable once shared. The texture on the GPU follows the version; an equal version is never uploaded
/// again.
struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba = {};  ///< [height, width, 4], sRGB, alpha not premultiplied
    std::uint64_t version = 0;            ///< unique per content in this process: see nextVersion()
};
std::uint64_t nextVersion();
/// A version made from size and content: pixels that are built again, and come out equal, have an equal version.
std::uint64_t contentVersion(const Pixels& pixels);

struct Image {
    Box box = {};
    std::shared_ptr<const Pixels> pixels = {};
    bool smooth = false;  ///< linear filtering; off for maps, whose cells must be seen
};

using Primitive = std::variant<Rectangle, Path, Text, Image>;

// ---- regions ----------------------------------------------------------------------------------------------------

/// One product of a sum, written out: input(1,0)·kernel(0,1) = 3·4 = 12.
struct Term {
    std::vector<std::string> factors = {};  ///< names of regions
    std::vector<double> values = {};
    double product = 0;
    std::string text = {};  ///< in letters mode: "b·x"; empty otherwise
};

/// What a gesture on a region does. The window turns it into parameter changes; a lab never sees the window.
struct Action {
    enum class Kind {
        None,
        Edit,    ///< click, type, arrows, drag vertically: element (row, column) of a matrix parameter
        Drag,    ///< drag: an integer, or one axis of a pair, changes by one per `pixelsPerUnit` along `dragAxis`
        Set,     ///< click: parameter = value (text form)
        Toggle,  ///< click: a boolean
        Step,    ///< click: jump to step `row`
        Copy,    ///< click: put `value` on the clipboard
        Answer,  ///< click a covered cell: type a guess, or reveal
        State,   ///< click: open the state string in `value`
    };
    Kind kind = Kind::None;
    std::string parameter = {};
    std::string value = {};
    int row = 0, column = 0;  ///< Edit: the element. Drag: `row` is the axis of a pair (0 height, 1 width)
    Point dragAxis = {0, 0};  ///< unit direction in which the value grows
    float pixelsPerUnit = 0;
    std::string pins = {};  ///< Set, Step: the region that is pinned by the same click; kItself: the one clicked
    bool back = false;      ///< Escape does it, too
};
inline constexpr const char* kItself = "*";

/// A named place that can be asked. Names are what a person would say, rows first, from 0: "output(2,3)".
struct Region {
    std::string name = {};
    std::string role = {};  ///< "input", "kernel", "output", "canvas", "overlap", "matrix", "formula", "measured", …
    Box box = {};           ///< empty when this state does not draw it: it can still be asked
    std::optional<double> value = {};  ///< none where hidden, measured, or where there is no number
    std::string text = {};             ///< what is drawn: "12", "az + bx"
    std::string sentence = {};         ///< one sentence for the inspector; may be empty
    std::vector<int> shape = {};       ///< of a whole map that stands as one region (more than 4,096 cells); else empty
    double minimum = 0, maximum = 0;   ///< of such a map
    Action action = {};
    int layer = 0;  ///< hit test: the highest layer wins, then the last
};

struct Figure {
    Size size = {};
    Color background = {};
    std::vector<Primitive> primitives = {};  ///< painter's order
    std::vector<Region> regions = {};

    const Region* find(const std::string& name) const;  ///< null when there is none
    const Region* hit(Point p) const;                   ///< topmost region with a box around p, or null
};

/// What stands under `p`: of a whole map that is one region the cell, "output(12,40)"; else the region's own name.
std::string nameAt(const Region& region, Point p);

/// Moves everything by (dx, dy).
void translate(Figure& figure, float dx, float dy);
/// Appends all of `part`, moved by (dx, dy).
void append(Figure& whole, const Figure& part, float dx, float dy);
void append(Figure& whole, Figure&& part, float dx, float dy);

// ---- what a figure depends on beside the model ------------------------------------------------------------------

enum class Theme { Paper, Board };

/// Grids with more cells than this are one region; see command-line.md, "Regions".
inline constexpr int kMaximumCells = 4096;

struct View {
    Size size{1280, 800};
    float scale = 1;  ///< of type and strokes; em() = 16 px · scale
    Theme theme = Theme::Paper;
    float phase = 1;                        ///< 0 → 1 after a step, eased; rests at 1
    bool backwards = false;                 ///< the last step went back: the motion runs the other way
    std::string selection;                  ///< the pinned region, or empty
    std::string hover;                      ///< the region under the pointer, or empty
    std::set<std::string> hidden;           ///< regions or roles that are covered until revealed
    std::map<std::string, double> guesses;  ///< typed for covered cells
    bool present = false;                   ///< presentation mode
    bool measure = false;                   ///< values of a clock may be shown
    bool drawnOnly = false;  ///< may leave out regions without a box: nobody can point at them, Model::ask tells them

    float em() const { return 16 * scale; }
    bool hides(const Region& region) const { return hidden.count(region.name) || hidden.count(region.role); }
    /// The pinned region, else the hovered one.
    const std::string& focus() const { return selection.empty() ? hover : selection; }
};

}  // namespace seglab::figure
