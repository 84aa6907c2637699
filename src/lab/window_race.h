#pragma once

#include <vector>

#include "figure/views/map_grid.h"
#include "lab/part.h"
#include "lab/patch_networks.h"
#include "lab/twin_run.h"
#include "lab/window_times.h"

namespace seglab::lab {

enum class RaceStep { Layer, Pixel, Row };  ///< one layer of the pass, then rows; one window; one row of windows

struct RaceSettings {
    int patch = 17;
    RaceStep step = RaceStep::Layer;
    bool realTime = false;  ///< as fast as the engine is, without steps
    int run = 1;            ///< in real time: another number is another race
};

/// A patch network window by window against one pass with the same weights. Each step spends the same number of
/// multiply-adds on both sides, until the pass has no more to do; in real time there are no steps, and the work behind
/// it is the race.
class WindowRace final : public Part {
public:
    WindowRace(const RaceSettings& settings, std::shared_ptr<const NetworkPicture> picture);

    int stepCount() const override { return int(moments_.size()) - 1; }
    std::string caption(int step) const override;
    figure::Figure draw(int step, const figure::View& view) const override;
    std::optional<figure::Region> ask(int step, const std::string& region) const override;
    /// Of multiply-adds: layer by layer, [windows ·] cells of the output · weights.
    std::vector<figure::Term> terms(int step, const std::string& region) const override;
    std::string answer(const std::string& region, double guess) const override;
    std::shared_ptr<const nn::Work> work() const override;
    std::int64_t told() const override;

private:
    struct Moment {
        std::int64_t windows = 0;  ///< finished
        int layers = 0;            ///< of the pass
        double passSpent = 0;      ///< multiply-adds of the pass
    };
    Moment after(std::int64_t windows, double passSpent) const;
    std::vector<Moment> steps() const;
    std::vector<figure::MapGrid> layerMaps() const;
    std::optional<WindowTimes> times() const;
    std::string captionOnTheWay(int step) const;

    RaceSettings settings_;
    std::shared_ptr<const NetworkPicture> picture_;
    core::SlidingWindows sliding_;
    nn::SoFar<PatchRun> run_ = {};
    nn::SoFar<WindowTimes> times_ = {};  ///< with steps
    nn::SoFar<TwinRun> race_ = {};       ///< in real time
    std::vector<int> best_;              ///< the classes; empty where they are not known yet
    std::vector<Moment> moments_;
};

}  // namespace seglab::lab
