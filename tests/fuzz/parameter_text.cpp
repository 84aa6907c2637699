#include "core/parameter_table.h"
#include "fuzz/target.h"

namespace seglab::test {

namespace {

using core::Type;

const core::Parameter kParameters[] = {
    {.name = "flag", .label = "", .group = "", .type = Type::Boolean, .fallback = false},
    {.name = "count", .label = "", .group = "", .type = Type::Integer, .fallback = std::int64_t(0)},
    {.name = "rate", .label = "", .group = "", .type = Type::Number, .fallback = 0.0},
    {.name = "stride", .label = "", .group = "", .type = Type::Pair, .fallback = core::Pair{1, 1}},
    {.name = "input", .label = "", .group = "", .type = Type::Matrix, .fallback = core::Matrix(1, 1)},
    {.name = "view",
     .label = "",
     .group = "",
     .type = Type::Choice,
     .fallback = std::string("all"),
     .choices = {"all", "stamp"}},
};

/// The first byte says of which type the rest is: b, i, n, p, m, c. What is read is written and read as the same.
void parse(std::string_view bytes) {
    const std::size_t which = bytes.empty() ? 0 : std::string_view("binpmc").find(bytes[0]);
    const core::Parameter& parameter = kParameters[which == std::string_view::npos ? 4 : which];
    const core::Value value = core::parseValue(parameter, bytes.substr(bytes.empty() ? 0 : 1));
    const std::string text = core::toText(value);
    require(core::parseValue(parameter, text) == value, "a value survives its own text");
    require(core::toText(core::parseValue(parameter, text)) == text, "the canonical form is one");
}

FuzzTarget target() {
    return {.name = "parameter_text",
            .parse = parse,
            .good = {"bon", "i-12", "n-0.5e-3", "n\u22122.5", "p2", "p[2, 1]", "m0,1;2,3", "m[[0, 1], [2, 3]]",
                     "marray([[1., 2.],\n       [3., 4.]])", "m1 2\n3 4", "mtensor([1, -2], dtype=torch.float64)",
                     "cstamp"},
            .bad = {"bmaybe", "i1.5", "i9999999999999999999", "nten", "n1e999", "p1,2,3", "m", "m1,2;3", "m[[1,2],[3",
                    "m1,,2", "m1;;2", "m[[1],2]", "cstamps"}};
}

SEGLAB_FUZZ_TARGET(target())

}  // namespace

}  // namespace seglab::test
