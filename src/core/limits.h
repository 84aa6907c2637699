#pragma once

#include <cstddef>
#include <cstdint>

// Caps on everything that is read from a file or an argument. Checked before allocating; tested at the limit and one
// past.
namespace seglab::core::limits {

inline constexpr int kPictureSide = 16384;                   // pixels
inline constexpr std::int64_t kPicturePixels = 64'000'000;   // 64 megapixels
inline constexpr std::uint64_t kDecodeBytes = 512ull << 20;  // memory for one decode
inline constexpr std::uint64_t kNpyHeaderBytes = 10'000;
inline constexpr std::uint64_t kSafetensorsHeaderBytes = 16ull << 20;
inline constexpr std::size_t kSafetensorsTensors = 4096;
inline constexpr std::uint64_t kNpzEntries = 4096;
inline constexpr std::uint64_t kNpzBytes = 1ull << 30;        // of all arrays, unpacked
inline constexpr std::uint64_t kTensorBytes = 2ull << 30;     // one array, read or computed
inline constexpr std::uint64_t kStateBytes = 64ull << 10;     // a state string
inline constexpr std::uint64_t kScriptBytes = 8ull << 20;     // a drive script
inline constexpr std::uint64_t kFileBytes = 2ull << 30;       // any file that is read whole
inline constexpr std::int64_t kLabOutputPixels = 16'000'000;  // output of a lab's operation on a photograph

}  // namespace seglab::core::limits
