#include "lab/operator_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/files.h"
#include "core/unknown_name.h"
#include "lab/operator_table.h"
#include "lab/option_values.h"

namespace seglab::lab {

namespace {

using core::NpyArray;
using core::Tensor;

const Operator& operatorNamed(const std::string& name) {
    for (const Operator& known : operators())
        if (known.name == name) return known;
    throw core::unknownName("operator", name, operatorNames());
}

// The options that were given, as they are spelled.
std::vector<std::string_view> givenOptions(const OperatorOptions& o) {
    const std::pair<std::string_view, bool> options[] = {
        {"--weight", !o.weight.empty()},
        {"--bias", !o.bias.empty()},
        {"--indices", !o.indices.empty()},
        {"--kernel", !o.kernel.empty()},
        {"--stride", !o.stride.empty()},
        {"--padding", !o.padding.empty()},
        {"--padding-mode", !o.paddingMode.empty()},
        {"--dilation", !o.dilation.empty()},
        {"--output-padding", !o.outputPadding.empty()},
        {"--groups", !o.groups.empty()},
        {"--output-size", !o.outputSize.empty()},
        {"--scale-factor", !o.scaleFactor.empty()},
        {"--align-corners", o.alignCorners},
        {"--indices-out", !o.indicesOut.empty()},
    };
    std::vector<std::string_view> given;
    for (const auto& [name, there] : options)
        if (there) given.push_back(name);
    return given;
}

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void checkOptions(const Operator& op, const OperatorOptions& options) {
    if (options.input.empty()) throw Error(Kind::Usage, "--input is needed", "name a .npy file");
    if (options.out.empty()) throw Error(Kind::Usage, "--out is needed", "name the .npy file to write, or -");
    const std::vector<std::string_view> given = givenOptions(options);
    for (std::string_view name : op.needs)
        if (!contains(given, name)) throw Error(Kind::Usage, fmt::format("{} needs {}", op.name, name));
    std::vector<std::string_view> all = op.needs;
    all.insert(all.end(), op.takes.begin(), op.takes.end());
    for (std::string_view name : given)
        if (!contains(all, name))
            throw Error(Kind::Usage, fmt::format("{} takes no {}", op.name, name),
                        all.empty() ? "leave it out" : fmt::format("it takes {}", fmt::join(all, ", ")));
    if (!options.engine.empty()) choiceOption("--engine", options.engine, {"reference", "fast"});
}

[[noreturn]] void refuseType(const NpyArray& array, const std::string& wanted, const std::string& path) {
    throw Error(Kind::BadInput, fmt::format("holds {} where {} is needed", core::typeName(array), wanted),
                wanted == "int64" ? "save indices with array.astype('int64')"
                                  : "--float64 converts float arrays; or save with array.astype",
                path);
}

// The array as T. With --float64, float32 is widened.
template <class T>
Tensor<T> asType(NpyArray array, const std::string& path) {
    if (auto* same = std::get_if<Tensor<T>>(&array)) return std::move(*same);
    if constexpr (std::is_same_v<T, double>)
        if (const auto* narrow = std::get_if<Tensor<float>>(&array))
            return {narrow->shape, std::vector<double>(narrow->values.begin(), narrow->values.end())};
    constexpr bool indices = std::is_same_v<T, std::int64_t>;
    refuseType(array, indices ? "int64" : std::is_same_v<T, float> ? "float32" : "float64", path);
}

// As above, but a float32 weight beside a float64 input is refused, as PyTorch does, unless --float64 converts both.
template <class T>
std::optional<Tensor<T>> companion(const std::string& path, bool float64) {
    if (path.empty()) return std::nullopt;
    NpyArray array = core::readNpy(path);
    if (!float64 && std::is_same_v<T, double> && std::holds_alternative<Tensor<float>>(array))
        refuseType(array, "float64", path);
    return asType<T>(std::move(array), path);
}

template <class T>
OperatorArrays<T> loadArrays(NpyArray input, const OperatorOptions& options) {
    OperatorArrays<T> arrays;
    arrays.input = asType<T>(std::move(input), options.input);
    arrays.weight = companion<T>(options.weight, options.float64);
    arrays.bias = companion<T>(options.bias, options.float64);
    arrays.indices = companion<std::int64_t>(options.indices, false);
    return arrays;
}

}  // namespace

std::vector<std::string> operatorNames() {
    std::vector<std::string> names;
    for (const Operator& known : operators()) names.emplace_back(known.name);
    return names;
}

void operatorCommand(const OperatorOptions& options) {
    const Operator& op = operatorNamed(options.name);
    checkOptions(op, options);
    NpyArray input = core::readNpy(options.input);
    if (std::holds_alternative<Tensor<std::int64_t>>(input)) refuseType(input, "float32 or float64", options.input);

    const bool real = options.float64 || std::holds_alternative<Tensor<double>>(input);
    const OperatorResult result = real ? op.runDouble(loadArrays<double>(std::move(input), options), options)
                                       : op.runFloat(loadArrays<float>(std::move(input), options), options);
    core::writeFile(options.out, core::npyBytes(result.output));
    if (result.indices && !options.indicesOut.empty())
        core::writeFile(options.indicesOut, core::npyBytes(*result.indices));
}

}  // namespace seglab::lab
