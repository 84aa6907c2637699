#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lab/part.h"
#include "lab/unet_trace.h"

// The same trace at three depths: the whole U, one layer, one cell. What is pinned says which layer and which cell; the
// place in the picture stays the same on the way in and out.
namespace seglab::lab {

using UTracePointer = std::shared_ptr<const UTrace>;

/// Every block with its maps. A click on a map goes on to its layer.
class UWholeView : public Part {
public:
    explicit UWholeView(UTracePointer trace) : trace_(std::move(trace)) {}

    int stepCount() const override { return trace_->stepCount(); }
    std::string caption(int step) const override { return trace_->caption(step); }
    figure::Figure draw(int step, const figure::View& view) const override;
    std::optional<figure::Region> ask(int step, const std::string& region) const override;

protected:
    const UTrace& trace() const { return *trace_; }

private:
    UTracePointer trace_;
};

/// All maps of the layer that is pinned, else of the one computed last. A click on a map goes on to one cell.
class ULayerView final : public UWholeView {
public:
    using UWholeView::UWholeView;
    figure::Figure draw(int step, const figure::View& view) const override;
};

/// The arithmetic of the cell that is pinned, else of the middle of the map computed last.
class UCellView final : public UWholeView {
public:
    using UWholeView::UWholeView;
    figure::Figure draw(int step, const figure::View& view) const override;
    std::vector<figure::Term> terms(int step, const std::string& region) const override;
    std::string answer(const std::string& region, double guess) const override;
};

}  // namespace seglab::lab
