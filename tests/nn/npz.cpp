#include "nn/npz.h"

#include <catch2/catch.hpp>
#include <set>

#include "core/files.h"
#include "core/limits.h"
#include "nn/weights_file.h"
#include "support/temporary_folder.h"

using namespace seglab;
using namespace seglab::nn;

namespace {

const std::string kReference = std::string(SEGLAB_SOURCE_DIR) + "/tests/reference/";

std::string refusal(const std::string& bytes) {
    try {
        parseNpz(bytes, "w.npz");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::BadInput);
        CHECK(error.where().find("w.npz") == 0);
        CHECK_FALSE(error.cure().empty());
        return error.problem();
    }
    return "nothing was refused";
}

NpzArrays twoArrays() {
    return {{"a", core::Tensor<float>({2}, {1, 2})}, {"b", core::Tensor<std::int64_t>({1}, 3)}};
}

std::string with(std::string bytes, const std::string& from, const std::string& to) {
    REQUIRE(from.size() == to.size());
    for (std::size_t at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at + to.size()))
        bytes.replace(at, from.size(), to);
    return bytes;
}

// A field of every entry of the central directory: `offset` from its signature on.
std::string patched(std::string bytes, std::size_t offset, const std::string& value) {
    for (std::size_t at = bytes.find("PK\1\2"); at != std::string::npos; at = bytes.find("PK\1\2", at + 1))
        bytes.replace(at + offset, value.size(), value);
    return bytes;
}

}  // namespace

TEST_CASE("archives as NumPy writes them are read, stored or compressed", "[npz]") {
    for (const char* name : {"arrays.npz", "arrays_compressed.npz"}) {
        const NpzArrays arrays = parseNpz(core::readFile(kReference + name, 1 << 20), name);
        REQUIRE(arrays.size() == 2);
        const auto& weight = std::get<core::Tensor<float>>(arrays.at("head.weight"));
        CHECK(weight.shape == core::Shape{2, 3, 2, 1});
        CHECK(weight.values[11] == 11 / 8.0f);
        CHECK(std::get<core::Tensor<std::int64_t>>(arrays.at("steps")) ==
              core::Tensor<std::int64_t>({2, 3}, {0, 1, 2, 3, 4, 5}));
    }
}

TEST_CASE("an archive that is written is read again, and equal contents give equal bytes", "[npz]") {
    const NpzArrays arrays = twoArrays();
    const std::string bytes = npzBytes(arrays);
    CHECK(parseNpz(bytes, "w") == arrays);
    CHECK(npzBytes(arrays) == bytes);
    CHECK_THROWS_AS(npzBytes({}), Error);
}

TEST_CASE("each bad archive has its own message", "[npz]") {
    const std::string good = npzBytes(twoArrays());
    std::string flipped = good;
    flipped[good.find("NUMPY") + 120] ^= 1;  // one of the numbers: only the checksum tells
    using namespace std::string_literals;
    const std::pair<std::string, const char*> bad[] = {
        {"", "this is no .npz file"},
        {good.substr(0, good.size() / 2), "damaged"},
        {flipped, "a cannot be unpacked"},
        {with(good, "b.npy", "a.npy"), "two arrays a"},
        {with(good, "b.npy", "b.txt"), "b.txt is no .npy file"},
        {patched(good, 24, "\xff\xff\xff\x7f"s), "claims 2147483647 bytes"},
        {patched(good, 10, "\x0c\0"s), "compressed in a way"},
        {patched(good, 8, "\1\0"s), "is encrypted"},
        {with(good, "NUMPY", "PUMPY"), "cannot be unpacked"},
    };
    std::set<std::string> messages;
    for (const auto& [bytes, expected] : bad) {
        const std::string message = refusal(bytes);
        CHECK_THAT(message, Catch::Contains(expected));
        messages.insert(message);
    }
    CHECK(messages.size() == std::size(bad) - 1);  // a wrong checksum is a wrong checksum
}

TEST_CASE("the cap of the archive's entries holds at the limit and one past it", "[npz]") {
    NpzArrays arrays;
    for (std::uint64_t i = 0; i < core::limits::kNpzEntries; ++i)
        arrays["x" + std::to_string(i)] = core::Tensor<float>(core::Shape{}, float(i));
    CHECK(parseNpz(npzBytes(arrays), "w").size() == core::limits::kNpzEntries);
    arrays["one more"] = core::Tensor<float>(core::Shape{}, 0);
    CHECK_THAT(refusal(npzBytes(arrays)), Catch::Contains("4097 arrays"));
}

TEST_CASE("weights go through either format by the file's ending", "[npz]") {
    const test::TemporaryFolder folder;
    WeightsFile file;
    file.weights.tensors["a"] = core::Tensor<float>({2}, {1, 2});
    for (const char* name : {"w.npz", "w.safetensors"}) {
        writeWeights(folder / name, file);
        CHECK(readWeights(folder / name).weights == file.weights);
    }
    CHECK_THROWS_AS(writeWeights(folder / "w.pth", file), Error);
    CHECK(readWeights(kReference + "arrays.npz").weights["steps"].values[5] == 5.0f);
    CHECK_THROWS_AS(readWeights(folder / "missing.npz"), Error);
}
