#include "core/npy.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <limits>

#include "core/files.h"
#include "core/limits.h"
#include "support/temporary_folder.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;

namespace {

std::string fileOf(const std::string& dictionary, const std::string& data, int version = 1) {
    std::string bytes = "\x93NUMPY";
    bytes += static_cast<char>(version);
    bytes += '\0';
    for (int i = 0; i < (version == 1 ? 2 : 4); ++i) bytes += static_cast<char>(dictionary.size() >> (8 * i));
    return bytes + dictionary + data;
}

std::string dictionaryOf(const std::string& type, const std::string& shape, bool columnsFirst = false) {
    return "{'descr': '" + type + "', 'fortran_order': " + (columnsFirst ? "True" : "False") + ", 'shape': " + shape +
           ", }\n";
}

template <class T>
std::string bytesOf(const std::vector<T>& values, bool bigEndian = false) {
    std::string bytes;
    for (T value : values) {
        char raw[sizeof(T)];
        std::memcpy(raw, &value, sizeof(T));
        for (std::size_t i = 0; i < sizeof(T); ++i) bytes += raw[bigEndian ? sizeof(T) - 1 - i : i];
    }
    return bytes;
}

const std::string kSix(24, '\0');  // the bytes of six float32

// From a file, as everybody reads them.
Error refusal(const std::string& bytes) {
    const TemporaryFolder folder;
    writeFile(folder / "bad.npy", bytes);
    try {
        readNpy(folder / "bad.npy");
    } catch (const Error& error) {
        CHECK(error.where() == folder / "bad.npy");
        CHECK_FALSE(error.cure().empty());
        return error;
    }
    FAIL("nothing was refused");
    return Error(Kind::Usage, "");
}

}  // namespace

TEST_CASE("arrays of every type, order and version are read as the same numbers", "[npy]") {
    const int version = GENERATE(1, 2, 3);
    const bool big = GENERATE(false, true);
    const std::string order = big ? ">" : "<";
    const std::string rows = dictionaryOf(order + "f4", "(2, 3)"), columns = dictionaryOf(order + "f8", "(2, 3)", true);
    const auto single = parseNpy(fileOf(rows, bytesOf<float>({1, 2, 3, 4, 5, 6.5f}, big), version), "x");
    CHECK(std::get<Tensor<float>>(single) == Tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6.5f}));
    const auto turned = parseNpy(fileOf(columns, bytesOf<double>({1, 4, 2, 5, 3, 6}, big), version), "x");
    CHECK(std::get<Tensor<double>>(turned) == Tensor<double>({2, 3}, {1, 2, 3, 4, 5, 6}));
    const auto whole =
        parseNpy(fileOf(dictionaryOf(order + "i8", "(2,)"), bytesOf<std::int64_t>({-1, 1ll << 40}, big), version), "x");
    CHECK(std::get<Tensor<std::int64_t>>(whole) == Tensor<std::int64_t>({2}, {-1, 1ll << 40}));
}

TEST_CASE("column-first arrays of three axes are turned around", "[npy]") {
    std::vector<double> stored;
    for (int z = 0; z < 4; ++z)
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 2; ++x) stored.push_back(x * 100 + y * 10 + z);
    const auto array = parseNpy(fileOf(dictionaryOf("<f8", "(2, 3, 4)", true), bytesOf(stored)), "x");
    const auto& tensor = std::get<Tensor<double>>(array);
    for (std::size_t i = 0; i < 24; ++i) CHECK(tensor.values[i] == double(i / 12 * 100 + i / 4 % 3 * 10 + i % 4));
}

TEST_CASE("headers are read in every spelling that NumPy ever wrote", "[npy]") {
    const std::string dictionary =
        GENERATE(as<std::string>{}, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }   \n",
                 "{'shape':(2,3),'fortran_order':False,'descr':'<f4'}",
                 "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (2L, 3L)}",
                 "{ 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2 , 3 , ) , }");
    CHECK(std::get<Tensor<float>>(parseNpy(fileOf(dictionary, kSix), "x")).shape == Shape{2, 3});
}

TEST_CASE("a single number and an empty array are arrays", "[npy]") {
    CHECK(std::get<Tensor<float>>(parseNpy(fileOf(dictionaryOf("<f4", "()"), bytesOf<float>({7})), "x")).values[0] ==
          7);
    const auto empty = parseNpy(fileOf(dictionaryOf("<f4", "(0, 3)", true), ""), "x");
    CHECK(std::get<Tensor<float>>(empty).shape == Shape{0, 3});
}

TEST_CASE("what is written is read back to the last bit", "[npy]") {
    const float nan = std::numeric_limits<float>::quiet_NaN(), tiny = std::numeric_limits<float>::denorm_min();
    const Tensor<float> single({1, 2, 3}, {0.1f, -0.0f, tiny, std::numeric_limits<float>::infinity(), 1e38f, nan});
    const auto copy = std::get<Tensor<float>>(parseNpy(npyBytes(single), "x"));
    CHECK(copy.shape == single.shape);
    CHECK(std::memcmp(copy.values.data(), single.values.data(), 24) == 0);
    for (const Shape& shape : {Shape{}, Shape{3}, Shape{0}, Shape{2, 3, 4, 5}}) {
        const Tensor<double> real(shape, 0.3);
        CHECK(std::get<Tensor<double>>(parseNpy(npyBytes(real), "x")) == real);
        const Tensor<std::int64_t> whole(shape, -9);
        CHECK(std::get<Tensor<std::int64_t>>(parseNpy(npyBytes(whole), "x")) == whole);
    }
}

TEST_CASE("what is written is what numpy.save writes", "[npy]") {
    const std::string bytes = npyBytes(Tensor<float>({3}, {1, 2, 3}));
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
    header.resize(117, ' ');
    CHECK(bytes == std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n" + bytesOf<float>({1, 2, 3}));
}

TEST_CASE("every kind of bad file has a message of its own", "[npy]") {
    const auto [bytes, message] = GENERATE(table<std::string, std::string>({
        {"", "this is no .npy file"},
        {"PK\x03\x04 a zip", "this is no .npy file"},
        {"\x93NUMPY", "the file ends within its header"},
        {std::string("\x93NUMPY\x04\x00", 8), "version 4.0 of the format is unknown"},
        {std::string("\x93NUMPY\x01\x00\x76", 9), "the file ends within its header"},
        {std::string("\x93NUMPY\x01\x00\x76\x00{'descr'", 18), "the file ends within its header"},
        {fileOf(dictionaryOf("<i4", "(6,)"), kSix), "the element type '<i4' is not read"},
        {fileOf(dictionaryOf("<c8", "(3,)"), kSix), "the element type '<c8' is not read"},
        {fileOf(dictionaryOf("\x1b[f4", "(3,)"), kSix), "the element type '?[f4' is not read"},
        {fileOf(dictionaryOf("", "(3,)"), kSix), "the element type '' is not read"},
        {fileOf(dictionaryOf("|O", "(1,)"), "\x80\x04."), "an array of Python objects (pickle) is never opened"},
        {fileOf("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,)}", kSix),
         "a structured array holds several types"},
        {fileOf(dictionaryOf("<f4", "(2, 4)"), kSix), "the shape 2 x 4 needs 32 bytes of numbers, the file has 24"},
        {fileOf(dictionaryOf("<f4", "(2, 3)"), kSix + "x"), "1 bytes too many follow the numbers of the shape 2 x 3"},
        {fileOf(dictionaryOf("<f4", "(100000, 100000)"), kSix), "an array of 100000 x 100000 is too large"},
        {fileOf(dictionaryOf("<f4", "(4294967296, 4294967296)"), kSix),
         "a shape of 4294967296 x 4294967296 has too many elements to count"},
        {fileOf(dictionaryOf("<f4", "(99999999999999999999,)"), kSix),
         "the shape has an axis that is too large to count"},
        {fileOf(dictionaryOf("<f4", "(-6,)"), kSix), "the .npy header has a shape that is not made of whole numbers"},
        {fileOf(dictionaryOf("<f4", "(2.0, 3)"), kSix), "the .npy header is no Python dictionary: a ) is missing"},
        {fileOf(dictionaryOf("<f4", "[2, 3]"), kSix), "the .npy header is no Python dictionary: a ( is missing"},
        {fileOf("{'descr': '<f4', 'fortran_order': False}", kSix),
         "the .npy header lacks descr, fortran_order or shape"},
        {fileOf("{'descr': '<f4', 'descr': '<f8', }", kSix), "the .npy header says descr twice"},
        {fileOf("{'descr': '<f4', 'colour': 'red'}", kSix), "the .npy header holds an unknown entry"},
        {fileOf("{'descr': '<f4', 'fortran_order': 0, 'shape': (6,)}", kSix),
         "the .npy header says neither True nor False for fortran_order"},
        {fileOf("{'descr: <f4}", kSix), "the .npy header has a text without an end"},
        {fileOf(dictionaryOf("<f4", "(6,)") + "exit()", kSix), "the .npy header goes on after its end"},
        {fileOf("", kSix), "the .npy header is no Python dictionary: a { is missing"},
    }));
    CAPTURE(message);
    const Error error = refusal(bytes);
    CHECK(error.kind() == Kind::BadInput);
    CHECK(error.problem() == message);
}

TEST_CASE("a header is read up to its limit and refused one past it", "[npy]") {
    const auto padded = [](std::size_t size) {
        std::string dictionary = dictionaryOf("<f4", "(6,)");
        dictionary.resize(size, ' ');
        return fileOf(dictionary, kSix, 2);
    };
    CHECK_NOTHROW(parseNpy(padded(limits::kNpyHeaderBytes), "x"));
    CHECK(refusal(padded(limits::kNpyHeaderBytes + 1)).problem() == "a header of 10001 bytes is too long");
    CHECK(refusal(std::string("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12)).problem() ==
          "a header of 4294967295 bytes is too long");
}

TEST_CASE("an array of 32 axes is read, one of 33 is not", "[npy]") {
    const auto ones = [](int axes) {
        std::string shape = "(";
        for (int i = 0; i < axes; ++i) shape += "1,";
        return fileOf(dictionaryOf("<f4", shape + ")", true), bytesOf<float>({5}));
    };
    CHECK(std::get<Tensor<float>>(parseNpy(ones(32), "x")).values[0] == 5);
    CHECK(refusal(ones(33)).problem() == "the .npy header has a shape of more than 32 axes");
}

TEST_CASE("a missing array is a file error", "[npy]") {
    const TemporaryFolder folder;
    try {
        readNpy(folder / "none.npy");
        FAIL("nothing was refused");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::File);
    }
}

TEST_CASE("no beginning of a good file and no changed byte is anything but an array or an error", "[npy]") {
    const std::string good = npyBytes(Tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6}));
    for (std::size_t size = 0; size < good.size(); ++size) CHECK_THROWS_AS(parseNpy(good.substr(0, size), "x"), Error);
    for (std::size_t at = 0; at < good.size(); ++at)
        for (int byte = 0; byte < 256; ++byte) {
            std::string changed = good;
            changed[at] = static_cast<char>(byte);
            try {
                parseNpy(changed, "x");
            } catch (const Error& error) {
                REQUIRE(error.kind() == Kind::BadInput);
            }
        }
}
