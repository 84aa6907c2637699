#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/parameter_table.h"
#include "figure/figure.h"

// The pieces that the JSON documents of the commands share (command-line contract, "Shapes").
namespace seglab::lab {

/// Members in the order in which they are written.
using Json = nlohmann::ordered_json;

/// Whole numbers without a fraction; null for what is not finite.
Json toJson(double number);
/// A pair is [height, width], a matrix nested arrays, a choice, text or file a string.
Json toJson(const core::Value& value);
/// {"name","role","value","text","terms"}; a map that stands as one region also has "shape","minimum","maximum".
Json toJson(const figure::Region& region, const std::vector<figure::Term>& terms);
/// The document as it is printed. Bytes that are no UTF-8 (of a path) are replaced.
std::string printed(const Json& document);

}  // namespace seglab::lab
