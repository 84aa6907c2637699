#include "lab/window_race.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/tensor_pixels.h"
#include "figure/views/race_view.h"
#include "figure/views/table.h"
#include "lab/patch_words.h"

namespace seglab::lab {

namespace {

constexpr float kLeastHeight = 31;  // em

using core::SlidingWindows;

/// "2.64 G" on one line.
std::string quantity(double value) {
    std::string text = figure::formatQuantity(value);
    for (std::size_t at; (at = text.find(' ')) != std::string::npos;) text.replace(at, 1, "\u00a0");
    return text;
}

}  // namespace

WindowRace::WindowRace(const RaceSettings& settings, std::shared_ptr<const NetworkPicture> picture)
    : settings_(settings), picture_(std::move(picture)), sliding_(windowsOver(settings.patch, *picture_)) {
    if (settings.realTime) {
        race_ = twinRun({.patch = settings.patch, .run = settings.run}, picture_);
        if (keepsMaps(*picture_)) run_.snapshot = patchRun(settings.patch, picture_);
        if (race_.snapshot) best_ = TwinRun::best(race_.snapshot->pass);
        moments_ = {race_.snapshot ? after(race_.snapshot->done, INFINITY) : Moment{}};
    } else {
        run_ = patchRunSoFar(settings.patch, picture_);
        times_ = windowTimes(settings.patch, picture_);
        if (run_.snapshot) best_ = run_.snapshot->scores().best;
        moments_ = steps();
    }
}

/// So many windows are finished; the pass has spent as much, or is finished itself.
WindowRace::Moment WindowRace::after(std::int64_t windows, double passSpent) const {
    Moment moment{.windows = windows, .passSpent = std::min(passSpent, double(sliding_.multiplyAddsInOnePass()))};
    double sum = 0;
    for (int l = 0; l < int(sliding_.layers().size()); ++l) {
        sum += double(sliding_.multiplyAddsInOnePass(l));
        if (sum <= moment.passSpent) moment.layers = l + 1;
    }
    return moment;
}

std::vector<WindowRace::Moment> WindowRace::steps() const {
    const std::int64_t all = sliding_.windowCount(), columns = sliding_.windows().width;
    const double perWindow = double(sliding_.multiplyAddsPerWindow());
    std::vector<Moment> moments(1);
    if (settings_.step == RaceStep::Layer) {
        double spent = 0;
        for (int l = 0; l < int(sliding_.layers().size()); ++l) {
            spent += double(sliding_.multiplyAddsInOnePass(l));
            moments.push_back(after(std::min(all, std::int64_t(spent / perWindow)), spent));
        }
    }
    const std::int64_t by = settings_.step == RaceStep::Pixel ? 1 : columns;
    for (std::int64_t done = (moments.back().windows / by + 1) * by; done <= all; done += by)
        moments.push_back(after(done, double(done) * perWindow));
    return moments;
}

std::shared_ptr<const nn::Work> WindowRace::work() const {
    return run_.work ? run_.work : race_.work ? race_.work : times_.work;
}

std::int64_t WindowRace::told() const {
    return (run_.snapshot ? 1 : 0) + (times_.snapshot ? 2 : 0) + (race_.snapshot ? 4 + 8 * race_.snapshot->done : 0);
}

std::string WindowRace::caption(int step) const {
    const Moment& moment = moments_[std::size_t(step)];
    const double all = double(sliding_.windowCount()), perWindow = double(sliding_.multiplyAddsPerWindow());
    const std::string small = std::min(picture_->height(), picture_->width()) < settings_.patch
                                  ? " The picture is smaller than the patch: most of what a window sees is padding."
                                  : "";
    if (moment.layers == 0 && moment.windows == 0 && settings_.realTime)
        return "In real time, on one thread: first [output|one pass], then [selection|window by window]." + small;
    if (step == 0 && !settings_.realTime)
        return fmt::format(
            "The same weights twice: [selection|window by window] over {} × {} pixels, and in [output|one pass]. Each "
            "step "
            "spends the same multiply-adds on both sides.{}",
            picture_->height(), picture_->width(), small);
    if (moment.windows < sliding_.windowCount()) return captionOnTheWay(step);
    return fmt::format(
        "All [selection|{} windows] have the scores that [output|one pass] gave, for [n|{}] multiply-adds: one pass "
        "was "
        "finished for those of {} windows.",
        quantity(all), quantity(all * perWindow),
        quantity(std::ceil(double(sliding_.multiplyAddsInOnePass()) / perWindow)));
}

std::string WindowRace::captionOnTheWay(int step) const {
    const Moment& moment = moments_[std::size_t(step)];
    const std::string windows = fmt::format("[selection|{} of {} windows]", quantity(double(moment.windows)),
                                            quantity(double(sliding_.windowCount())));
    const std::string spent = quantity(double(moment.windows) * double(sliding_.multiplyAddsPerWindow()));
    const int layers = int(sliding_.layers().size());
    if (moment.layers < layers)
        return fmt::format("{} of {} layers of [output|one pass]; for as many multiply-adds, {}: [n|{}].",
                           moment.layers, layers, windows, spent);
    if (step > 0 && moments_[std::size_t(step) - 1].layers < layers)
        return fmt::format(
            "[output|One pass] is finished: every pixel has its class. For as many multiply-adds, {}: [n|{}].", windows,
            spent);
    return fmt::format("[output|One pass] has long been finished; {}: [n|{}] multiply-adds so far.", windows, spent);
}

std::vector<figure::MapGrid> WindowRace::layerMaps() const {
    std::vector<figure::MapGrid> grids;
    if (!run_.snapshot || !keepsMaps(*picture_)) return grids;
    const auto& maps = run_.snapshot->layersInOnePass();
    for (std::size_t i = 0; i < maps.size(); ++i)
        grids.push_back({.name = run_.snapshot->layerNames()[i], .maps = maps[i]});
    return grids;
}

/// None while they are being measured.
std::optional<WindowTimes> WindowRace::times() const {
    if (times_.snapshot) return *times_.snapshot;
    if (!race_.snapshot || race_.snapshot->done == 0) return std::nullopt;
    return WindowTimes{race_.snapshot->windowsTime / double(race_.snapshot->done), race_.snapshot->passTime};
}

figure::Figure WindowRace::draw(int step, const figure::View& view) const {
    const Moment& moment = moments_[std::size_t(step)];
    const figure::SlidingScene windows{.sliding = sliding_,
                                       .padded = figure::pixelsOf(nn::padOutside(picture_->image, sliding_.patch())),
                                       .classes = best_.empty() ? nullptr : &best_,
                                       .classColors = classColors(*picture_),
                                       .done = moment.windows,
                                       .view = view};
    figure::RaceScene scene{.windows = windows,
                            .maps = layerMaps(),
                            .finished = moment.layers,
                            .passSpent = moment.passSpent,
                            .classes = classLegend(*picture_),
                            .source = "Farabet et al. 2013 · Pinheiro & Collobert 2014 · Long et al. 2015"};
    if (const auto measured = times()) scene.windows.clock = {measured->perWindow, measured->onePass};
    figure::Figure figure = emptyStage(view, kLeastHeight);
    figure::addRace(figure, stageArea(figure, view), scene);
    return figure;
}

std::optional<figure::Region> WindowRace::ask(int step, const std::string& region) const {
    const std::vector<figure::MapGrid> grids = layerMaps();
    for (std::size_t i = 0; i < grids.size() && int(i) < moments_[std::size_t(step)].layers; ++i)
        if (auto cell = figure::mapCell(grids[i], region)) return cell;
    return std::nullopt;
}

std::vector<figure::Term> WindowRace::terms(int step, const std::string& region) const {
    const bool pass = region == "pass_multiply_adds", done = region == "done_multiply_adds";
    if (!pass && !done && region != "all_multiply_adds") return {};
    const auto windows = double(done ? moments_[std::size_t(step)].windows : sliding_.windowCount());
    std::vector<figure::Term> sum;
    for (int l = 0; l < int(sliding_.layers().size()); ++l) {
        const core::PatchLayer& layer = sliding_.layers()[std::size_t(l)];
        const double cells = double(SlidingWindows::area(pass ? sliding_.planeOf(l) : sliding_.planeInPatch(l)));
        const double weights =
            double(SlidingWindows::area(layer.kernel)) * double(layer.inputChannels) * double(layer.outputChannels);
        figure::Term term{.factors = {fmt::format("cells({})", l + 1), fmt::format("weights({})", l + 1)},
                          .values = {cells, weights},
                          .product = cells * weights};
        if (!pass) {
            term.factors.insert(term.factors.begin(), "windows");
            term.values.insert(term.values.begin(), windows);
            term.product *= windows;
        }
        sum.push_back(term);
    }
    return sum;
}

std::string WindowRace::answer(const std::string& region, double guess) const {
    const double bound = double(sliding_.mostOften(0)), area = double(SlidingWindows::area(sliding_.patch()));
    if (region == "ratio_multiply_adds" && guess == bound)
        return "That is layer 1's count. Deeper layers are computed less often, so it is the upper bound.";
    if (region == "ratio_multiply_adds" && guess == area)
        return "That is the number of pixels in a patch. Unpadded layers shrink: a window computes fewer activations.";
    if (region == "all_multiply_adds" && guess == double(sliding_.multiplyAddsPerWindow()))
        return "That is one window. There is one for each pixel.";
    return "";
}

}  // namespace seglab::lab
