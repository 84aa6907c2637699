#include "lab/evaluate_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/metrics.h"
#include "data/folder.h"
#include "data/mask_png.h"
#include "lab/json.h"

namespace seglab::lab {

namespace {

using core::ConfusionMatrix;
using data::LabelRule;

/// The masks of one folder. They are read twice, once for their values and once for the score, so that one is in memory
/// at a time.
struct Folder {
    std::string path;
    std::vector<std::string> masks;
    std::set<std::uint8_t> values;

    void survey() {
        for (const std::string& mask : masks) {
            const core::Labels labels = data::loadMask(mask).labels;
            values.insert(labels.values.begin(), labels.values.end());
        }
    }
};

LabelRule ownRule(const Folder& folder, const EvaluateOptions& options) {
    try {
        return LabelRule(folder.values, options.classes, std::uint8_t(options.ignored));
    } catch (const Error& error) {
        throw Error(error.kind(), error.problem(), error.cure(), folder.path);
    }
}

/// Where the other folder's values are mapped and these are among them, they mean the same here: a prediction may never
/// say some class. Unless they could as well be the classes' indices (or what is ignored, in the truth), and would then
/// be others.
LabelRule ruleOf(const Folder& folder, const Folder& other, const EvaluateOptions& options) {
    const bool among =
        std::includes(other.values.begin(), other.values.end(), folder.values.begin(), folder.values.end());
    if (!among || !LabelRule::maps(other.values, options.classes)) return ownRule(folder, options);
    LabelRule rule = ownRule(other, options);
    const int ignored = folder.path == options.truth ? options.ignored : -1;
    bool same = true, indices = true;
    for (const std::uint8_t value : folder.values) {
        same = same && rule.classOf.at(value) == value;
        indices = indices && (value < options.classes || value == ignored);
    }
    if (indices && !same)
        throw Error(Kind::BadInput,
                    fmt::format("the values {} may be classes, or values of {} ({})", fmt::join(folder.values, ", "),
                                other.path, rule.describe()),
                    fmt::format("write class indices, 0 to {}, into the masks of both folders", options.classes - 1),
                    folder.path);
    return rule;
}

core::Labels readLabels(const std::string& path, const LabelRule& rule) {
    core::Labels labels = data::loadMask(path).labels;
    rule.apply(labels);
    return labels;
}

ConfusionMatrix compare(const data::Pairs& pairs, const EvaluateOptions& options, Evaluation& evaluation) {
    Folder truths{options.truth, {}, {}}, predictions{options.prediction, {}, {}};
    for (const data::Pairs::Pair& pair : pairs.pairs) {
        truths.masks.push_back(pair.first);
        predictions.masks.push_back(pair.second);
    }
    truths.survey();
    predictions.survey();
    const LabelRule truthRule = ruleOf(truths, predictions, options);
    const LabelRule predictionRule = ruleOf(predictions, truths, options);
    if (truthRule.mapped) evaluation.notes.push_back("values of the truth to classes: " + truthRule.describe());
    if (predictionRule.mapped)
        evaluation.notes.push_back("values of the prediction to classes: " + predictionRule.describe());

    ConfusionMatrix matrix(options.classes, data::kIgnored);
    for (const data::Pairs::Pair& pair : pairs.pairs) {
        const core::Labels truth = readLabels(pair.first, truthRule);
        const core::Labels prediction = readLabels(pair.second, predictionRule);
        if (truth.shape != prediction.shape)
            throw Error(Kind::BadInput,
                        fmt::format("{} × {} pixels, where the truth has {} × {}", prediction.size(1),
                                    prediction.size(0), truth.size(1), truth.size(0)),
                        "predict at the size of the truth", pair.second);
        matrix.add(truth, prediction);
    }
    return matrix;
}

std::string jsonOf(const ConfusionMatrix& matrix) {
    const auto list = [](const std::vector<double>& scores) {
        Json array = Json::array();
        for (const double score : scores) array.push_back(toJson(score));
        return array;
    };
    Json document;
    document["pixel_accuracy"] = toJson(core::pixelAccuracy(matrix));
    document["mean_iou"] = toJson(core::meanDefined(core::iou(matrix)));
    document["mean_dice"] = toJson(core::meanDefined(core::dice(matrix)));
    document["iou"] = list(core::iou(matrix));
    document["dice"] = list(core::dice(matrix));
    document["pixels"] = matrix.pixels();
    document["ignored"] = matrix.ignoredPixels();
    return printed(document);
}

std::string number(double score) {
    return std::isnan(score) ? "     —" : fmt::format("{:.4f}", score);
}

std::string textOf(const ConfusionMatrix& matrix) {
    const std::vector<double> ious = core::iou(matrix), dices = core::dice(matrix);
    std::string text = fmt::format("pixel accuracy  {}\n", number(core::pixelAccuracy(matrix)));
    text += fmt::format("mean IoU        {}\nmean Dice       {}\n", number(core::meanDefined(ious)),
                        number(core::meanDefined(dices)));
    text += fmt::format("pixels          {} ({} ignored)\n\nclass  IoU     Dice    pixels of the truth\n",
                        matrix.pixels(), matrix.ignoredPixels());
    for (int label = 0; label < matrix.classes(); ++label)
        text += fmt::format("{:>5}  {}  {}  {}\n", label, number(ious[std::size_t(label)]),
                            number(dices[std::size_t(label)]), matrix.truthPixels(label));
    return text;
}

}  // namespace

Evaluation evaluateCommand(const EvaluateOptions& options) {
    const data::Listing truths = data::listFiles(options.truth, {".png"});
    const data::Listing predictions = data::listFiles(options.prediction, {".png"});
    const data::Pairs pairs = data::pairUp(truths, predictions);
    if (pairs.pairs.empty())
        throw Error(Kind::BadInput, fmt::format("no mask has a partner of the same name in {}", options.prediction),
                    "NAME.png in one belongs to NAME.png in the other", options.truth);
    Evaluation evaluation;
    const auto note = [&](const std::vector<std::string>& paths, const char* what) {
        if (!paths.empty()) evaluation.notes.push_back(data::noteOf(paths, what));
    };
    note(pairs.firstAlone, "of the truth without a prediction");
    note(pairs.secondAlone, "of the prediction without a truth");
    note(truths.others, "of the truth not read (PNG is)");
    note(predictions.others, "of the prediction not read (PNG is)");
    const ConfusionMatrix matrix = compare(pairs, options, evaluation);
    evaluation.text = options.json ? jsonOf(matrix) : textOf(matrix);
    return evaluation;
}

}  // namespace seglab::lab
