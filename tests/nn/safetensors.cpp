#include "nn/safetensors.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <set>

#include "core/limits.h"
#include "nn/networks.h"

using namespace seglab;
using namespace seglab::nn;

namespace {

std::string file(const std::string& json, const std::string& numbers = {}) {
    std::string bytes;
    for (int i = 0; i < 8; ++i) bytes += char(std::uint64_t(json.size()) >> (8 * i));
    return bytes + json + numbers;
}

std::string entry(const std::string& type, const std::string& shape, const std::string& offsets) {
    return R"({"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

std::string numbers(const std::vector<float>& values) {
    std::string bytes(values.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

std::string refusal(const std::string& bytes) {
    try {
        parseSafetensors(bytes, "w.safetensors");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::BadInput);
        CHECK(error.where() == "w.safetensors");
        CHECK_FALSE(error.cure().empty());
        return error.problem();
    }
    return "nothing was refused";
}

}  // namespace

TEST_CASE("a file as others write it is read with its metadata", "[safetensors]") {
    const std::string json = R"({"__metadata__":{"format":"pt","net":"unet"},"b":)" + entry("F32", "[2]", "[16,24]") +
                             R"(,"a":)" + entry("F32", "[2,2]", "[0,16]") + R"(,"empty":)" +
                             entry("F32", "[0,3]", "[24,24]") + R"(,"one":)" + entry("F32", "[]", "[24,28]") + "}   ";
    const WeightsFile read = parseSafetensors(file(json, numbers({1, 2, 3, 4, 5, 6, 7})), "w");
    CHECK(read.metadata == std::map<std::string, std::string>{{"format", "pt"}, {"net", "unet"}});
    CHECK(read.weights["a"] == core::Tensor<float>({2, 2}, {1, 2, 3, 4}));
    CHECK(read.weights["b"] == core::Tensor<float>({2}, {5, 6}));
    CHECK(read.weights["empty"].shape == core::Shape{0, 3});
    CHECK(read.weights["one"] == core::Tensor<float>(core::Shape{}, 7));
}

TEST_CASE("every type of number becomes float", "[safetensors]") {
    const auto one = [](const std::string& type, const std::string& bytes) {
        const std::string json = R"({"x":)" + entry(type, "[1]", "[0," + std::to_string(bytes.size()) + "]") + "}";
        return parseSafetensors(file(json, bytes), "w").weights["x"].values[0];
    };
    using namespace std::string_literals;
    CHECK(one("F16", "\x00\xc0"s) == -2.0f);
    CHECK(one("BF16", "\x40\xc0"s) == -3.0f);
    CHECK(one("F64", "\0\0\0\0\0\0\xf8\x3f"s) == 1.5f);
    CHECK(one("I64", "\xfe\xff\xff\xff\xff\xff\xff\xff"s) == -2.0f);
    CHECK(one("I32", "\x01\x01\0\0"s) == 257.0f);
    CHECK(one("I16", "\xff\xff"s) == -1.0f);
    CHECK(one("I8", "\x80"s) == -128.0f);
    CHECK(one("U8", "\x80"s) == 128.0f);
    CHECK(one("BOOL", "\x01"s) == 1.0f);
}

TEST_CASE("what is written is read again, and equal contents give equal bytes", "[safetensors]") {
    WeightsFile written{initialWeights(namedNetwork("unet-bn"), 5), {{"net", "unet-bn"}, {"names", "Zelle \xc3\xa4"}}};
    const std::string bytes = safetensorsBytes(written);
    const WeightsFile read = parseSafetensors(bytes, "w");
    CHECK(read.weights == written.weights);
    CHECK(read.metadata == written.metadata);
    CHECK(safetensorsBytes(read) == bytes);
    CHECK((8 + std::uint8_t(bytes[0]) + 256 * std::uint8_t(bytes[1])) % 8 == 0);
}

TEST_CASE("16-bit weights take half the room and differ by their rounding only", "[safetensors]") {
    const WeightsFile written{initialWeights(namedNetwork("unet"), 5), {}};
    const std::string full = safetensorsBytes(written);
    for (const auto& [precision, step] : {std::pair{Precision::Float16, 0x1p-11f}, {Precision::BFloat16, 0x1p-8f}}) {
        const std::string bytes = safetensorsBytes(written, precision);
        CHECK(bytes.size() < full.size() * 0.52);
        const WeightsFile read = parseSafetensors(bytes, "w");
        for (const auto& [name, tensor] : written.weights.tensors)
            for (std::size_t i = 0; i < tensor.values.size(); ++i)
                REQUIRE(std::abs(read.weights[name].values[i] - tensor.values[i]) <=
                        step * std::abs(tensor.values[i]) + 0x1p-25f);
    }
    WeightsFile large;
    large.weights.tensors["x"] = core::Tensor<float>({1}, 65505.0f);
    CHECK_THROWS_AS(safetensorsBytes(large, Precision::Float16), Error);
    CHECK_NOTHROW(safetensorsBytes(large, Precision::BFloat16));
}

TEST_CASE("each bad file has its own message", "[safetensors]") {
    const std::string four = numbers({1});
    const std::string good = R"({"a":)" + entry("F32", "[1]", "[0,4]") + "}";
    const std::string two = entry("F32", "[1]", "[0,4]") + R"(,"b":)";
    const auto nested = [](int depth) { return R"({"a":)" + std::string(std::size_t(depth), '[') + "1"; };
    const std::pair<std::string, const char*> bad[] = {
        {"", "it has 0 bytes"},
        {std::string(8, '\xff'), "header of 18446744073709551615 bytes is too long"},
        {file(good, four).substr(0, 30), "ends within its header"},
        {"PK\x03\x04 and so on", "PyTorch archive"},
        {file("[1]"), "does not begin with {"},
        {file(R"({"a":)"), "no JSON"},
        {file(good + "x", four), "no JSON"},
        {file("{\"\xff\":1}"), "no JSON"},
        {file(nested(3)), "a list where the format has none: tensor a"},
        {file(R"({"a":null})"), "null where"},
        {file(R"({"a":{"b":{}}})"), "unknown entry \"b\""},
        {file(R"({"a":{"dtype":{}}})"), "an object where"},
        {file(R"({"a":)" + entry("F32", "[1]", "[0,4]") + R"(,"a":)" + entry("F32", "[1]", "[4,8]") + "}", four + four),
         "tensor a stands twice"},
        {file(R"({"__metadata__":{},"__metadata__":{}})"), "__metadata__ stands twice"},
        {file(R"({"__metadata__":{"x":"1","x":"2"}})"), "says \"x\" twice"},
        {file(R"({"__metadata__":{"x":1}})"), "a number where"},
        {file(R"({"a":{"dtype":"F32","dtype":"F32"}})"), "says \"dtype\" twice"},
        {file(R"({"a":{"dtype":"F32","shape":[1]}})", four), "lacks its dtype, shape or data_offsets"},
        {file(R"({"a":)" + entry("F8_E4M3", "[4]", "[0,4]") + "}", four), "type F8_E4M3"},
        {file(R"({"a":)" + entry("F32", "[-1]", "[0,4]") + "}", four), "a negative number where"},
        {file(R"({"a":)" + entry("F32", "[1.5]", "[0,4]") + "}", four), "a fraction where"},
        {file(R"({"a":)" + entry("F32", "[18446744073709551615]", "[0,4]") + "}", four),
         "axis of 18446744073709551615"},
        {file(R"({"a":)" + entry("F32", "[4294967296,4294967296,4]", "[0,4]") + "}", four), "too many elements"},
        {file(R"({"a":)" + entry("F32", "[4294967296]", "[0,17179869184]") + "}", four), "too large"},
        {file(R"({"a":)" + entry("F32", "[2]", "[0,4]") + "}", four), "has the bytes 0 to 4"},
        {file(R"({"a":)" + entry("F32", "[1]", "[4,0]") + "}", four), "has the bytes 4 to 0"},
        {file(R"({"a":)" + entry("F32", "[1]", "[0]") + "}", four), "1 data_offsets"},
        {file(R"({"a":)" + entry("F32", "[1]", "[4,8]") + "}", four + four), "hole of 4 bytes before tensor a"},
        {file(R"({"a":)" + two + entry("F32", "[1]", "[2,6]") + "}", four + four), "tensor b overlaps"},
        {file(R"({"a":)" + two + entry("F32", "[1]", "[4,8]") + "}", four), "need 8 bytes, the file has 4"},
        {file(good, four + "x"), "1 bytes too many"},
    };
    std::set<std::string> messages;
    for (const auto& [bytes, expected] : bad) {
        const std::string message = refusal(bytes);
        CHECK_THAT(message, Catch::Contains(expected));
        messages.insert(message);
    }
    CHECK(messages.size() >= std::size(bad) - 3);  // three of them are no JSON, two at the same byte
    CHECK(refusal(file(good, four)) == "nothing was refused");
}

TEST_CASE("numbers of one byte take no more memory than others", "[safetensors]") {
    const std::uint64_t most = core::limits::kTensorBytes / 4;
    const auto bytes = [](std::uint64_t begin, std::uint64_t end) {
        return entry("U8", "[" + std::to_string(end - begin) + "]",
                     "[" + std::to_string(begin) + "," + std::to_string(end) + "]");
    };
    CHECK_THAT(refusal(file(R"({"a":)" + bytes(0, most) + "}")), Catch::Contains("the file has 0"));
    CHECK_THAT(refusal(file(R"({"a":)" + bytes(0, most + 1) + "}")), Catch::Contains("a of 536870913 is too large"));
    CHECK_THAT(refusal(file(R"({"a":)" + bytes(0, most) + R"(,"b":)" + bytes(most, most + 1) + "}")),
               Catch::Contains("b of 1 is too large"));
}

TEST_CASE("the caps of the header hold at the limit and one past it", "[safetensors]") {
    const auto tensors = [](std::size_t count) {
        std::string json = "{";
        for (std::size_t i = 0; i < count; ++i)
            json += (i ? ",\"t" : "\"t") + std::to_string(i) + "\":" + entry("F32", "[0]", "[0,0]");
        return file(json + "}");
    };
    CHECK(parseSafetensors(tensors(core::limits::kSafetensorsTensors), "w").weights.tensors.size() == 4096);
    CHECK_THAT(refusal(tensors(core::limits::kSafetensorsTensors + 1)), Catch::Contains("more than 4096 tensors"));
    const auto padded = [](std::size_t size) { return file("{}" + std::string(size - 2, ' ')); };
    CHECK_NOTHROW(parseSafetensors(padded(core::limits::kSafetensorsHeaderBytes), "w"));
    CHECK_THAT(refusal(padded(core::limits::kSafetensorsHeaderBytes + 1)), Catch::Contains("is too long"));
}
