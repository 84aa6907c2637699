#pragma once

// A vector of floats as GCC and Clang know it, as wide as the instruction set that this file is compiled for. All in an
// anonymous namespace: each source has its own.
namespace seglab::nn::kernels {
namespace {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX2__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

typedef float Vector __attribute__((vector_size(kLanes * sizeof(float))));
typedef float UnalignedVector __attribute__((vector_size(kLanes * sizeof(float)), aligned(4), may_alias));

inline Vector load(const float* from) {
    return *reinterpret_cast<const UnalignedVector*>(from);
}
inline Vector loadPart(const float* from, int lanes) {
    if (lanes == kLanes) return load(from);
    Vector value = {};
    for (int i = 0; i < lanes; ++i) value[i] = from[i];
    return value;
}
inline void store(float* to, Vector value) {
    *reinterpret_cast<UnalignedVector*>(to) = value;
}
inline void storePart(float* to, Vector value, int lanes) {
    for (int i = 0; i < lanes; ++i) to[i] = value[i];
}
inline Vector splat(float value) {
    return Vector{} + value;
}

}  // namespace
}  // namespace seglab::nn::kernels
