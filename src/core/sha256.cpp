#include <array>
#include <cstring>

#include "core/files.h"

namespace seglab::core {

namespace {

using Word = std::uint32_t;

// FIPS 180-4, sec. 4.2.2: the fractional parts of the cube roots of the first 64 primes.
constexpr std::array<Word, 64> kConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// Sec. 5.3.3: of the square roots of the first 8 primes.
using Hash = std::array<Word, 8>;
constexpr Hash kInitial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                           0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

Word rotate(Word value, int count) {
    return (value >> count) | (value << (32 - count));
}

// Sec. 6.2.2, step 1: the message schedule of one block of 64 bytes.
std::array<Word, 64> schedule(const unsigned char* block) {
    std::array<Word, 64> words;
    for (std::size_t t = 0; t < 16; ++t)
        words[t] =
            Word(block[4 * t]) << 24 | Word(block[4 * t + 1]) << 16 | Word(block[4 * t + 2]) << 8 | block[4 * t + 3];
    for (std::size_t t = 16; t < 64; ++t) {
        const Word a = words[t - 15], b = words[t - 2];
        const Word small0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3);
        const Word small1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10);
        words[t] = small1 + words[t - 7] + small0 + words[t - 16];
    }
    return words;
}

// Sec. 6.2.2, steps 2 to 4.
void absorb(Hash& hash, const unsigned char* block) {
    const auto words = schedule(block);
    auto [a, b, c, d, e, f, g, h] = hash;
    for (std::size_t t = 0; t < 64; ++t) {
        const Word choose = (e & f) ^ (~e & g);
        const Word majority = (a & b) ^ (a & c) ^ (b & c);
        const Word first = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choose + kConstants[t] + words[t];
        const Word second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
        h = g, g = f, f = e, e = d + first;
        d = c, c = b, b = a, a = first + second;
    }
    const Hash sum = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < hash.size(); ++i) hash[i] += sum[i];
}

}  // namespace

std::string sha256(std::string_view bytes) {
    Hash hash = kInitial;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const std::size_t whole = bytes.size() / 64 * 64, rest = bytes.size() - whole;
    for (std::size_t at = 0; at < whole; at += 64) absorb(hash, data + at);

    // Close with a one bit, zeros, and the length in bits (sec. 5.1.1).
    std::array<unsigned char, 128> tail{};
    if (rest) std::memcpy(tail.data(), data + whole, rest);
    tail[rest] = 0x80;
    const std::size_t tailSize = rest < 56 ? 64 : 128;
    const std::uint64_t bits = std::uint64_t(bytes.size()) * 8;
    for (std::size_t i = 0; i < 8; ++i) tail[tailSize - 1 - i] = static_cast<unsigned char>(bits >> (8 * i));
    for (std::size_t at = 0; at < tailSize; at += 64) absorb(hash, tail.data() + at);

    std::string text;
    for (Word word : hash)
        for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[(word >> shift) & 15];
    return text;
}

}  // namespace seglab::core
