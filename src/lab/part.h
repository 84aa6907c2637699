#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "nn/job.h"

namespace seglab::lab {

/// One of the things that a lab shows, where its parameter `view` chooses among several: a model of its own, with its
/// steps, its words and its picture. Immutable.
class Part {
public:
    virtual ~Part() = default;
    virtual int stepCount() const = 0;
    virtual std::string caption(int step) const = 0;
    virtual figure::Figure draw(int step, const figure::View& view) const = 0;
    virtual std::optional<figure::Region> ask(int, const std::string&) const { return std::nullopt; }
    virtual std::vector<figure::Term> terms(int, const std::string&) const { return {}; }
    virtual std::string answer(const std::string&, double) const { return {}; }
    /// As lab.h says of a model's.
    virtual std::shared_ptr<const nn::Work> work() const { return nullptr; }
    /// How much of its long work it shows: parts made from the same parameters are equal when this is.
    virtual std::int64_t told() const { return 0; }
};

/// The stage with nothing on it, at least so many em high: in a lower window it scrolls.
figure::Figure emptyStage(const figure::View& view, float leastHeight = 0);
/// What of it is drawn on.
figure::Box stageArea(const figure::Figure& stage, const figure::View& view);

using PartPointer = std::shared_ptr<const Part>;

}  // namespace seglab::lab
