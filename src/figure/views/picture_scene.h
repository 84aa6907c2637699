#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/parameter_table.h"
#include "core/picture_operation.h"
#include "figure/color_map.h"
#include "figure/figure.h"
#include "figure/views/size_panel.h"

// A photograph that goes through a transposed convolution, channel by channel. Step n is the n-th row of stamps.
// Regions: input, output, overlap as whole maps; their cells input(r,c), output(r,c) (of the chosen channel),
// overlap(r,c); kernel(a,b).
namespace seglab::figure {

/// channel and display, to be appended to a lab's own. Relevant while the parameter image names a picture.
core::ParameterList pictureParameters();

struct PictureOptions {
    int channel = 1;      ///< whose numbers are shown: 0 red, 1 green, 2 blue
    bool stretch = true;  ///< smallest to largest value, instead of 0 to 255, is shown from black to white

    bool operator==(const PictureOptions& o) const { return channel == o.channel && stretch == o.stretch; }
};
PictureOptions pictureOptions(const core::ParameterTable& table);

class PictureScene {
public:
    /// Throws what PictureOperation throws.
    PictureScene(const core::RgbPixels& picture, const core::Matrix& kernel, const core::TransposedSettings& settings,
                 PictureOptions options);

    const core::PictureOperation& operation() const { return *operation_; }
    const PictureOptions& options() const { return options_; }
    int stepCount() const { return operation_->rowCount(); }
    /// What is drawn black and white. The operator's values are not changed by it.
    Range shownRange() const { return range_; }
    std::string channelName() const;  ///< "red", "green", "blue"

    Range inputRange() const { return inputRange_; }  ///< of the chosen channel
    std::shared_ptr<const Pixels> inputPixels() const { return input_; }
    std::shared_ptr<const Pixels> outputPixels() const { return output_; }  ///< finished
    /// Three values, red first, as a colour.
    Color colorOf(const double* values) const;
    /// The rows that have been begun, as pixels; null where there are none. They replace those from `begin` on.
    std::shared_ptr<const Pixels> unfinishedPixels(int step, int& begin, int& end) const;

    bool operator==(const PictureScene& o) const { return *operation_ == *o.operation_ && options_ == o.options_; }

private:
    std::shared_ptr<const Pixels> asPixels(const core::ReducedRows& rows) const;

    std::shared_ptr<const core::PictureOperation> operation_;
    PictureOptions options_;
    Range range_, inputRange_;
    std::shared_ptr<const Pixels> input_, output_;
};

/// One sentence with the numbers of the step.
std::string pictureCaption(const PictureScene& scene, int step);
/// A cell of one of the maps, or of the kernel.
std::optional<Region> pictureRegion(const PictureScene& scene, int step, const std::string& name);
/// input(i,j) · kernel(a,b), those that have landed by this step.
std::vector<Term> pictureTerms(const PictureScene& scene, int step, const std::string& name);
/// The column beside it: what the numbers are and how they are shown, output size, code. Of `state` only what is
/// clicked counts.
Figure pictureColumn(const PictureScene& scene, SizePanel state, int step, const View& view);

}  // namespace seglab::figure
