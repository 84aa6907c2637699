#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/sliding_windows.h"
#include "figure/views/patch_view.h"
#include "figure/views/sliding_view.h"
#include "lab/part.h"
#include "lab/patch_networks.h"
#include "lab/window_times.h"

// A window slides over a picture: what each one computes, and how often the same is computed.
namespace seglab::lab {

enum class SlideStep { Layer, Pixel, Row };  ///< one layer of a window, one window, one row of windows
/// "layer", "pixel", "row"
SlideStep slideStepNamed(const std::string& word);

/// One moment: so many windows are finished, and of the next one so many layers.
struct SlideMoment {
    std::int64_t done = 0;
    core::Pair window{0, 0};  ///< the one that is worked on, or was finished last
    int layers = 0;           ///< of it that are computed
};

/// Windows of these layers over a picture that is padded once, outside, so that each pixel has one.
class WindowSteps {
public:
    WindowSteps(const std::vector<core::PatchLayer>& layers, const NetworkPicture& picture, SlideStep step);

    const core::SlidingWindows& sliding() const { return sliding_; }
    int layerCount() const { return int(sliding_.layers().size()); }
    int stepCount() const;
    SlideMoment at(int step) const;

private:
    core::SlidingWindows sliding_;
    SlideStep step_;
};

/// The patch, its way through the layers with every map, the shares of its classes, the pixel painted, and the bill.
class WindowSlide final : public Part {
public:
    /// `patch` as in patchSides().
    WindowSlide(int patch, SlideStep step, std::shared_ptr<const NetworkPicture> picture);

    int stepCount() const override { return steps_.stepCount(); }
    std::string caption(int step) const override;
    figure::Figure draw(int step, const figure::View& view) const override;
    std::optional<figure::Region> ask(int step, const std::string& region) const override;
    std::shared_ptr<const nn::Work> work() const override { return times_.work; }
    std::int64_t told() const override { return times_.snapshot ? 1 : 0; }

private:
    figure::PatchPath path(const SlideMoment& moment) const;

    std::shared_ptr<const NetworkPicture> picture_;
    std::shared_ptr<const PatchRun> run_;
    WindowSteps steps_;
    nn::SoFar<WindowTimes> times_;
};

struct TimesSettings {
    std::vector<core::PatchLayer> layers;
    int layer = 0;                  ///< whose activations are counted, from 0
    std::optional<int> patch = {};  ///< whose network classifies; none: layers that are only counted
    SlideStep step = SlideStep::Pixel;
};

/// How often every activation of a layer has been computed so far, against once.
class TimesComputed final : public Part {
public:
    TimesComputed(const TimesSettings& settings, std::shared_ptr<const NetworkPicture> picture);

    int stepCount() const override { return steps_.stepCount(); }
    std::string caption(int step) const override;
    figure::Figure draw(int step, const figure::View& view) const override;
    std::optional<figure::Region> ask(int step, const std::string& region) const override;

private:
    figure::SlidingScene scene(int step, const figure::View& view) const;

    std::shared_ptr<const NetworkPicture> picture_;
    std::shared_ptr<const PatchRun> run_ = {};
    WindowSteps steps_;
    int layer_;
};

}  // namespace seglab::lab
