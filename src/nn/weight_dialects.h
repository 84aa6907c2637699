#pragma once

#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace seglab::nn {

/// Where a tensor stands in a U-Net, whatever its author called it.
struct UnetPlace {
    enum class Part { Encoder, Bottleneck, Up, Decoder, Head };
    Part part = Part::Encoder;
    int level = 0;       ///< 0 the finest; counted from the coarsest where the dialect counts its decoder so
    int position = 0;    ///< within a block: of layers in a row
    std::string tensor;  ///< weight, bias, running_mean, running_var
};

/// One way of naming a U-Net's tensors, and what its names do not say.
struct UnetDialect {
    std::string name;            ///< whose, for messages
    bool coarsestFirst = false;  ///< the decoder counts its levels from the coarsest one
    bool upFirst = false;        ///< concatenates [up, skip], not [skip, up]

    /// None where the name is not of this dialect.
    std::optional<UnetPlace> place(const std::string& tensorName) const;

    struct Rule {
        UnetPlace::Part part;
        std::regex pattern;  ///< groups: level (empty: the finest), layer of a block, tensor
        int firstLevel = 0;  ///< the number that the finest (or coarsest) level has
        int step = 1;        ///< numbers from one level to the next
    };
    std::vector<Rule> rules;
};

const std::vector<UnetDialect>& unetDialects();

}  // namespace seglab::nn
