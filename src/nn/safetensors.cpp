#include "nn/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/limits.h"
#include "nn/half.h"
#include "nn/safetensors_header.h"

namespace seglab::nn {

namespace {

namespace limits = core::limits;
using core::Tensor;

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMostNumbers = limits::kTensorBytes / sizeof(float);  // whatever their type in the file

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& cure) {
    throw Error(Kind::BadInput, what, cure, path);
}

// Little endian, whatever this machine is.
std::uint64_t unsignedAt(const char* bytes, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value |= std::uint64_t(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return value;
}

void append(std::string& bytes, std::uint64_t value, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i));
}

template <class T, class Bits>
float exactly(std::uint64_t bits) {
    const Bits narrow = Bits(bits);
    T value;
    std::memcpy(&value, &narrow, sizeof value);
    return float(value);
}

struct NumberType {
    std::string_view name;
    std::size_t bytes;
    float (*read)(std::uint64_t bits);
};

constexpr NumberType kTypes[] = {
    {"F32", 4, exactly<float, std::uint32_t>},
    {"F16", 2, [](std::uint64_t bits) { return fromHalf(std::uint16_t(bits)); }},
    {"BF16", 2, [](std::uint64_t bits) { return fromBfloat(std::uint16_t(bits)); }},
    {"F64", 8, exactly<double, std::uint64_t>},
    {"I64", 8, exactly<std::int64_t, std::uint64_t>},
    {"I32", 4, exactly<std::int32_t, std::uint32_t>},
    {"I16", 2, exactly<std::int16_t, std::uint16_t>},
    {"I8", 1, exactly<std::int8_t, std::uint8_t>},
    {"U8", 1, exactly<std::uint8_t, std::uint8_t>},
    {"BOOL", 1, exactly<std::uint8_t, std::uint8_t>},
};

const NumberType& typeOf(const TensorEntry& tensor, const std::string& path) {
    for (const NumberType& type : kTypes)
        if (type.name == tensor.type) return type;
    refuse(path, fmt::format("tensor {} has the type {:.20}, which is not read", tensor.name, tensor.type),
           "save it as F32, F16 or BF16");
}

// The header's text, cut out of the file.
std::string_view headerOf(std::string_view bytes, const std::string& path) {
    if (bytes.substr(0, 2) == "PK")
        refuse(path, "this is a .npz file or a PyTorch archive (.pt), no .safetensors file",
               "give the file the right ending; from PyTorch: safetensors.torch.save_file(model.state_dict(), file)");
    if (bytes.size() < kLengthBytes)
        refuse(path, fmt::format("this is no .safetensors file: it has {} bytes", bytes.size()),
               "save the weights with safetensors.torch.save_file");
    const std::uint64_t length = unsignedAt(bytes.data(), kLengthBytes);
    if (length > limits::kSafetensorsHeaderBytes)
        refuse(path, fmt::format("this is no .safetensors file, or its header of {} bytes is too long", length),
               fmt::format("at most {} bytes are read", limits::kSafetensorsHeaderBytes));
    if (length > bytes.size() - kLengthBytes)
        refuse(path, "the file ends within its header", "it was cut short; copy or save it again");
    const std::string_view header = bytes.substr(kLengthBytes, std::size_t(length));
    if (header.empty() || header[0] != '{')
        refuse(path, "this is no .safetensors file: its header does not begin with {",
               "save the weights with safetensors.torch.save_file");
    return header;
}

// How many numbers it has, of which there are `before` in others.
std::uint64_t checkSize(const TensorEntry& tensor, std::uint64_t before, const std::string& path) {
    std::int64_t count = 0;
    try {
        count = core::elementCount(tensor.shape);
    } catch (const Error& error) {
        refuse(path, fmt::format("tensor {}: {}", tensor.name, error.problem()),
               "the header is damaged; save it again");
    }
    const std::size_t item = typeOf(tensor, path).bytes;
    if (std::uint64_t(count) > kMostNumbers - before)
        refuse(path, fmt::format("tensor {} of {} is too large", tensor.name, core::toString(tensor.shape)),
               fmt::format("at most {} numbers are read, of all tensors", kMostNumbers));
    if (tensor.end < tensor.begin || tensor.end - tensor.begin != std::uint64_t(count) * item)
        refuse(path,
               fmt::format("tensor {} of {} in {} has the bytes {} to {}", tensor.name, core::toString(tensor.shape),
                           tensor.type, tensor.begin, tensor.end),
               "the header is damaged; save it again");
    return std::uint64_t(count);
}

// Sorted by place, the tensors must follow each other and fill the file.
void checkPlaces(std::vector<TensorEntry>& tensors, std::uint64_t present, const std::string& path) {
    std::sort(tensors.begin(), tensors.end(), [](const TensorEntry& a, const TensorEntry& b) {
        return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t end = 0, numbers = 0;
    for (const TensorEntry& tensor : tensors) {
        numbers += checkSize(tensor, numbers, path);
        if (tensor.begin > end)
            refuse(path, fmt::format("there is a hole of {} bytes before tensor {}", tensor.begin - end, tensor.name),
                   "save it again with safetensors.torch.save_file");
        if (tensor.begin < end)
            refuse(path, fmt::format("tensor {} overlaps the one before it", tensor.name),
                   "save it again with safetensors.torch.save_file");
        end = tensor.end;
    }
    if (end > present)
        refuse(path, fmt::format("the tensors need {} bytes, the file has {}", end, present),
               "it was cut short; copy or save it again");
    if (end < present)
        refuse(path, fmt::format("{} bytes too many follow the last tensor", present - end), "copy or save it again");
}

void appendNumber(std::string& bytes, float value, Precision precision) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    if (precision == Precision::Float32)
        append(bytes, bits, 4);
    else
        append(bytes, precision == Precision::Float16 ? toHalf(value) : toBfloat(value), 2);
}

void checkRange(const std::string& name, const Tensor<float>& tensor) {
    constexpr float kLargest = 65504;
    for (const float value : tensor.values)
        if (std::isfinite(value) && std::abs(value) > kLargest)
            throw Error(Kind::BadInput, fmt::format("tensor {} holds {}, beyond float16's 65504", name, value),
                        "save it as float32 or bfloat16");
}

}  // namespace

WeightsFile parseSafetensors(std::string_view bytes, const std::string& path) {
    const std::string_view json = headerOf(bytes, path);
    SafetensorsHeader header = parseSafetensorsHeader(json, path);
    const std::string_view data = bytes.substr(kLengthBytes + json.size());
    checkPlaces(header.tensors, data.size(), path);

    WeightsFile file{{}, std::move(header.metadata)};
    for (const TensorEntry& entry : header.tensors) {
        const NumberType& type = typeOf(entry, path);
        Tensor<float> tensor(entry.shape);
        const char* next = data.data() + entry.begin;
        for (float& value : tensor.values) {
            value = type.read(unsignedAt(next, type.bytes));
            next += type.bytes;
        }
        file.weights.tensors.emplace(entry.name, std::move(tensor));
    }
    return file;
}

std::string safetensorsBytes(const WeightsFile& file, Precision precision) {
    constexpr std::string_view kNames[] = {"F32", "F16", "BF16"};
    const std::size_t item = precision == Precision::Float32 ? 4 : 2;
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
    std::uint64_t end = 0;
    for (const auto& [name, tensor] : file.weights.tensors) {
        if (precision == Precision::Float16) checkRange(name, tensor);
        const std::uint64_t begin = end;
        end += tensor.values.size() * item;
        header[name] = {{"dtype", kNames[int(precision)]}, {"shape", tensor.shape}, {"data_offsets", {begin, end}}};
    }
    std::string json = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    json.append((8 - json.size() % 8) % 8, ' ');

    std::string bytes;
    bytes.reserve(kLengthBytes + json.size() + end);
    append(bytes, json.size(), kLengthBytes);
    bytes += json;
    for (const auto& [name, tensor] : file.weights.tensors)
        for (const float value : tensor.values) appendNumber(bytes, value, precision);
    return bytes;
}

}  // namespace seglab::nn
