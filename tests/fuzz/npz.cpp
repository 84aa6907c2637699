#include "nn/npz.h"

#include "core/files.h"
#include "fuzz/target.h"

namespace seglab::test {

namespace {

/// What is read is written and read again as the same arrays.
void parse(std::string_view bytes) {
    const nn::NpzArrays arrays = nn::parseNpz(bytes, "fuzzed.npz");
    if (arrays.empty()) return;
    const std::string written = nn::npzBytes(arrays);
    const nn::NpzArrays again = nn::parseNpz(written, "written.npz");
    require(again.size() == arrays.size(), "no array is lost");
    require(nn::npzBytes(again) == written, "equal contents, equal bytes");
}

std::string patched(std::string bytes, const std::string& at, std::size_t offset, const std::string& value) {
    return bytes.replace(bytes.find(at) + offset, value.size(), value);
}

// As numpy.savez_compressed writes it.
std::string compressed() {
    return core::readFile(SEGLAB_SOURCE_DIR "/tests/reference/arrays_compressed.npz", 1 << 20);
}

FuzzTarget target() {
    using namespace std::string_literals;
    const std::string two =
        nn::npzBytes({{"a", core::Tensor<float>({2}, {1, 2})}, {"b.weight", core::Tensor<std::int64_t>({1, 1}, 3)}});
    const std::string one = nn::npzBytes({{"x", core::Tensor<double>({1}, 0.5)}});
    const std::string central = "PK\1\2";
    return {.name = "npz",
            .parse = parse,
            .good = {two, one, compressed()},
            .bad = {"", two.substr(0, two.size() / 2), patched(one, "NUMPY", 0, "HUMPY"),
                    patched(one, central, 46, "x.txt"), patched(one, central, 24, "\xff\xff\xff\x7f"s),
                    patched(one, central, 10, "\x0c\0"s), patched(one, central, 8, "\1\0"s)}};
}

SEGLAB_FUZZ_TARGET(target())

}  // namespace

}  // namespace seglab::test
