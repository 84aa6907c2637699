#pragma once

#include "figure/figure.h"
#include "ui/document.h"

namespace seglab::ui {

/// The card at the top of the right column: the region that is asked (view.focus()), its value, its terms written out
/// with those of this step in the selection colour, and its sentence. A figure `width` wide, as tall as it needs.
/// `region` is the asked one as the window already has it, or null: it is then looked for among all.
figure::Figure askCard(const Document& document, const figure::View& view, float width, const figure::Region* region);

}  // namespace seglab::ui
