#include "app/arguments.h"
#include "app/output.h"
#include "lab/commands.h"

// The commands that answer in text: list, params, describe, trace.
namespace seglab::app {

namespace {

constexpr const char* kJson = "One JSON document";
constexpr const char* kMeasure = "Give the values that depend on a clock, too";

}  // namespace

int listLabs(const Invocation& invocation) {
    Arguments arguments(invocation, "list", "[--json]", "The labs: name and what the learner finds out.");
    bool json = false;
    arguments.flag("--json", json, kJson);
    if (arguments.parse()) print(lab::listCommand(json));
    return 0;
}

int showParameters(const Invocation& invocation) {
    Arguments arguments(invocation, "params", "LAB [--state S] [--set name=value]… [--json]",
                        "The parameters of a lab, with the ranges that hold in that state.");
    const SceneArguments scene(arguments, invocation, false);
    bool json = false;
    arguments.flag("--json", json, kJson);
    if (arguments.parse()) print(lab::paramsCommand(lab::openScene(scene.request()), json));
    return 0;
}

int describe(const Invocation& invocation) {
    Arguments arguments(invocation, "describe",
                        "LAB [--state S] [--set name=value]… [--step N] [--region NAME]… [--measure] [--json]",
                        "A step in words and numbers: parameters, caption, every named region with its value and "
                        "terms.");
    const SceneArguments scene(arguments, invocation, true);
    lab::DescribeOptions options;
    arguments.list("--region", options.regions, "Only this region, or a cell of a large map; again and again");
    arguments.flag("--measure", options.measure, kMeasure);
    arguments.flag("--json", options.json, kJson);
    if (arguments.parse()) print(lab::describeCommand(lab::openScene(scene.request()), options));
    return 0;
}

int trace(const Invocation& invocation) {
    Arguments arguments(invocation, "trace", "LAB [--state S] [--set name=value]… [--json]",
                        "Every step: its caption and the regions whose values changed.");
    const SceneArguments scene(arguments, invocation, false);
    bool json = false;
    arguments.flag("--json", json, kJson);
    if (arguments.parse()) print(lab::traceCommand(lab::openScene(scene.request()), json));
    return 0;
}

}  // namespace seglab::app
