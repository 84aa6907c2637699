#include "nn/safetensors.h"

#include "fuzz/target.h"

namespace seglab::test {

namespace {

/// What is read is written and read again as the same tensors and texts.
void parse(std::string_view bytes) {
    const nn::WeightsFile file = nn::parseSafetensors(bytes, "fuzzed.safetensors");
    const std::string written = nn::safetensorsBytes(file);
    const nn::WeightsFile again = nn::parseSafetensors(written, "written.safetensors");
    require(again.metadata == file.metadata, "metadata is kept");
    require(again.weights.tensors.size() == file.weights.tensors.size(), "no tensor is lost");
    for (const auto& [name, tensor] : file.weights.tensors)
        require(again.weights[name].shape == tensor.shape, "a tensor keeps its shape");
    require(nn::safetensorsBytes(again) == written, "equal contents, equal bytes");
}

std::string file(const std::string& json, std::size_t numbers) {
    std::string bytes;
    for (int i = 0; i < 8; ++i) bytes += char(std::uint64_t(json.size()) >> (8 * i));
    return bytes + json + std::string(numbers, '\x3f');
}

std::string entry(const std::string& type, const std::string& shape, const std::string& offsets) {
    return R"({"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

FuzzTarget target() {
    const std::string one = R"({"a":)" + entry("F32", "[1,2]", "[0,8]");
    return {
        .name = "safetensors",
        .parse = parse,
        .good = {file(one + "}", 8), file(R"({"__metadata__":{"net":"unet"}})", 0),
                 file(one + R"(,"b":)" + entry("F16", "[3]", "[8,14]") + R"(,"c":)" + entry("I64", "[]", "[14,22]") +
                          R"(,"d":)" + entry("BF16", "[0]", "[22,22]") + "}  ",
                      22),
                 file(R"({"a":)" + entry("F64", "[1]", "[0,8]") + R"(,"b":)" + entry("BOOL", "[1]", "[8,9]") + "}", 9)},
        .bad = {"", "PK\3\4", file(one + "}", 8).substr(0, 20), file("[]", 0), file(one, 8), file(one + "}", 7),
                file(one + "}", 9), file(one + R"(,"a":1})", 8), file(R"({"a":{"dtype":"F32","dtype":"F32"}})", 8),
                file(R"({"a":)" + entry("F32", "[1,2]", "[4,12]") + "}", 12),
                file(one + R"(,"b":)" + entry("F32", "[1]", "[4,8]") + "}", 8),
                file(R"({"a":)" + entry("F32", "[4294967296,4294967296,4]", "[0,8]") + "}", 8),
                file(R"({"a":)" + entry("F4", "[2]", "[0,8]") + "}", 8), file(R"({"__metadata__":{"x":[]}})", 0)}};
}

SEGLAB_FUZZ_TARGET(target())

}  // namespace

}  // namespace seglab::test
