#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"
#include "figure/text.h"
#include "figure/views/formula.h"

// The margin beside the stage: sections of words, formulas, code and small buttons, set from the top to the bottom.
// Its width is the view's, its height what it needs.
namespace seglab::figure {

/// A small button with rounded corners.
struct Chip {
    std::string markup;
    Region region;    ///< name, role, action, …; the box is filled in
    bool on = false;  ///< what holds now
};

class Column {
public:
    explicit Column(const View& view);

    const View& view() const { return view_; }
    float left() const { return margin_; }
    float width() const { return figure_.size.width - 2 * margin_; }
    float y() const { return y_; }
    Figure& figure() { return figure_; }

    TextStyle body() const;   ///< words
    TextStyle muted() const;  ///< remarks
    TextStyle code() const;   ///< monospace, never below 11 px at scale 1

    void space(float em);
    /// A hairline with air, except at the top, then the heading in small capitals; chips stand at the right end.
    void heading(const std::string& words, std::vector<Chip> chips = {});
    /// A smaller heading inside a section.
    void subheading(const std::string& markup, std::vector<Chip> chips = {});
    void paragraph(const std::string& markup) { paragraph(markup, body()); }
    void paragraph(const std::string& markup, const TextStyle& style, float indent = 0);
    /// Chips in a row, `lead` before them; wrapped.
    void chips(const std::string& lead, std::vector<Chip> chips);
    /// A formula, broken where it is too wide. Named parts become regions.
    void formula(const Formula& formula, const TextStyle& style, float indent = 0);

    /// The column as high as what stands in it.
    Figure finish();

private:
    float chipWidth(const Chip& chip) const;
    float chipHeight() const;
    void drawChip(Chip& chip, Point at);
    void chipsAtRight(std::vector<Chip>& chips, float baseline);

    View view_;
    Figure figure_;
    float margin_, y_;
    bool empty_ = true;
};

/// A strip that looks like the role in the picture: a plain bar for input, kernel and output, the hatch of its own for
/// stride, padding, dilation and output padding.
void drawRoleStrip(Figure& figure, const Box& box, Role role, const View& view);

}  // namespace seglab::figure
