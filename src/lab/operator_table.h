#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/npy.h"
#include "lab/operator_command.h"

namespace seglab::lab {

/// What an operator reads, all of one type.
template <class T>
struct OperatorArrays {
    core::Tensor<T> input;
    std::optional<core::Tensor<T>> weight, bias;
    std::optional<core::Tensor<std::int64_t>> indices;
};

/// What it gives.
struct OperatorResult {
    core::NpyArray output;
    std::optional<core::Tensor<std::int64_t>> indices;
};

/// An operator of `seglab op`.
struct Operator {
    std::string_view name;
    std::vector<std::string_view> needs;  ///< options without which it does not run: "--weight"
    std::vector<std::string_view> takes;  ///< further options that mean something to it
    OperatorResult (*runFloat)(const OperatorArrays<float>&, const OperatorOptions&);
    OperatorResult (*runDouble)(const OperatorArrays<double>&, const OperatorOptions&);
};

const std::vector<Operator>& operators();

}  // namespace seglab::lab
