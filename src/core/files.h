#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace seglab::core {

/// The one function that writes files. A regular file appears whole or not at all: temporary file in the same folder,
/// fsync, rename, fsync of the folder. What is no regular file (a pipe, /dev/stdout, a device) is written to directly;
/// "-" is standard output. Throws Error(File) naming the path and the reason.
void writeFile(const std::string& path, std::string_view bytes);

/// Whole content of a regular file, or of what the process was given: "-" and /dev/stdin are standard input, /dev/fd/N
/// (a shell's <(…)) the descriptor. Throws Error(File) when it is missing, unreadable or something else (a pipe may
/// have no writer, and would hold the program for ever), BadInput when it has more than `maximumBytes`, which is looked
/// at before anything is allocated.
std::string readFile(const std::string& path, std::uint64_t maximumBytes);

/// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace seglab::core
