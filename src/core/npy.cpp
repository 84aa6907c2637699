#include "core/npy.h"

#include <fmt/format.h>

#include <cstring>

#include "core/files.h"
#include "core/limits.h"
#include "core/npy_header.h"

namespace seglab::core {

namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& cure) {
    throw Error(Kind::BadInput, what, cure, path);
}

template <class T>
struct Item;
template <>
struct Item<float> {
    using Bits = std::uint32_t;
    static constexpr std::string_view code = "f4", name = "float32";
};
template <>
struct Item<double> {
    using Bits = std::uint64_t;
    static constexpr std::string_view code = "f8", name = "float64";
};
template <>
struct Item<std::int64_t> {
    using Bits = std::uint64_t;
    static constexpr std::string_view code = "i8", name = "int64";
};

// Byte by byte: neither the order nor the alignment of this machine matters.
template <class T>
T load(const char* bytes, bool bigEndian) {
    typename Item<T>::Bits bits = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        const std::size_t significance = bigEndian ? sizeof(T) - 1 - i : i;
        bits |= typename Item<T>::Bits(static_cast<unsigned char>(bytes[i])) << (8 * significance);
    }
    T value;
    std::memcpy(&value, &bits, sizeof(T));
    return value;
}

template <class T>
void store(T value, std::string& bytes) {
    typename Item<T>::Bits bits;
    std::memcpy(&bits, &value, sizeof(T));
    for (std::size_t i = 0; i < sizeof(T); ++i) bytes += static_cast<char>(bits >> (8 * i));
}

// Where the elements of a column-first file belong: visits the row-major position of each, in the order of the file.
template <class Visit>
void forEachColumnFirst(const Shape& shape, std::int64_t count, const Visit& visit) {
    Shape steps(shape.size(), 1), index(shape.size(), 0);
    for (std::size_t axis = shape.size(); axis-- > 1;) steps[axis - 1] = steps[axis] * shape[axis];
    std::int64_t position = 0;
    for (std::int64_t visited = 0; visited < count; ++visited) {
        visit(position);
        // Count up like an odometer whose first wheel is the fastest.
        for (std::size_t axis = 0; axis < shape.size(); ++axis) {
            position += steps[axis];
            if (++index[axis] < shape[axis]) break;
            position -= steps[axis] * shape[axis];
            index[axis] = 0;
        }
    }
}

// The number of elements, after it was held against the bytes that follow the header.
std::int64_t checkedCount(const NpyHeader& header, std::size_t itemBytes, std::size_t present,
                          const std::string& path) {
    std::int64_t count = 0;
    try {
        count = elementCount(header.shape);
    } catch (const Error& error) {
        refuse(path, error.problem(), "the header is damaged; save the array again");
    }
    if (std::uint64_t(count) > limits::kTensorBytes / itemBytes)
        refuse(path, fmt::format("an array of {} is too large", toString(header.shape)),
               fmt::format("at most {} bytes of numbers are read", limits::kTensorBytes));
    const std::uint64_t needed = std::uint64_t(count) * itemBytes;
    if (needed > present)
        refuse(path,
               fmt::format("the shape {} needs {} bytes of numbers, the file has {}", toString(header.shape), needed,
                           present),
               "it was cut short; copy or save it again");
    if (needed < present)
        refuse(path,
               fmt::format("{} bytes too many follow the numbers of the shape {}", present - needed,
                           toString(header.shape)),
               "save the array again with numpy.save");
    return count;
}

template <class T>
Tensor<T> read(const NpyHeader& header, std::string_view data, const std::string& path) {
    const std::int64_t count = checkedCount(header, sizeof(T), data.size(), path);
    Tensor<T> tensor(header.shape);
    const char* next = data.data();
    const auto put = [&](std::int64_t position) {
        tensor.values[std::size_t(position)] = load<T>(next, header.bigEndian());
        next += sizeof(T);
    };
    if (header.columnsFirst)
        forEachColumnFirst(header.shape, count, put);
    else
        for (std::int64_t position = 0; position < count; ++position) put(position);
    return tensor;
}

// (), (3,), (3, 4): as Python writes a tuple.
std::string tuple(const Shape& shape) {
    if (shape.size() == 1) return fmt::format("({},)", shape[0]);
    return fmt::format("({})", fmt::join(shape, ", "));
}

template <class T>
std::string write(const Tensor<T>& tensor) {
    std::string dictionary =
        fmt::format("{{'descr': '<{}', 'fortran_order': False, 'shape': {}, }}", Item<T>::code, tuple(tensor.shape));
    // The numbers begin at a multiple of 64; a newline ends the header.
    dictionary.append(63 - (10 + dictionary.size()) % 64, ' ');
    dictionary += '\n';

    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(dictionary.size() & 255);
    bytes += static_cast<char>(dictionary.size() >> 8);
    bytes += dictionary;
    bytes.reserve(bytes.size() + tensor.values.size() * sizeof(T));
    for (const T& value : tensor.values) store(value, bytes);
    return bytes;
}

// A type's name from a file, fit for a message.
std::string printable(std::string_view text) {
    std::string shown(text.substr(0, 20));
    for (char& c : shown)
        if (c < ' ' || c > '~') c = '?';
    return shown;
}

}  // namespace

NpyArray parseNpy(std::string_view bytes, const std::string& path) {
    const NpyHeader header = parseNpyHeader(bytes, path);
    const std::string_view data = bytes.substr(header.dataOffset);
    const std::string code = header.type.empty() ? "" : header.type.substr(1);
    const bool ordered = !header.type.empty() && (header.type[0] == '<' || header.type[0] == '>');
    if (ordered && code == Item<float>::code) return read<float>(header, data, path);
    if (ordered && code == Item<double>::code) return read<double>(header, data, path);
    if (ordered && code == Item<std::int64_t>::code) return read<std::int64_t>(header, data, path);
    if (header.type.find('O') != std::string::npos)
        refuse(path, "an array of Python objects (pickle) is never opened", "save numbers: array.astype('float32')");
    refuse(path, fmt::format("the element type '{}' is not read", printable(header.type)),
           "save it as float32, float64 or (indices) int64: array.astype('float32')");
}

NpyArray readNpy(const std::string& path) {
    return parseNpy(readFile(path, limits::kFileBytes), path);
}

std::string npyBytes(const NpyArray& array) {
    return std::visit([](const auto& tensor) { return write(tensor); }, array);
}

std::string_view typeName(const NpyArray& array) {
    constexpr std::string_view kNames[] = {Item<float>::name, Item<double>::name, Item<std::int64_t>::name};
    return kNames[array.index()];
}

}  // namespace seglab::core
