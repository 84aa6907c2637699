#pragma once

#include <string>
#include <vector>

#include "lab/part.h"
#include "lab/twin_run.h"

namespace seglab::lab {

struct DifferenceSettings {
    int patch = 17;
    nn::TwinSettings twin = {};
    bool stitch = false;              ///< all shifts of the pass, one after the other
    std::string prediction = "none";  ///< what was said before the difference was shown: one of predictionValues()
};

/// "none", then what can be said about the pixels that differ.
std::vector<std::string> predictionValues();

/// A patch network with a change to its layers: window by window, in one pass, and the difference of the two score maps
/// by pixel. Steps: the windows; the pass, or each of its shifts; the comparison.
class TwinDifference final : public Part {
public:
    TwinDifference(const DifferenceSettings& settings, std::shared_ptr<const NetworkPicture> picture);

    int stepCount() const override { return shifts_ + 2; }
    std::string caption(int step) const override;
    figure::Figure draw(int step, const figure::View& view) const override;
    std::optional<figure::Region> ask(int step, const std::string& region) const override;
    std::shared_ptr<const nn::Work> work() const override { return run_.work; }
    std::int64_t told() const override { return run_.snapshot ? 1 + run_.snapshot->done : 0; }

private:
    /// Of the two score maps, pixel by pixel.
    struct Comparison {
        std::vector<double> largest = {};  ///< difference of any class; NaN where the pass has no answer
        int differing = 0, missing = 0, otherClass = 0;
        double most = 0;
        std::string verdict = {};  ///< one of predictionValues()
    };
    int shiftsAt(int step) const;
    bool answered(int pixel, int shifts) const;
    Comparison compare() const;
    std::string verdict(const Comparison& comparison) const;
    /// What the two say about a pixel.
    std::string sentence(int row, int column) const;
    std::vector<int> passClasses(int shifts) const;

    DifferenceSettings settings_;
    std::shared_ptr<const NetworkPicture> picture_;
    nn::TwinShape shape_;
    int shifts_;  ///< of the pass that are made
    nn::SoFar<TwinRun> run_;
    Comparison comparison_ = {};  ///< empty while windows are missing
};

}  // namespace seglab::lab
