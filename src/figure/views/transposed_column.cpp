#include "figure/views/transposed_column.h"

#include "figure/views/code_twin.h"
#include "figure/views/definition_panel.h"

namespace seglab::figure {

namespace {

using core::Pair;

/// The output cell that is pinned or pointed at, under either of its names.
std::optional<Pair> focusedOutput(const TransposedScene& scene) {
    const std::optional<CellName> name = parseCellName(scene.view.focus());
    if (!name || (name->stem != "output" && name->stem != "canvas")) return std::nullopt;
    const Pair cell{name->row, name->column};
    const Pair canvas = name->stem == "canvas" ? cell : scene.trace.toCanvas(cell);
    if (!scene.trace.keeps(canvas)) return std::nullopt;
    return scene.trace.toOutput(canvas);
}

DefinitionPanel definitionOf(const TransposedScene& scene, int dims) {
    DefinitionPanel panel{.settings = scene.trace.settings(), .dims = dims, .cell = focusedOutput(scene)};
    if (!panel.cell) return panel;
    const Pair canvas = scene.trace.toCanvas(*panel.cell);
    if (scene.covered(canvas) && !scene.guessedRight(canvas)) {
        panel.value = "?";
        return panel;
    }
    double sum = 0;
    for (const core::Multiply& m : scene.trace.termsOf(canvas)) {
        panel.terms.push_back(termOf(scene.trace, m, scene.options.letters));
        sum += m.product;
    }
    panel.value = scene.options.letters ? "" : formatNumber(sum);
    return panel;
}

bool tellsOutput(const TransposedScene& scene) {
    const Pair size = scene.trace.outputSize();
    for (int r = 0; r < size.height; ++r)
        for (int c = 0; c < size.width; ++c)
            if (scene.covered(scene.trace.toCanvas({r, c}))) return false;
    return true;
}

}  // namespace

Figure transposedColumn(const TransposedScene& scene, SizePanel state) {
    state.input = scene.trace.input();
    state.kernel = scene.trace.kernel();
    state.settings = scene.trace.settings();
    Column column(scene.view);
    column.space(1.25f);
    addSizePanel(column, state);
    addDefinition(column, definitionOf(scene, state.dims));
    addCodeTwin(column, scene.trace, state.dims, tellsOutput(scene));
    addFrameworkCards(column, scene.trace, state.dims);
    return column.finish();
}

}  // namespace seglab::figure
