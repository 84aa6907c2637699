#include <fmt/format.h>

#include "app/arguments.h"
#include "app/output.h"
#include "core/error.h"
#include "lab/evaluate_command.h"

// The command that judges predictions: evaluate.
namespace seglab::app {

namespace {

void require(const std::string& value, const char* option, const char* cure) {
    if (value.empty()) throw Error(Kind::Usage, fmt::format("{} is needed", option), cure);
}

}  // namespace

int evaluate(const Invocation& invocation) {
    Arguments arguments(invocation, "evaluate", "--truth DIR --prediction DIR --classes N [--ignore 255] [--json]",
                        "Compares two folders of masks (PNG, class = index): accuracy, IoU and Dice of each class.\n"
                        "A class that neither has is undefined and not in the mean.");
    lab::EvaluateOptions options;
    std::string classes, ignored = "255";
    arguments.option("--truth", options.truth, "Folder of the masks that are right");
    arguments.option("--prediction", options.prediction, "Folder of the masks to judge, of the same names");
    arguments.option("--classes", classes, "1 to 255");
    arguments.option("--ignore", ignored, "The value of pixels that do not count: 255");
    arguments.flag("--json", options.json, "One JSON document");
    if (!arguments.parse()) return 0;
    require(options.truth, "--truth", "a folder of masks");
    require(options.prediction, "--prediction", "a folder of masks");
    require(classes, "--classes", "how many there are, the background included");
    options.classes = parseCount("--classes", classes, 1, 255);
    options.ignored = parseCount("--ignore", ignored, 0, 255);
    const lab::Evaluation evaluation = lab::evaluateCommand(options);
    for (const std::string& note : evaluation.notes) fmt::print(stderr, "{}\n", note);
    print(evaluation.text);
    return 0;
}

}  // namespace seglab::app
