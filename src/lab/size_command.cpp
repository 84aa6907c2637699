#include "lab/size_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/sizes.h"
#include "core/unknown_name.h"
#include "lab/json.h"
#include "lab/option_values.h"

namespace seglab::lab {

namespace {

using core::AxisSizes;
using core::Operation;
using core::Pair;
using core::Quantity;

constexpr std::size_t kMostSolutions = 10'000;
constexpr int kMostTrials = 10'000'000;

// One quantity of an axis. In an order in which the range of each depends only on those before it.
struct Entry {
    Quantity quantity;
    const char* option;
    std::string SizeOptions::*given;
    int AxisSizes::*member;
    const char* fallback;  // PyTorch's default; "" where there is none
    int least;
};
constexpr std::array<Entry, 6> kEntries = {{
    {Quantity::Input, "--input", &SizeOptions::input, &AxisSizes::input, "", 1},
    {Quantity::Kernel, "--kernel", &SizeOptions::kernel, &AxisSizes::kernel, "", 1},
    {Quantity::Stride, "--stride", &SizeOptions::stride, &AxisSizes::stride, "1", 1},
    {Quantity::Dilation, "--dilation", &SizeOptions::dilation, &AxisSizes::dilation, "1", 1},
    {Quantity::Padding, "--padding", &SizeOptions::padding, &AxisSizes::padding, "0", 0},
    {Quantity::OutputPadding, "--output-padding", &SizeOptions::outputPadding, &AxisSizes::outputPadding, "0", 0},
}};

// What is said about one axis: numbers, and which of them are asked for.
struct Question {
    Operation operation = Operation::Convolution;
    AxisSizes sizes;
    std::array<bool, kEntries.size()> asked{};
    bool strideIsKernel = false;  // the default of a pooling
    std::optional<int> output;
};

Operation operationNamed(const std::string& name) {
    if (name == "conv") return Operation::Convolution;
    if (name == "conv-transpose") return Operation::TransposedConvolution;
    if (name == "max-pool") return Operation::MaxPooling;
    throw core::unknownName("operation", name, {"conv", "conv-transpose", "max-pool"});
}

// "2", "2,1", "?", "2,?": a number per axis, or nothing where it is asked for.
std::array<std::optional<int>, 2> readAxes(const Entry& entry, const std::string& text) {
    std::array<std::optional<int>, 2> axes;
    if (text.find('?') == std::string::npos) {
        const Pair both = pairOption(entry.option, text);
        axes = {both.height, both.width};
    } else {
        const std::size_t comma = text.find(',');
        const std::string height = text.substr(0, comma);
        const std::string width = comma == std::string::npos ? height : text.substr(comma + 1);
        if (height != "?") axes[0] = pairOption(entry.option, height).height;
        if (width != "?") axes[1] = pairOption(entry.option, width).height;
    }
    for (const auto& value : axes)
        if (value && *value < entry.least)
            throw Error(Kind::BadInput, fmt::format("{} is too small", *value),
                        fmt::format("at least {} is needed", entry.least), entry.option);
    return axes;
}

bool solving(const SizeOptions& options) {
    return !options.output.empty() && options.output != "?";
}

// What stands for a value that is not given.
std::string textOf(const Entry& entry, const SizeOptions& options) {
    const std::string& given = options.*entry.given;
    if (!given.empty() || *entry.fallback) return given.empty() ? entry.fallback : given;
    if (entry.quantity == Quantity::Input && solving(options)) return "?";
    throw Error(Kind::Usage, fmt::format("{} is needed", entry.option),
                "give a number, or ? and --output to solve for it");
}

// A question for each axis.
std::array<Question, 2> readQuestions(const SizeOptions& options) {
    std::array<Question, 2> questions;
    const Operation operation = operationNamed(options.operation);
    std::array<std::optional<int>, 2> output;
    if (solving(options)) output = readAxes({Quantity::Input, "--output", nullptr, nullptr, "", 1}, options.output);
    if (solving(options) && !(output[0] && output[1]))
        throw Error(Kind::Usage, "an output of one axis alone", "give it for both, or neither", "--output");
    for (std::size_t axis = 0; axis < 2; ++axis) {
        questions[axis].operation = operation;
        questions[axis].output = output[axis];
        questions[axis].strideIsKernel = operation == Operation::MaxPooling && options.stride.empty();
    }
    for (std::size_t at = 0; at < kEntries.size(); ++at) {
        const auto values = readAxes(kEntries[at], textOf(kEntries[at], options));
        for (std::size_t axis = 0; axis < 2; ++axis) {
            Question& question = questions[axis];
            question.asked[at] = !values[axis];
            if (values[axis]) question.sizes.*kEntries[at].member = *values[axis];
            if (!values[axis] && !question.output)
                throw Error(Kind::Usage, "what is marked ? is solved for an output", "give --output, as a number",
                            kEntries[at].option);
        }
    }
    for (Question& question : questions)
        if (question.strideIsKernel) question.sizes.stride = question.sizes.kernel;
    return questions;
}

// Tries every value of what is asked for.
class Search {
public:
    explicit Search(const Question& question) : question_(question) { from(0, question.sizes); }
    const std::vector<AxisSizes>& found() const { return found_; }

private:
    void from(std::size_t at, AxisSizes trial) {
        if (at == kEntries.size()) return look(trial);
        if (!question_.asked[at]) return from(at + 1, trial);
        const core::Range range = core::solverRange(kEntries[at].quantity, trial);
        for (int value = range.low; value <= range.high; ++value) {
            trial.*kEntries[at].member = value;
            if (question_.strideIsKernel) trial.stride = trial.kernel;
            from(at + 1, trial);
        }
    }
    void look(const AxisSizes& trial) {
        if (++trials_ > kMostTrials)
            throw Error(Kind::BadInput, "there are too many combinations to try", "mark less with ?");
        if (core::outputSize(question_.operation, trial) != *question_.output) return;
        if (core::objection(question_.operation, trial).empty()) found_.push_back(trial);
    }

    const Question& question_;
    int trials_ = 0;
    std::vector<AxisSizes> found_;
};

using Solution = std::array<AxisSizes, 2>;

std::vector<Solution> solutionsOf(const std::array<Question, 2>& questions) {
    const Search height(questions[0]), width(questions[1]);
    if (height.found().size() * width.found().size() > kMostSolutions)
        throw Error(Kind::BadInput, fmt::format("there are more than {} solutions", kMostSolutions),
                    "mark less with ?");
    std::vector<Solution> solutions;
    for (const AxisSizes& first : height.found())
        for (const AxisSizes& second : width.found()) solutions.push_back({first, second});
    return solutions;
}

std::string formulaOf(Operation operation) {
    if (operation == Operation::TransposedConvolution)
        return "output = (input − 1)·stride − 2·padding + dilation·(kernel − 1) + output_padding + 1";
    return "output = ⌊(input + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1";
}

std::string substituted(Operation operation, const AxisSizes& a, const char* name) {
    const int output = core::outputSize(operation, a);
    if (operation == Operation::TransposedConvolution)
        return fmt::format("{} = ({} − 1)·{} − 2·{} + {}·({} − 1) + {} + 1 = {}", name, a.input, a.stride, a.padding,
                           a.dilation, a.kernel, a.outputPadding, output);
    return fmt::format("{} = ⌊({} + 2·{} − {}·({} − 1) − 1) / {}⌋ + 1 = {}", name, a.input, a.padding, a.dilation,
                       a.kernel, a.stride, output);
}

std::string substitutedBoth(Operation operation, const AxisSizes& height, const AxisSizes& width) {
    const std::string same = substituted(operation, height, "output");
    if (same == substituted(operation, width, "output")) return same;
    return substituted(operation, height, "height") + "; " + substituted(operation, width, "width");
}

std::string forward(const std::array<Question, 2>& questions, bool json) {
    const Operation operation = questions[0].operation;
    Pair output;
    for (int axis = 0; axis < 2; ++axis) {
        const AxisSizes& sizes = questions[std::size_t(axis)].sizes;
        const std::string problem = core::objection(operation, sizes);
        if (!problem.empty())
            throw Error(Kind::BadInput, problem, "change a value on this axis", axis ? "width" : "height");
        output[axis] = core::outputSize(operation, sizes);
    }
    const std::string numbers = substitutedBoth(operation, questions[0].sizes, questions[1].sizes);
    if (!json) return fmt::format("{} × {}\n{}\n{}\n", output.height, output.width, formulaOf(operation), numbers);
    Json document;
    document["output"] = {output.height, output.width};
    document["formula"] = formulaOf(operation);
    document["substituted"] = numbers;
    return printed(document);
}

// Values of a solution that were asked for, by name.
std::vector<std::pair<std::string, Pair>> answers(const std::array<Question, 2>& questions, const Solution& solution) {
    std::vector<std::pair<std::string, Pair>> named;
    for (std::size_t at = 0; at < kEntries.size(); ++at) {
        if (!questions[0].asked[at] && !questions[1].asked[at]) continue;
        const auto member = kEntries[at].member;
        named.emplace_back(core::toString(kEntries[at].quantity), Pair{solution[0].*member, solution[1].*member});
    }
    return named;
}

std::string backward(const std::array<Question, 2>& questions, bool json) {
    const std::string formula = formulaOf(questions[0].operation);
    Json list = Json::array();
    std::string lines;
    const std::vector<Solution> solutions = solutionsOf(questions);
    for (const Solution& solution : solutions) {
        Json entry = Json::object();
        std::string line;
        for (const auto& [name, value] : answers(questions, solution)) {
            entry[name] = {value.height, value.width};
            line += fmt::format("{}{} {}", line.empty() ? "" : ", ", name, core::toText(core::Value(value)));
        }
        lines += line + "\n";
        list.push_back(std::move(entry));
    }
    if (!json) return (solutions.empty() ? "no solution\n" : lines) + formula + "\n";
    Json document;
    document["solutions"] = std::move(list);
    document["formula"] = formula;
    return printed(document);
}

}  // namespace

std::string sizeCommand(const SizeOptions& options) {
    const std::array<Question, 2> questions = readQuestions(options);
    return solving(options) ? backward(questions, options.json) : forward(questions, options.json);
}

}  // namespace seglab::lab
