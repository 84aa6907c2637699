#pragma once

#include <functional>
#include <string>

#include "lab/lab.h"
#include "render/painter.h"
#include "ui/theme.h"

namespace seglab::ui {

/// What a figure was built from. An equal key means an equal figure.
struct PaneKey {
    lab::ModelPointer model = {};
    int step = 0;
    figure::View view = {};
    std::string text = {};  ///< whatever else it shows

    bool operator==(const PaneKey& other) const;
};

/// A figure in the window: built again only when its key changed, painted again only when it was built.
class Pane {
public:
    void show(PaneKey key, const std::function<figure::Figure()>& build);
    const figure::Figure& figure() const { return figure_; }
    const figure::View& view() const { return key_.view; }
    figure::Size size() const { return figure_.size; }
    /// Puts the picture into the current window. A null painter leaves the texture as it is (nothing will be seen).
    void draw(render::Painter* painter, figure::Point at);
    /// The same, shrunk or enlarged into a box.
    void drawInto(render::Painter* painter, const figure::Box& box);
    int builds() const { return builds_; }

private:
    PaneKey key_;
    figure::Figure figure_;
    render::CachedFigure cache_;
    int builds_ = 0;
};

}  // namespace seglab::ui
