#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lab/network_picture.h"
#include "lab/part.h"
#include "lab/patch_networks.h"

// Beat the network: a person names the class of pixels from their patches alone, and the networks name the same pixels.
namespace seglab::lab {

/// One pixel to be named.
struct QuizRound {
    int side = 1;            ///< pixels of the patch that is shown: one of quizSides()
    core::Pair pixel{0, 0};  ///< its centre
    int truth = 0;           ///< its class
    int network = 0;         ///< what the network of that patch says
    std::optional<int> answer = {};
};

/// Patch sizes that are asked about: 1, 5, 17, 33.
const std::vector<int>& quizSides();

/// A step is a question that has been answered.
class PatchQuiz final : public Part {
public:
    static constexpr int kRounds = 20;

    /// Pixels drawn evenly from the labelled ones of the picture by `seed`; `answers` has the index of a class, one
    /// digit, for each round that is over. Throws BadInput for an answer that is no class or one too many. A picture
    /// without labels has no rounds, and answers are kept but not read.
    PatchQuiz(const std::shared_ptr<const NetworkPicture>& picture, std::uint64_t seed, std::string answers);

    const std::vector<QuizRound>& rounds() const { return rounds_; }
    const std::shared_ptr<const NetworkPicture>& picture() const { return picture_; }
    int answered() const { return rounds_.empty() ? 0 : int(answers_.size()); }
    const std::string& answers() const { return answers_; }

    /// Of the first `count` rounds with this patch the share that is right; NaN where there is none yet.
    double personRight(int side, int count) const;
    double networkRight(int side, int count) const;

    int stepCount() const override { return answered(); }
    /// What the answer before `step` was, and what the networks said.
    std::string caption(int step) const override;
    /// The question of this step, its buttons setting the parameter `answers`; and the shares of right answers by the
    /// size of the patch: the person's, the networks' on the same pixels and on all. Empty for a picture without
    /// labels.
    figure::Figure draw(int step, const figure::View& view) const override;

private:
    template <class Named>
    double share(int side, int count, Named named) const;

    std::shared_ptr<const NetworkPicture> picture_;
    std::string answers_;
    std::vector<QuizRound> rounds_;
};

}  // namespace seglab::lab
