#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/rolled_classifier.h"
#include "figure/figure.h"

// A fully connected classifier that is rolled up into a convolution.
namespace seglab::figure {

/// What a step does. From Slide on one step is one window, the first one again.
enum class RollStage { Patch, Flattened, Scored, Rolled, Slide };

struct RolledScene {
    const core::RolledClassifier& classifier;
    int step = 0;
    const View& view;

    static int stepCount(const core::RolledClassifier& classifier);
    RollStage stage() const;
    core::Pair window() const;  ///< where the patch stands
    int scored() const;         ///< windows whose scores are known, in reading order
};

inline constexpr int kFirstSlide = int(RollStage::Slide);  ///< the step that lays the kernels on the first patch

/// "score_2(1,0)": class, and where the patch stands.
struct ScoreCell {
    int map;
    core::Pair cell;
};

/// None for a name that is no score of this classifier.
std::optional<ScoreCell> scoreNamed(const core::RolledClassifier& classifier, const std::string& name);

/// The features with the patch on them, the weights as a matrix below its vector or as kernels, the score maps. Regions
/// features(r,c), features_2(r,c), …; vector(i); weight(class,i), whose name stays when the matrix is rolled up;
/// score(r,c), score_2(r,c), ….
void drawRolled(Figure& figure, const Box& area, const RolledScene& scene);

std::string rolledCaption(const core::RolledClassifier& classifier, int step);
/// Of a score that is known the products.
std::vector<Term> rolledTerms(const RolledScene& scene, const std::string& region);
/// What a wrong guess of a score would mean; empty where nothing is known.
std::string rolledMistake(const core::RolledClassifier& classifier, const std::string& region, double guess);

}  // namespace seglab::figure
