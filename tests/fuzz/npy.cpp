#include "core/npy.h"

#include <cstring>

#include "fuzz/target.h"

namespace seglab::test {

namespace {

bool same(double a, double b) {
    return a == b || (a != a && b != b);
}

/// What is read is written and read again as the same numbers.
void parse(std::string_view bytes) {
    const core::NpyArray array = core::parseNpy(bytes, "fuzzed.npy");
    const core::NpyArray again = core::parseNpy(core::npyBytes(array), "written.npy");
    require(array.index() == again.index(), "an array keeps its type");
    std::visit(
        [&](const auto& tensor) {
            const auto& other = std::get<std::decay_t<decltype(tensor)>>(again);
            require(tensor.shape == other.shape, "an array keeps its shape");
            for (std::size_t i = 0; i < tensor.values.size(); ++i)
                require(same(double(tensor.values[i]), double(other.values[i])), "an array keeps its numbers");
        },
        array);
}

std::string file(const std::string& type, const std::string& shape, const std::string& numbers,
                 const std::string& order = "False") {
    const std::string dictionary =
        "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
    std::string bytes = {"\x93NUMPY\1\0", 8};
    bytes += char(dictionary.size());
    bytes += char(dictionary.size() >> 8);
    return bytes + dictionary + numbers;
}

FuzzTarget target() {
    const std::string six(24, '\x40');
    const std::string whole = file("<f4", "(2, 3)", six);
    return {.name = "npy",
            .parse = parse,
            .good = {whole, file(">f8", "(3,)", six), file("<i8", "(1, 3, 1)", six), file("<f4", "(2, 3)", six, "True"),
                     file("<f8", "()", six.substr(0, 8)), core::npyBytes(core::Tensor<float>({2, 1, 2, 2}))},
            .bad = {"", whole.substr(0, 30), file("<f4", "(2, 3)", six.substr(1)), file("<f4", "(2, 4)", six),
                    file("|O", "(3,)", six), file("<c8", "(3,)", six), file("<f4", "(-2, 3)", six),
                    file("<f4", "(4294967296, 4294967296, 4294967296)", six), file("<f4", "(2, 3)", six, "Maybe")}};
}

SEGLAB_FUZZ_TARGET(target())

}  // namespace

}  // namespace seglab::test
