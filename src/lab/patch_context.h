#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lab/part.h"
#include "lab/patch_curve.h"
#include "lab/patch_networks.h"

namespace seglab::lab {

/// One pixel in growing patches: what each network says, and how many pixels each gets right. A step tells one more.
class PatchContext final : public Part {
public:
    /// A pixel outside of the picture is moved inside.
    PatchContext(core::Pair pixel, std::shared_ptr<const NetworkPicture> picture);

    int stepCount() const override { return int(runs_.size()); }
    std::string caption(int step) const override;
    figure::Figure draw(int step, const figure::View& view) const override;
    std::shared_ptr<const nn::Work> work() const override { return curve_.work; }
    std::int64_t told() const override { return curve_.snapshot ? curve_.snapshot->scenes : 0; }

private:
    std::shared_ptr<const NetworkPicture> picture_;
    core::Pair pixel_;
    std::vector<std::shared_ptr<const PatchRun>> runs_ = {};  ///< one for each of patchSides()
    nn::SoFar<PatchCurve> curve_ = {};
};

}  // namespace seglab::lab
