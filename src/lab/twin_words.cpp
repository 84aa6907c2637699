#include "lab/twin_words.h"

#include <fmt/format.h>

namespace seglab::lab {

using nn::TwinChange;

std::string changeName(TwinChange change) {
    switch (change) {
        case TwinChange::None:
            return "padded once, outside";
        case TwinChange::Padding:
            return "padding inside the layers";
        case TwinChange::Stride:
            return "a stride in layer 1";
        case TwinChange::Pooling:
            return "max pooling behind layer 1";
        case TwinChange::BatchStatistics:
            return "batch statistics in layer 1";
        case TwinChange::GlobalPooling:
            return "global pooling before the last layer";
    }
    return "";
}

std::string whyTheyDiffer(const nn::TwinSettings& settings, const nn::TwinShape& shape, bool stitched) {
    switch (settings.change) {
        case TwinChange::None:
            return "The picture is padded once, outside: both read the same cells with the same weights, so each score "
                   "is [b|the same sum]. At most the last bits differ, because its terms are added in another order.";
        case TwinChange::Padding:
            return settings.cut == 0
                       ? "Beside the picture a window computes features of the zeros it sees; one pass pads each layer "
                         "with zeros instead. [b|A feature of zeros is not a zero feature]: they differ where a "
                         "window's border meets the picture's."
                       : "Each layer pads with zeros where [selection|a window's own border] is; in [output|one pass] "
                         "the "
                         "picture goes on there. The pixel in the middle sees that border: [b|they differ all over the "
                         "picture].";
        case TwinChange::Stride:
        case TwinChange::Pooling:
            return stitched
                       ? fmt::format(
                             "[b|Shift and stitch]: the picture is shifted by up to {}, each of "
                             "the {} passes answers other pixels, and their answers are put together. Nothing "
                             "is missing, nothing differs.",
                             shape.stride == 2   ? "one row and column"
                             : shape.stride == 3 ? "two rows and columns"
                                                 : "three rows and columns",
                             shape.stride * shape.stride)
                       : fmt::format(
                             "[output|One pass] answers every {} row and column, and those agree. The others are "
                             "[b|missing, not wrong]: shift and stitch computes them in {} passes. (The weights were "
                             "trained without it; only the comparison counts.)",
                             shape.stride == 2   ? "second"
                             : shape.stride == 3 ? "third"
                                                 : "fourth",
                             shape.stride * shape.stride);
        case TwinChange::BatchStatistics:
            return "Each [selection|window] is normalised by its own mean and deviation, [output|one pass] by those of "
                   "the whole picture: [b|the same patch gets other numbers]. Fixed statistics, as after training, "
                   "would not tell them apart.";
        case TwinChange::GlobalPooling:
            return "The mean over all that is seen: over its own window for each pixel on the left, over the whole "
                   "picture on the right. [output|One pass] has [b|one answer for all pixels].";
    }
    return "";
}

std::string changeSource(const nn::TwinSettings& settings) {
    return settings.change == TwinChange::Stride || settings.change == TwinChange::Pooling
               ? "Shift and stitch: Long et al. 2015, sec. 3.2; Pinheiro & Collobert 2014"
               : "Farabet et al. 2013 · Long et al. 2015, sec. 3.1";
}

}  // namespace seglab::lab
