#include "core/npy_header.h"

#include <fmt/format.h>

#include <limits>
#include <set>

#include "core/limits.h"

namespace seglab::core {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMostAxes = 32;  // NumPy's own limit

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& cure) {
    throw Error(Kind::BadInput, what, cure, path);
}

// Reads the Python dictionary literal: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
class Dictionary {
public:
    Dictionary(std::string_view text, const std::string& path) : rest_(text), path_(path) {}

    void readInto(NpyHeader& header) {
        expect('{');
        while (!take('}')) {
            const std::string key = string();
            if (!seen_.insert(key).second) malformed("says " + key + " twice");
            expect(':');
            if (key == "descr")
                header.type = descr();
            else if (key == "fortran_order")
                header.columnsFirst = boolean();
            else if (key == "shape")
                header.shape = shape();
            else
                malformed("holds an unknown entry");
            if (!take(',')) {
                expect('}');
                break;
            }
        }
        skipSpace();
        if (!rest_.empty()) malformed("goes on after its end");
        if (seen_.size() != 3) malformed("lacks descr, fortran_order or shape");
    }

private:
    [[noreturn]] void malformed(const std::string& what) const {
        refuse(path_, "the .npy header " + what, "save it again with numpy.save");
    }
    void skipSpace() {
        while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n' || rest_[0] == '\t')) rest_.remove_prefix(1);
    }
    bool take(char c) {
        skipSpace();
        if (rest_.empty() || rest_[0] != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char c) {
        if (!take(c)) malformed(fmt::format("is no Python dictionary: a {} is missing", c));
    }
    std::string string() {
        const char quote = take('\'') ? '\'' : '"';
        if (quote == '"' && !take('"')) malformed("is no Python dictionary: a name is missing");
        const std::size_t end = rest_.find(quote);
        if (end == std::string_view::npos) malformed("has a text without an end");
        const std::string text(rest_.substr(0, end));
        rest_.remove_prefix(end + 1);
        return text;
    }
    std::string descr() {
        skipSpace();
        if (!rest_.empty() && rest_[0] == '[')
            refuse(path_, "a structured array holds several types", "save one field: numpy.save(file, array['field'])");
        return string();
    }
    bool boolean() {
        skipSpace();
        for (const auto& [word, value] : {std::pair{std::string_view("True"), true}, {"False", false}}) {
            if (rest_.substr(0, word.size()) != word) continue;
            rest_.remove_prefix(word.size());
            return value;
        }
        malformed("says neither True nor False for fortran_order");
    }
    std::int64_t size() {
        skipSpace();
        std::int64_t value = 0;
        std::size_t digits = 0;
        for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits) {
            const int digit = rest_[digits] - '0';
            if (value > (std::numeric_limits<std::int64_t>::max() - digit) / 10)
                refuse(path_, "the shape has an axis that is too large to count", "save it again with numpy.save");
            value = value * 10 + digit;
        }
        if (digits == 0) malformed("has a shape that is not made of whole numbers");
        rest_.remove_prefix(digits);
        if (!rest_.empty() && rest_[0] == 'L') rest_.remove_prefix(1);  // written by Python 2
        return value;
    }
    Shape shape() {
        Shape sizes;
        expect('(');
        while (!take(')')) {
            if (sizes.size() == kMostAxes) malformed(fmt::format("has a shape of more than {} axes", kMostAxes));
            sizes.push_back(size());
            if (!take(',')) {
                expect(')');
                break;
            }
        }
        return sizes;
    }

    std::string_view rest_;
    const std::string& path_;
    std::set<std::string> seen_;
};

std::size_t littleEndian(std::string_view bytes) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        value |= std::size_t(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return value;
}

}  // namespace

NpyHeader parseNpyHeader(std::string_view bytes, const std::string& path) {
    if (bytes.substr(0, kMagic.size()) != kMagic) refuse(path, "this is no .npy file", "save an array with numpy.save");
    const std::string truncated = "the file ends within its header";
    if (bytes.size() < 8) refuse(path, truncated, "copy or save it again");
    const int major = static_cast<unsigned char>(bytes[6]), minor = static_cast<unsigned char>(bytes[7]);
    if (major < 1 || major > 3 || minor != 0)
        refuse(path, fmt::format("version {}.{} of the format is unknown", major, minor),
               "versions 1.0 to 3.0 are read");

    const std::size_t start = major == 1 ? 10 : 12;
    if (bytes.size() < start) refuse(path, truncated, "copy or save it again");
    const std::size_t length = littleEndian(bytes.substr(8, start - 8));
    if (length > limits::kNpyHeaderBytes)
        refuse(path, fmt::format("a header of {} bytes is too long", length),
               fmt::format("at most {} bytes are read", limits::kNpyHeaderBytes));
    if (bytes.size() - start < length) refuse(path, truncated, "copy or save it again");

    NpyHeader header;
    Dictionary(bytes.substr(start, length), path).readInto(header);
    header.dataOffset = start + length;
    return header;
}

}  // namespace seglab::core
