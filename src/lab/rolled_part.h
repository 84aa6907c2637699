#pragma once

#include <string>
#include <vector>

#include "core/rolled_classifier.h"
#include "lab/part.h"

namespace seglab::lab {

/// A fully connected classifier rolled up into a convolution, step by step.
class RolledPart final : public Part {
public:
    explicit RolledPart(core::RolledClassifier classifier) : classifier_(std::move(classifier)) {}

    int stepCount() const override;
    std::string caption(int step) const override;
    figure::Figure draw(int step, const figure::View& view) const override;
    std::vector<figure::Term> terms(int step, const std::string& region) const override;
    std::string answer(const std::string& region, double guess) const override;

private:
    core::RolledClassifier classifier_;
};

}  // namespace seglab::lab
