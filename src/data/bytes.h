#pragma once

#include <cstdint>
#include <string_view>

// Whole numbers in a file's bytes. The caller has checked that they are there.
namespace seglab::data {

inline std::uint32_t byteAt(std::string_view bytes, std::size_t at) {
    return std::uint8_t(bytes[at]);
}

inline std::uint32_t bigEndian16(std::string_view bytes, std::size_t at) {
    return byteAt(bytes, at) << 8 | byteAt(bytes, at + 1);
}

inline std::uint32_t littleEndian16(std::string_view bytes, std::size_t at) {
    return byteAt(bytes, at + 1) << 8 | byteAt(bytes, at);
}

inline std::uint32_t bigEndian32(std::string_view bytes, std::size_t at) {
    return bigEndian16(bytes, at) << 16 | bigEndian16(bytes, at + 2);
}

inline std::uint32_t littleEndian32(std::string_view bytes, std::size_t at) {
    return littleEndian16(bytes, at + 2) << 16 | littleEndian16(bytes, at);
}

}  // namespace seglab::data
